import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stageOf } from '../../infra/check-config.ts'
import { stages } from '../../infra/config.ts'
import { createApp } from '../../infra/create-app.ts'
import type { StageInput } from '../../infra/stage.ts'
import type { SourceSettings } from '../../shared/domain/listen/source-settings.ts'
import { sharedBundles } from './bundles.ts'

/**
 * Synthesizes the local stage with more sources than it has, checked as a deployer's are.
 * @param over other settings that are not the local stage's own
 * @returns the cloud assembly's folder, and what takes it away
 */
export const synthesizeWith = async (
  sources: Record<string, SourceSettings>,
  over: Partial<StageInput> = {},
): Promise<{ assembly: string; remove: () => Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-sources-'))
  const { local } = stages
  if (!local) throw new Error('The configuration has no stage "local".')
  const stage = stageOf({ local: { ...local, ...over, sources: { ...local.sources, ...sources } } }, 'local')
  const bundles = await sharedBundles()
  const assembly = join(folder, 'cdk.out')
  createApp({ stageName: 'local', stage, bundles, outdir: assembly, checks: false }).synth()
  return { assembly, remove: () => rm(folder, { recursive: true, force: true }) }
}
