import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { stageOf } from '../../infra/check-config.ts'
import { stages } from '../../infra/config.ts'
import { createApp } from '../../infra/create-app.ts'
import type { StageInput } from '../../infra/stage.ts'
import { sharedBundles } from '../support/bundles.ts'
import { ofType, type Resource, resourcesOf } from './template.ts'

const asked: StageInput['sources'] = {
  blog: { type: 'feed', url: 'https://blog.example.com/feed.xml' },
  sky: { type: 'bluesky', terms: ['tea'], everyMinutes: 1 },
  guides: {
    ...{ type: 'sitemap', url: 'https://community.example.com/sitemap.xml', everyMinutes: 1_440 },
    ...{ under: ['https://community.example.com/guides/'], kind: 'guide', stage: 'use', language: 'en' },
  },
  tube: { type: 'youtube', channels: ['UC_x5XG1OV2P6uZZ5FSM9Ttw'] },
  github: { type: 'github', repositories: ['*'], redeliver: { hooks: [{ of: 'example/shop', id: 7 }] } },
}

let folder: string
let resources: Resource[]
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-pull-'))
  const bundles = await sharedBundles()
  const prod = stages.prod as StageInput
  const stage = stageOf({ prod: { ...prod, sources: { ...prod.sources, ...asked } } }, 'prod')
  // With all checks: a finding of cdk-nag fails the synthesis.
  resources = resourcesOf(createApp({ stageName: 'prod', stage, bundles, outdir: join(folder, 'assembly') }))
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const variablesOf = (id: string): Record<string, unknown> => {
  const found = ofType(resources, 'Lambda::Function').find(({ Properties: { Tags } }) =>
    (Tags as { Key: string; Value: string }[]).some(({ Key, Value }) => Key === 'function' && Value === id),
  )
  if (!found) throw new Error(`The template has no function tagged ${id}.`)
  return (found.Properties.Environment as { Variables: Record<string, unknown> }).Variables
}

describe('sources that are asked', () => {
  it('have a schedule each, which names them', () => {
    const rules = ofType(resources, 'Events::Rule').flatMap(({ Properties: { ScheduleExpression, Targets } }) =>
      (Targets as { Input?: string }[]).flatMap(({ Input }) => (Input ? [[ScheduleExpression, Input]] : [])),
    )
    expect(rules.sort()).toEqual([
      ['rate(1 day)', '{"source":"guides"}'],
      ['rate(1 minute)', '{"source":"sky"}'],
      ['rate(15 minutes)', '{"source":"blog"}'],
      ['rate(15 minutes)', '{"source":"github"}'],
      ['rate(15 minutes)', '{"source":"tube"}'],
    ])
  })

  it('have no secret, and are not known to the door', () => {
    const names = ofType(resources, 'SecretsManager::Secret').map(({ Properties }) => String(Properties.Name))
    expect(names.filter((name) => /blog|sky|guides/.test(name))).toEqual([])
    const [door, pull] = ['listen-door', 'listen-pull'].map(variablesOf)
    expect(JSON.stringify(door)).not.toMatch(/blog\.example\.com|bluesky|sitemap/)
    expect(Object.keys(JSON.parse(String(pull?.SOURCES)))).toEqual(['github', 'blog', 'sky', 'guides', 'tube'])
  })

  it('that send of their own accord, too, have their own secrets read at each look, and no others', () => {
    expect(JSON.parse(String(variablesOf('listen-pull').SOURCE_SECRETS))).toEqual({
      github: 'earshot/prod/source/github',
      tube: 'earshot/prod/source/tube',
    })
    const read = ofType(resources, 'IAM::Policy')
      .filter(({ id }) => /ListenAskPullRole/.test(id))
      .flatMap(
        ({ Properties }) =>
          (Properties.PolicyDocument as { Statement: { Action: unknown; Resource: unknown }[] }).Statement,
      )
      .filter(({ Action }) => Action === 'secretsmanager:GetSecretValue')
    expect(read).toHaveLength(1)
    expect([...JSON.stringify(read).matchAll(/earshot\/prod\/source\/(\w+)-\?{6}/g)].map(([, name]) => name)).toEqual([
      'github',
      'tube',
    ])
  })

  it('have an alarm each for when most looks fail', () => {
    const alarms = ofType(resources, 'CloudWatch::Alarm')
      .filter(({ Properties }) => Properties.MetricName === 'PullFailed')
      .map(({ Properties: { Dimensions, Period, Threshold } }) => [
        (Dimensions as { Value: string }[])[0]?.Value,
        Period,
        Threshold,
      ])
    expect(alarms.sort()).toEqual([
      ['blog', 3_600, 2],
      ['github', 3_600, 2],
      ['guides', 86_400, 0],
      ['sky', 300, 3],
      ['tube', 3_600, 2],
    ])
  })
})
