import { describe, expect, it } from '@jest/globals'
import { type BusRule, busNameOf, putEvents } from '../../local/events/bus.ts'
import { compilePattern } from '../../local/events/pattern.ts'
import { eventsBackend } from '../../local/gateway/events-backend.ts'
import { accessOf } from '../../local/iam/actions.ts'
import { createLedger } from '../../local/iam/ledger.ts'
import { parsePolicy } from '../../local/iam/policy.ts'
import type { World } from '../../local/resources/world.ts'

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:inbox'
const RULE = 'arn:aws:events:us-east-1:000000000000:rule/shop'

const rule = (over: Partial<BusRule> = {}): BusRule => ({
  arn: RULE,
  bus: 'default',
  pattern: compilePattern({ source: ['shop'], 'detail-type': ['order'] }),
  queueArns: [QUEUE],
  ...over,
})

/** As much of the runner's world as an event bus sees. */
const worldOf = (rules: BusRule[], sourceArn = RULE) => {
  const ledger = createLedger()
  ledger.addResourcePolicy(
    QUEUE,
    parsePolicy('inbox', {
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: QUEUE,
        Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
      },
    }),
  )
  const sent: Record<string, unknown>[] = []
  const world = {
    buses: new Set(['default']),
    told: [],
    busRules: rules,
    ledger,
    region: 'us-east-1',
    clock: { now: () => Date.parse('2026-11-21T20:00:00.789Z') },
    messaging: { put: (_: string, body: string) => void sent.push(JSON.parse(body)) },
  } as unknown as World
  return { world, sent }
}

const entry = { Source: 'shop', DetailType: 'order', Detail: '{"id":1}' }

describe('the local event buses', () => {
  it('bring an event in EventBridge’s envelope to the queues of the rules that it fits', () => {
    const { world, sent } = worldOf([rule()])
    const answer = putEvents(world, [
      entry,
      { ...entry, DetailType: 'other' },
      { ...entry, Time: 1_763_755_200, Resources: ['r'] },
    ])
    expect(answer.FailedEntryCount).toBe(0)
    expect(sent).toEqual([
      {
        version: '0',
        id: (answer.Entries[0] as { EventId: string }).EventId,
        'detail-type': 'order',
        source: 'shop',
        account: '000000000000',
        time: '2026-11-21T20:00:00Z',
        region: 'us-east-1',
        resources: [],
        detail: { id: 1 },
      },
      expect.objectContaining({ time: '2025-11-21T20:00:00Z', resources: ['r'] }),
    ])
  })

  it('keep buses apart, by name or ARN', () => {
    const { world, sent } = worldOf([rule({ bus: 'shop' })])
    putEvents(world, [entry, { ...entry, EventBusName: 'arn:aws:events:us-east-1:000000000000:event-bus/shop' }])
    expect(sent).toHaveLength(1)
    expect([
      busNameOf(undefined),
      busNameOf('shop'),
      busNameOf('arn:aws:events:r:1:event-bus/aws.partner/x/y'),
    ]).toEqual(['default', 'shop', 'aws.partner/x/y'])
  })

  it('bring nothing to a queue whose policy does not let the rule send', () => {
    const { world, sent } = worldOf([rule()], `${RULE}-of-others`)
    expect(putEvents(world, [entry]).FailedEntryCount).toBe(0)
    expect(sent).toEqual([])
  })

  it('refuse what EventBridge refuses, entry by entry', () => {
    const { world } = worldOf([rule()])
    const { FailedEntryCount, Entries } = putEvents(world, [
      { ...entry, Source: '' },
      { ...entry, Source: 'aws.shop' },
      { ...entry, Detail: '[]' },
      { ...entry, EventBusName: 'nowhere' },
      entry,
    ])
    expect(FailedEntryCount).toBe(4)
    expect(Entries.map((one) => ('ErrorCode' in one ? one.ErrorCode : 'taken'))).toEqual([
      'InvalidArgument',
      'NotAuthorizedForSourceException',
      'MalformedDetail',
      'ResourceNotFoundException',
      'taken',
    ])
  })

  it('answer the protocol: one to ten entries, no other action', async () => {
    const backend = eventsBackend(worldOf([rule()]).world)
    const call = async (action: string, body: string) => {
      const headers = { 'x-amz-target': `AWSEvents.${action}` }
      return (await backend({ method: 'POST', url: '/', headers, body: Buffer.from(body) })).status
    }
    expect(await call('PutEvents', JSON.stringify({ Entries: [entry] }))).toBe(200)
    for (const body of ['', '{}', '{"Entries":[]}', JSON.stringify({ Entries: Array(11).fill(entry) })])
      expect(await call('PutEvents', body)).toBe(400)
    expect(await call('DeleteRule', '{}')).toBe(400)
  })

  it('need the right to put events on each bus that is named', () => {
    const names = { region: 'us-east-1', account: '000000000000', secretArn: () => undefined, sesIdentity: () => '' }
    const Entries = [entry, entry, { ...entry, EventBusName: 'shop' }]
    const request = { method: 'POST', url: '/', body: Buffer.from(JSON.stringify({ Entries })) }
    expect(
      accessOf(names, { ...request, service: 'events', headers: { 'x-amz-target': 'AWSEvents.PutEvents' } }),
    ).toEqual([
      { action: 'events:PutEvents', resource: 'arn:aws:events:us-east-1:000000000000:event-bus/default' },
      { action: 'events:PutEvents', resource: 'arn:aws:events:us-east-1:000000000000:event-bus/shop' },
    ])
  })
})
