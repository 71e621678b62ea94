import { getSecretValue } from '../shared/platform/aws.ts'
import { doorToken, senderSecret, verifyToken } from '../shared/sources/door.ts'
import { verifications } from '../shared/sources/verification.ts'
import { stageOf } from './check-config.ts'
import { stages } from './config.ts'
import { sourceSecretName } from './source-secret-name.ts'
import type { Stage } from './stage.ts'

/** What to paste into a platform: the hook's address and its secret. */
export type Door = {
  source: string
  type: string
  address: string
  secret: string
  /** Only where the platform asks for one (Meta). */
  verifyToken?: string
}

/**
 * The doors of a deployment.
 * @param appUrl the stack's output `AppUrl`
 * @param readSecret reads a secret by name
 */
export const doorsOf = async (
  { stageName, stage, appUrl }: { stageName: string; stage: Pick<Stage, 'sources'>; appUrl: string },
  readSecret: (name: string) => Promise<string>,
): Promise<Door[]> =>
  Promise.all(
    Object.entries(stage.sources).map(async ([source, { type }]) => {
      const json = await readSecret(sourceSecretName(stageName, source))
      const address = `${appUrl.replace(/\/$/, '')}/hooks/${source}/${doorToken(json)}`
      return {
        source,
        type,
        address,
        secret: senderSecret(type, json),
        ...(verifications[type].verifyToken ? { verifyToken: verifyToken(json) } : {}),
      }
    }),
  )

const main = async (): Promise<void> => {
  const stageName = process.env.EARSHOT_STAGE ?? 'dev'
  const appUrl = process.argv[2]
  if (!appUrl || !URL.canParse(appUrl)) {
    process.stderr.write(
      `npm run doors -- ADDRESS: got ${appUrl ?? 'none'}, expected the output AppUrl of the app stack.\n`,
    )
    process.exitCode = 1
    return
  }
  const stage = stageOf(stages, stageName)
  const env = { ...process.env, AWS_REGION: stage.region }
  for (const { source, type, address, secret, verifyToken: repeated } of await doorsOf(
    { stageName, stage, appUrl },
    (name) => getSecretValue(name, env),
  )) {
    process.stdout.write(
      `${source} (${type})\n  address  ${address}\n${secret ? `  secret   ${secret}\n` : ''}${repeated ? `  verify token  ${repeated}\n` : ''}`,
    )
  }
}

if (import.meta.main) await main()
