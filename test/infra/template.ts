import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from 'aws-cdk-lib'
import { stageOf } from '../../infra/check-config.ts'
import { stages } from '../../infra/config.ts'
import { createApp } from '../../infra/create-app.ts'
import type { StageInput } from '../../infra/stage.ts'
import { sharedBundles } from '../support/bundles.ts'

export type Properties = Record<string, unknown>
export type Resource = {
  id: string
  Type: string
  Properties: Properties
  DeletionPolicy?: string
  UpdateReplacePolicy?: string
}

/** The app of a stage with real bundles, not yet synthesized, in a folder that `remove` takes away. `more`: sources besides its own. */
export const appOf = async (
  stageName: string,
  more: StageInput['sources'] = {},
): Promise<{ app: App; folder: string; bundles: string; remove: () => Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-template-'))
  const bundles = await sharedBundles()
  const given = stages[stageName]
  const sources = { ...given?.sources, ...more }
  const stage = stageOf({ ...stages, ...(given ? { [stageName]: { ...given, sources } } : {}) }, stageName)
  const app = createApp({ stageName, stage, bundles, outdir: join(folder, 'assembly') })
  return { app, folder, bundles, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** All resources of both templates. */
export const resourcesOf = (app: App): Resource[] =>
  app.synth().stacks.flatMap(({ template }) => {
    const { Resources } = template as { Resources: Record<string, Omit<Resource, 'id'>> }
    return Object.entries(Resources).map(([id, resource]) => ({ ...resource, id }))
  })

/** The resources of one type. */
export const ofType = (resources: readonly Resource[], type: string): Resource[] =>
  resources.filter(({ Type }) => Type === `AWS::${type}`)
