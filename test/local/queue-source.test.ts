import { afterAll, beforeEach, describe, expect, it } from '@jest/globals'
import { compileFilters } from '../../local/events/pattern.ts'
import { startQueueSource } from '../../local/events/queue-source.ts'
import type { Mapping, Source } from '../../local/events/source.ts'
import type { Outcome } from '../../local/lambda/definition.ts'
import { type Messaging, startMessaging } from '../../local/messaging/messaging.ts'

const messaging: Messaging = await startMessaging({ region: 'us-east-1' })
const arn = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`
let source: Source | undefined
let count = 0
let jobs = ''
let dead = ''

beforeEach(async () => {
  await source?.close()
  count++
  jobs = `jobs${count}`
  dead = `dead${count}`
  messaging.declareQueue(dead, {})
  messaging.declareQueue(jobs, {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn(dead), maxReceiveCount: 3 }),
  })
})
afterAll(async () => {
  await source?.close()
  await messaging.close()
})

type Batch = { body: string; messageId: string }[]
const started = (work: (batch: Batch) => unknown, more: Partial<Mapping> = {}, allowed = true) => {
  const batches: string[][] = []
  const warnings: string[] = []
  const mapping: Mapping = {
    id: 'm',
    sourceArn: arn(jobs),
    functionArn: 'fn',
    label: 'fn',
    batchSize: 10,
    windowMs: 0,
    reportsFailures: true,
    filter: compileFilters([]),
    maxConcurrency: undefined,
    retries: -1,
    bisect: false,
    maxAgeSeconds: -1,
    onFailureArn: undefined,
    startingPosition: undefined,
    tumblingSeconds: 0,
    ...more,
  }
  const queue = messaging.queue(arn(jobs))
  if (!queue) throw new Error('no queue')
  source = startQueueSource(
    mapping,
    queue,
    {
      invoke: async (_, event): Promise<Outcome> => {
        const { Records } = event as { Records: Batch }
        batches.push(Records.map(({ body }) => body))
        try {
          return { ok: true, payload: JSON.stringify((await work(Records)) ?? null) }
        } catch (error) {
          return { ok: false, kind: 'error', error: { errorType: 'Error', errorMessage: String(error) } }
        }
      },
      allowed: () => allowed,
      warn: (_, message) => warnings.push(message),
      region: 'us-east-1',
      now: Date.now,
    },
    () => 20,
  )
  return { batches, warnings }
}
const send = (...bodies: string[]): void => {
  for (const body of bodies) messaging.put(arn(jobs), body)
}
const depth = (name: string) => messaging.queue(arn(name))?.depth()
const EMPTY = { visible: 0, inFlight: 0, delayed: 0, soon: 0 }
const until = async (holds: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 200 && !holds(); tries++) await new Promise((wake) => setTimeout(wake, 20))
  expect(holds()).toBe(true)
}

describe('a queue that wakes a function', () => {
  it('hands over batches and removes what is done', async () => {
    send('a', 'b', 'c')
    const { batches } = started(() => undefined)
    await until(() => depth(jobs)?.visible === 0 && depth(jobs)?.inFlight === 0)
    expect(batches.flat().sort()).toEqual(['a', 'b', 'c'])
  })

  it('gathers more than ten for a large batch and waits for the window', async () => {
    send(...Array.from({ length: 12 }, (_, at) => `m${at}`))
    const { batches } = started(() => undefined, { batchSize: 25, windowMs: 400, maxConcurrency: 1 })
    await new Promise((wake) => setTimeout(wake, 100))
    send('late')
    await until(() => batches.length > 0)
    expect(batches[0]).toHaveLength(13)
  })

  it('tries again only what failed, and gives it to the dead letters after the last receive', async () => {
    send('good', 'poison')
    const { batches } = started((batch) => ({
      batchItemFailures: batch
        .filter(({ body }) => body === 'poison')
        .map(({ messageId }) => ({ itemIdentifier: messageId })),
    }))
    await until(() => depth(dead)?.visible === 1)
    expect(batches.flat().filter((body) => body === 'good')).toHaveLength(1)
    expect(batches.flat().filter((body) => body === 'poison')).toHaveLength(3)
    expect(depth(jobs)).toEqual(EMPTY)
  })

  it.each<[string, (batch: Batch) => unknown]>([
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
    ['names a message that was not in the batch', () => ({ batchItemFailures: [{ itemIdentifier: 'nobody' }] })],
    ['reports something malformed', () => ({ batchItemFailures: [{}] })],
  ])('tries the whole batch again when the function %s', async (_, work) => {
    send('a', 'b')
    const { batches } = started(work)
    await until(() => depth(dead)?.visible === 2)
    expect(batches.flat().filter((body) => body === 'a')).toHaveLength(3)
  })

  it('takes an answer without failures for success, and ignores reports that the mapping does not ask for', async () => {
    send('a')
    const { batches } = started((batch) => ({ batchItemFailures: [{ itemIdentifier: batch[0]?.messageId }] }), {
      reportsFailures: false,
    })
    await until(() => batches.length === 1 && depth(jobs)?.inFlight === 0)
    expect(depth(jobs)).toEqual(EMPTY)
  })

  it('drops messages that its filter does not let through', async () => {
    send('{"kind":"job"}', '{"kind":"other"}', 'no json')
    const { batches } = started(() => undefined, { filter: compileFilters(['{"body":{"kind":["job"]}}']) })
    await until(() => JSON.stringify(depth(jobs)) === JSON.stringify(EMPTY))
    expect(batches.flat()).toEqual(['{"kind":"job"}'])
  })

  it('stands still without the grants that Lambda needs, and says so', async () => {
    send('a')
    const { batches, warnings } = started(() => undefined, {}, false)
    await new Promise((wake) => setTimeout(wake, 100))
    expect(batches).toEqual([])
    expect(warnings).toHaveLength(1)
    expect(depth(jobs)?.visible).toBe(1)
  })
})
