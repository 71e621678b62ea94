import { Readable } from 'node:stream'
import { createGunzip, gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readArchived, replayed } from '../../../local/replay/archived.ts'
import { wordsOf } from '../../../local/replay/counts.ts'
import { openOutlet } from '../../../local/replay/outlet.ts'
import { repeats } from '../../../local/replay/repeats.ts'
import {
  type Manner,
  type Position,
  ReplayError,
  type Replaying,
  replay,
  type Wanted,
} from '../../../local/replay/replay.ts'
import { type Delivery, deliverySchema } from '../../../shared/domain/listen/delivery.ts'
import { callsOf } from '../../../shared/domain/listen/raw-records.ts'

const FORUM = { sources: undefined, ids: undefined, from: undefined, to: undefined } satisfies Wanted
const MANNER: Manner = { after: undefined, dryRun: false, nudges: false, rate: 1e9 }

const delivery = (at: number, over: Partial<Delivery> = {}): Delivery => ({
  v: 1,
  id: `d${at}`,
  source: 'forum',
  receivedAt: new Date(Date.parse('2026-11-14T16:00:00.000Z') + at * 60_000).toISOString(),
  headers: {},
  body: 'e30=',
  ...over,
})

const linesOf = (deliveries: readonly Delivery[]): string =>
  callsOf(deliveries.map((one) => ({ id: one.id, text: JSON.stringify(one) })))
    .flat()
    .map(({ text }) => text)
    .join('')

/** An archive in memory: keys and their bytes as they are stored. */
const archiveOf = (objects: Record<string, Buffer>, over: Partial<Replaying> = {}) => {
  const sent: Delivery[] = []
  const bad: string[] = []
  const replaying: Replaying = {
    keys: (async function* () {
      yield* Object.keys(objects).sort()
    })(),
    open: async (key) => Readable.from([objects[key] ?? Buffer.of()]).pipe(createGunzip()),
    hasBody: async (key) => !key.includes('gone'),
    send: async (messages) => void sent.push(...messages.map((one) => deliverySchema.parse(JSON.parse(one)))),
    known: new Set(['forum', 'code']),
    signal: new AbortController().signal,
    onBad: ({ key, line }, problem) => bad.push(`${key}:${line} ${problem}`),
    onProgress: () => undefined,
    ...over,
  }
  return { replaying, sent, bad }
}

const idsOf = (deliveries: readonly Delivery[]): string[] => deliveries.map(({ id }) => id)

describe('a replay', () => {
  it('queues what is archived, marked so that it is not archived again and starts no nudge', async () => {
    const { replaying, sent } = archiveOf({ 'raw/a.gz': gzipSync(linesOf([delivery(1), delivery(2)])) })
    const { counts, finished, done } = await replay(replaying, FORUM, MANNER)
    expect(sent).toEqual([1, 2].map((at) => ({ ...delivery(at), replayed: true, quiet: true })))
    expect([counts, finished, done]).toMatchObject([{ objects: 1, read: 2, matched: 2, queued: 2 }, true, { line: 2 }])
  })

  it('lets it start nudges when that is asked for, but never what an import told', async () => {
    const { replaying, sent } = archiveOf({ 'raw/a.gz': gzipSync(linesOf([delivery(1, { history: true })])) })
    await replay(replaying, FORUM, { ...MANNER, nudges: true })
    expect(sent).toEqual([{ ...delivery(1), history: true, replayed: true }])
  })

  it('queues a delivery once that was archived at each of its tries', async () => {
    const tried = linesOf([delivery(1), delivery(1), delivery(2), delivery(1, { body: 'e31=' })])
    const { replaying, sent } = archiveOf({ 'raw/a.gz': gzipSync(tried), 'raw/b.gz': gzipSync(linesOf([delivery(1)])) })
    const { counts } = await replay(replaying, FORUM, MANNER)
    expect(sent.map(({ id, body }) => [id, body])).toEqual([
      ['d1', 'e30='],
      ['d2', 'e30='],
      ['d1', 'e31='],
    ])
    expect(counts).toMatchObject({ read: 5, matched: 5, queued: 3, again: 2 })
    expect(wordsOf(counts, false)).toContain('2 not queued: copies, made when a delivery was tried again')
  })

  it('remembers only the latest lines, however many there are', () => {
    const repeated = repeats(2)
    const line = (text: string) => repeated(Buffer.from(text))
    expect(['a', 'b', 'a', 'c', 'b', 'a'].map(line)).toEqual([false, false, true, false, true, false])
  })

  it('takes what matches source, id and time, and nothing else', async () => {
    const all = [1, 2, 3, 4].flatMap((at) => [delivery(at), delivery(at, { id: `c${at}`, source: 'code' })])
    const asked = async (wanted: Partial<Wanted>): Promise<string[]> => {
      const { replaying, sent } = archiveOf({ 'raw/a.gz': gzipSync(linesOf(all)) })
      await replay(replaying, { ...FORUM, ...wanted }, MANNER)
      return idsOf(sent)
    }
    const at = (number: number): number => Date.parse(delivery(number).receivedAt)
    expect(await asked({ sources: ['code'] })).toEqual(['c1', 'c2', 'c3', 'c4'])
    expect(await asked({ ids: ['d2', 'c3'] })).toEqual(['d2', 'c3'])
    expect(await asked({ from: at(2), to: at(3) })).toEqual(['d2', 'c2'])
    expect(await asked({ from: at(4), sources: ['forum'] })).toEqual(['d4'])
  })

  it('queues nothing in a dry run, and counts all the same', async () => {
    const { replaying, sent } = archiveOf({ 'raw/a.gz': gzipSync(linesOf([delivery(1)])) })
    const { counts } = await replay(replaying, FORUM, { ...MANNER, dryRun: true })
    expect([sent, counts.matched, counts.queued]).toEqual([[], 1, 0])
    expect(wordsOf(counts, true)).toContain('none queued: this was a dry run')
  })

  it('passes over what cannot be read, and says where it stands', async () => {
    const text = `${linesOf([delivery(1)])}no json\n\n{"v":1}\n${'x'.repeat(2_000_001)}\n${linesOf([delivery(2)])}`
    const { replaying, sent, bad } = archiveOf({
      'raw/a.gz': gzipSync(text),
      'raw/b.gz': gzipSync(linesOf([delivery(3), delivery(4)])).subarray(0, -12),
      'raw/c.gz': Buffer.from('not compressed'),
      'raw/d.gz': gzipSync(linesOf([delivery(5)])),
    })
    const { counts } = await replay(replaying, FORUM, MANNER)
    expect(idsOf(sent)).toEqual(expect.arrayContaining(['d1', 'd2', 'd5']))
    expect(bad.map((line) => line.split(' ')[0])).toEqual([
      ...['raw/a.gz:2', 'raw/a.gz:4', 'raw/a.gz:5'],
      ...[expect.stringMatching(/^raw\/b\.gz:\d$/), 'raw/c.gz:1'],
    ])
    expect(counts.bad).toBe(5)
    expect(bad.join('')).not.toContain('no json')
  })

  it('leaves out what nobody could work on: sources that are gone, bodies that are gone', async () => {
    const large = (key: string): Delivery => {
      const { body: _, ...rest } = delivery(1, { archiveKey: key })
      return rest
    }
    const { replaying, sent } = archiveOf({
      'raw/a.gz': gzipSync(
        linesOf([delivery(1, { source: 'old' }), large('deliveries/gone'), large('deliveries/there')]),
      ),
    })
    const { counts } = await replay(replaying, FORUM, MANNER)
    expect(sent.map(({ archiveKey }) => archiveKey)).toEqual(['deliveries/there'])
    expect(counts).toMatchObject({ matched: 3, queued: 1, sourceGone: 1, bodyGone: 1 })
    expect(wordsOf(counts, false).join('\n')).toMatch(/1 not queued: their bodies .*\n1 not queued: their sources/)
  })

  it('loses nothing and repeats nothing when it is interrupted anywhere and goes on behind its last line', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        async (sizes, stopAt, crash) => {
          let next = 0
          const objects = Object.fromEntries(
            sizes.map((size, at) => {
              const deliveries = Array.from({ length: size }, () => delivery(next++))
              return [`raw/${at}.gz`, gzipSync(linesOf(deliveries))]
            }),
          )
          const stop = new AbortController()
          const first = archiveOf(objects, {
            signal: stop.signal,
            onProgress: ({ read }) => {
              if (!crash && read >= stopAt) stop.abort()
            },
          })
          const { send } = first.replaying
          let calls = 0
          first.replaying.send = async (messages) => {
            if (crash && ++calls > stopAt / 10) throw new Error('SQS is away')
            await send(messages)
          }
          const done = await replay(first.replaying, FORUM, MANNER).then(
            ({ done: position }) => position,
            (error: unknown): Position | undefined => {
              if (error instanceof ReplayError) return error.done
              throw error
            },
          )
          const second = archiveOf(objects)
          await replay(second.replaying, FORUM, { ...MANNER, after: done })
          expect([...idsOf(first.sent), ...idsOf(second.sent)]).toEqual(
            Array.from({ length: next }, (_, at) => `d${at}`),
          )
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('a line of the archive', () => {
  it('is the delivery that was written, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.record({
          id: fc.string({ unit: 'binary' }),
          body: fc.base64String(),
          header: fc.string({ unit: 'binary' }),
        }),
        ({ id, body, header }) => {
          const written = delivery(1, { id, body, headers: { 'x-header': header } })
          const [line = '', ...more] = linesOf([written]).split('\n')
          expect(more).toEqual([''])
          expect(readArchived(Buffer.from(line))).toEqual({ delivery: JSON.parse(JSON.stringify(written)) })
        },
      ),
    )
  })

  it('is never a delivery when it is something else, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          expect(readArchived(bytes)).toEqual({ problem: expect.any(String) })
        },
      ),
    )
    const { body: _, ...bodiless } = delivery(1)
    expect(readArchived(Buffer.from(JSON.stringify(bodiless)))).toEqual({ problem: 'has no body' })
  })

  it('is a delivery, too, when a hub told of a subscription', () => {
    const { body: _, ...rest } = delivery(1)
    const told: Delivery = { ...rest, lease: { topic: 'https://hub.example/feed', door: 'mark', seconds: 60 } }
    expect(readArchived(Buffer.from(JSON.stringify(told)))).toEqual({ delivery: told })
  })

  it('does not stay quiet for ever', () => {
    expect(replayed(delivery(1, { quiet: true }), true)).toEqual({ ...delivery(1), replayed: true })
  })
})

describe('the way into the queue', () => {
  it('is no wider than the rate', async () => {
    let now = 0
    const sizes: number[] = []
    const outlet = openOutlet({
      send: async (messages) => void sizes.push(messages.length),
      rate: 5,
      clock: () => now,
      pause: async (ms) => {
        now += ms
      },
    })
    for (let at = 0; at < 25; at++) await outlet.put('x')
    expect(outlet.isEmpty()).toBe(false)
    await outlet.flush()
    await outlet.flush()
    expect([sizes, now, outlet.isEmpty()]).toEqual([[10, 10, 5], 4_000, true])
  })
})
