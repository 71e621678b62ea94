import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { DomainEvent } from '../../shared/domain/events.ts'
import { AwsCallError } from '../../shared/platform/aws-call.ts'
import { putEvents } from '../../shared/platform/put-events.ts'

type Entry = { EventBusName: string; Source: string; DetailType: string; Detail: string; Time: number }
const calls: Entry[][] = []
let answer: (entries: Entry[]) => { status?: number; body: unknown }
const taken = (entries: Entry[]) => ({ body: { Entries: entries.map(() => ({ EventId: 'x' })) } })

const server = createServer(async (request, response) => {
  let text = ''
  for await (const chunk of request) text += chunk
  const { Entries } = JSON.parse(text) as { Entries: Entry[] }
  calls.push(Entries)
  const { status = 200, body } = answer(Entries)
  response.writeHead(status).end(JSON.stringify(body))
})
const env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'eu-central-1', AWS_ENDPOINT_URL: '' }
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((closed) => server.close(closed)))
beforeEach(() => {
  calls.length = 0
  answer = taken
})

const event = (id: number): DomainEvent => ({
  ...{ type: 'segment.entered', id: String(id), at: '2026-11-21T10:00:00.500Z' },
  data: { person: 'ann', segment: 'loyal' },
})
const events = (count: number) => Array.from({ length: count }, (_, at) => event(at))
const told = () => calls.flat().map(({ Detail }) => JSON.parse(Detail).id)

describe('events for other systems', () => {
  it('are told whole, ten a call, under their type and time', async () => {
    await putEvents('stage-events', events(23), env)
    expect(calls.map(({ length }) => length)).toEqual([10, 10, 3])
    expect(calls[0]?.[0]).toEqual({
      ...{ EventBusName: 'stage-events', Source: 'earshot', DetailType: 'segment.entered', Time: 1_795_255_200.5 },
      Detail: JSON.stringify(event(0)),
    })
  })

  it('are told again where EventBridge left them out, and only those', async () => {
    answer = (entries) => ({
      body: {
        Entries: entries.map((_, at) =>
          calls.length === 1 && at < 2 ? { ErrorCode: 'ThrottlingException' } : { EventId: 'x' },
        ),
      },
    })
    await putEvents('b', events(3), env)
    expect(told()).toEqual(['0', '1', '2', '0', '1'])
  })

  it.each([
    [
      'goes on refusing one',
      (entries: Entry[]) => ({ body: { Entries: entries.map(() => ({ ErrorCode: 'InternalFailure' })) } }),
      'InternalFailure',
    ],
    ['says nothing of one', () => ({ body: { Entries: [] } }), 'Unanswered'],
    ['refuses the call', () => ({ status: 400, body: { __type: 'AccessDeniedException' } }), 'AccessDeniedException'],
  ])('are an error when EventBridge %s', async (_, how, code) => {
    answer = how
    const failed = putEvents('b', events(1), env)
    await expect(failed).rejects.toThrow(AwsCallError)
    await expect(failed).rejects.toMatchObject({ code })
  })

  it('are no call when there are none', async () => {
    await putEvents('b', [], env)
    expect(calls).toEqual([])
  })
})
