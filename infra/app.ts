import { buildFunctions } from './build.ts'
import { ConfigError, stageOf } from './check-config.ts'
import { stages } from './config.ts'
import { createApp } from './create-app.ts'

/**
 * Entry of the CDK's command line and of `node infra/app.ts`. `EARSHOT_STAGE` names the stage (default: dev). The local
 * stage is for this machine only, so what guards a deployment is left out there.
 */
const stageName = process.env.EARSHOT_STAGE ?? 'dev'

try {
  const stage = stageOf(stages, stageName)
  await buildFunctions()
  createApp({ stageName, stage, checks: stageName !== 'local' }).synth()
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
