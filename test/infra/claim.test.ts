import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { stageOf } from '../../infra/check-config.ts'
import { stages } from '../../infra/config.ts'
import { createApp } from '../../infra/create-app.ts'
import { sharedBundles } from '../support/bundles.ts'
import { ofType, type Resource, resourcesOf } from './template.ts'

let folder: string
let withGithub: Resource[]
let without: Resource[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-claim-'))
  const bundles = await sharedBundles()
  const synthesize = (name: string, claim: object | undefined): Resource[] => {
    const { claim: _, ...stage } = stageOf(stages, 'prod')
    const given = { ...stage, ...(claim ? { claim } : {}) }
    // Throws on any finding of cdk-nag and of CloudFormation Validate.
    return resourcesOf(createApp({ stageName: 'prod', stage: given, bundles, outdir: join(folder, name) }))
  }
  withGithub = synthesize('with', { github: { clientId: 'Iv1.0123456789' } })
  without = synthesize('without', undefined)
}, 120_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

const routes = (resources: readonly Resource[]): string[] =>
  ofType(resources, 'ApiGatewayV2::Route')
    .map(({ Properties }) => String(Properties.RouteKey))
    .filter((key) => key.includes('/claim'))
    .sort()

const secretNames = (resources: readonly Resource[]): unknown[] =>
  ofType(resources, 'SecretsManager::Secret').map(({ Properties }) => Properties.Name)

describe('a stage without claims', () => {
  it('has no page, no function and no secret of them', () => {
    expect(routes(without)).toEqual([])
    expect(JSON.stringify(without)).not.toMatch(/connect-(claim|mail)/)
    expect(secretNames(without)).not.toContain('earshot/prod/claim/github')
  })
})

describe('a stage with claims and a GitHub app', () => {
  it('has the pages, and a secret for the app that only the pages read', () => {
    expect(routes(withGithub)).toEqual([
      'GET /claim',
      'GET /claim/github',
      'GET /claim/{what}/{token}',
      'POST /claim',
      'POST /claim/{what}/{token}',
    ])
    expect(secretNames(withGithub)).toContain('earshot/prod/claim/github')
    const readers = ofType(withGithub, 'IAM::Policy').filter(({ Properties }) =>
      JSON.stringify(Properties.PolicyDocument).includes('claim/github'),
    )
    expect(readers).toHaveLength(1)
    expect(JSON.stringify(readers[0]?.Properties.Roles)).toContain('ClaimPages')
  })

  it('does not tell the pages the pepper, nor lets them send emails', () => {
    const pages = ofType(withGithub, 'IAM::Policy').find(({ Properties }) =>
      JSON.stringify(Properties.Roles).includes('ClaimPages'),
    )
    expect(JSON.stringify(pages)).not.toMatch(/Pepper|ses:/)
  })
})
