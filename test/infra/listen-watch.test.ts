import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { SourceSettings } from '../../shared/domain/listen/source-settings.ts'
import { appOf, ofType, type Properties, resourcesOf } from './template.ts'

/** The alarms of sources: which has which, what they look at, and that no alarm looks past its stage. */

const SOURCES: Record<string, SourceSettings> = {
  videos: { type: 'youtube', channels: ['UC_x5XG1OV2P6uZZ5FSM9Ttw'] },
  sky: { type: 'bluesky', terms: ['coffee'] },
  store: { type: 'shopify', shop: 'acme-mugs.myshopify.com' },
  seldom: { type: 'standard', health: { silence: false } },
}

let alarms: Properties[]
let remove: () => Promise<void>

beforeAll(async () => {
  const made = await appOf('local', SOURCES)
  remove = made.remove
  // Throws on any finding of cdk-nag and of CloudFormation Validate.
  alarms = ofType(resourcesOf(made.app), 'CloudWatch::Alarm').map(({ Properties }) => Properties)
}, 120_000)

afterAll(() => remove())

const dimensionsOf = (alarm: Properties): Record<string, unknown> =>
  Object.fromEntries(
    ((alarm.Dimensions ?? []) as { Name: string; Value: unknown }[]).map(({ Name, Value }) => [Name, Value]),
  )

const alarmsOf = (source: string): Record<string, Properties> =>
  Object.fromEntries(
    alarms.filter((alarm) => dimensionsOf(alarm).source === source).map((alarm) => [String(alarm.MetricName), alarm]),
  )

describe('the alarms of a source', () => {
  it('ring on silence and on a burst of bad signatures', () => {
    const { Silent, BadSignatures, ...others } = alarmsOf('github')
    expect(others).toEqual({})
    // Told as 0 or 1 every five minutes: a single look that says something else rings nothing and ends nothing.
    expect(Silent).toMatchObject({ Statistic: 'Minimum', Period: 900, Threshold: 0, TreatMissingData: 'notBreaching' })
    expect(BadSignatures).toMatchObject({ Statistic: 'Sum', Period: 900, Threshold: 5 })
  })

  it('are those that it can have something of', () => {
    expect(Object.keys(alarmsOf('videos')).sort()).toEqual(['BadSignatures', 'LeaseExpiring', 'PullFailed', 'Silent'])
    expect(Object.keys(alarmsOf('sky')).sort()).toEqual(['PullBehind', 'PullFailed', 'Silent'])
    expect(Object.keys(alarmsOf('store')).sort()).toEqual(['BadSignatures', 'PrivacyRequests', 'Silent'])
    expect(alarmsOf('store').PrivacyRequests).toMatchObject({ Statistic: 'Sum', Threshold: 0 })
    // Signs nothing; sends from within the account; is not expected to send.
    expect(Object.keys(alarmsOf('token'))).toEqual(['Silent'])
    expect(Object.keys(alarmsOf('bus'))).toEqual(['Silent'])
    expect(Object.keys(alarmsOf('seldom'))).toEqual(['BadSignatures'])
  })

  it('say which source it is and what to do', () => {
    const silent = String(alarmsOf('github').Silent?.AlarmDescription)
    expect(silent).toContain('the source github')
    expect(silent).toContain('npm run source -- test github')
    expect(silent).toContain('docs/operations.md')
  })
})

describe('alarms on what functions count', () => {
  const lookingAt = (name: string): Properties[] => alarms.filter(({ MetricName }) => MetricName === name)
  const rings = { Statistic: 'Sum', Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' }

  it('ring for what an alert told that nobody took, and for what nobody knows of', () => {
    const found = lookingAt('AlertDeliveries')
    expect(found.map((alarm) => dimensionsOf(alarm).result).sort()).toEqual(['failed', 'unknown'])
    for (const alarm of found) expect(alarm).toMatchObject(rings)
  })

  it('ring for an email that SES may or may not have, whether the sender or the sweep finds out', () => {
    const [sender, ...more] = lookingAt('Sends')
    expect(more).toEqual([])
    expect(sender).toMatchObject(rings)
    expect(dimensionsOf(sender ?? {})).toEqual({ stage: 'local', result: 'unknown' })
    expect(lookingAt('Decisions_unknown')).toMatchObject([rings])
  })

  it('look at one metric each: what happens seldom is missing from a sum, or filled in before it has come', () => {
    expect(alarms.filter(({ Metrics }) => Metrics !== undefined)).toEqual([])
  })

  it('look at their own stage', () => {
    const counted = alarms.filter(({ Namespace }) => Namespace === 'Earshot')
    expect(counted.length).toBeGreaterThan(5)
    for (const metric of counted) expect(dimensionsOf(metric)).toMatchObject({ stage: 'local' })
  })
})
