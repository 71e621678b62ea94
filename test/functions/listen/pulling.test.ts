import { describe, expect, it } from '@jest/globals'
import { type Page, PullError, type Puller } from '../../../functions/listen/puller.ts'
import { pullSource } from '../../../functions/listen/pulling.ts'
import { BODY_LIMIT, INLINE_BODY_LIMIT } from '../../../shared/domain/listen/delivery.ts'
import type { SourceSettings } from '../../../shared/domain/listen/source-settings.ts'
import { FetchError } from '../../../shared/platform/fetch.ts'
import { withLog } from '../../support/door.ts'
import { pagesOf, startPulling } from '../../support/pulls.ts'
import { tableForAll } from '../../support/tables.ts'

const settings: SourceSettings = { type: 'feed', url: 'https://blog.example/feed.xml' }
const page = (cursor: string, ...bodies: string[]): Page => ({ cursor, deliveries: bodies.map((body) => ({ body })) })

const test = tableForAll()
let sources = 0
const fresh = () => {
  const started = startPulling(test.table)
  const source = `s${++sources}`
  return { ...started, source, look: () => started.pull(source, settings), stored: () => started.cursor(source) }
}

describe('looking at a source', () => {
  it('queues each page before it stores how far it is, and goes on from there the next time', async () => {
    const { state, look, taken, stored } = fresh()
    const asked: (string | undefined)[] = []
    const puller: Puller = async function* ({ cursor }) {
      asked.push(cursor)
      yield page(`${cursor ?? 0}1`, '"a"')
      yield page(`${cursor ?? 0}2`, '"b"', '"c"')
    }
    state.puller = puller
    expect(await look()).toEqual({ taken: 3, end: 'done' })
    await look()
    expect(asked).toEqual([undefined, '02'])
    expect(taken()).toEqual(['a', 'b', 'c', 'a', 'b', 'c'])
    expect(await stored()).toMatchObject({ cursor: '022', rev: 4, lastRunAt: '2026-11-21T20:00:00.000Z' })
  })

  it('repeats what was queued when it fell over before the cursor was stored, under the same ids', async () => {
    const { state, look, queue, stored } = fresh()
    state.puller = pagesOf(page('1', '"a"'))
    state.tableFails = true
    await expect(look()).rejects.toThrow('no table today')
    expect((await stored()).cursor).toBeUndefined()
    state.tableFails = false
    await look()
    expect(queue.map(({ id }) => id)).toEqual([queue[0]?.id, queue[0]?.id])
    expect((await stored()).cursor).toBe('1')
  })

  it('leaves the cursor where it is when the queue takes nothing', async () => {
    const { state, look, stored } = fresh()
    state.puller = pagesOf(page('1', '"a"'))
    state.queueFails = true
    await expect(look()).rejects.toThrow('no queue today')
    expect(await stored()).toMatchObject({ rev: 0, lastError: 'Error: no queue today' })
  })

  it('keeps the pages before a failure of the source, counts it, and forgets it with the next look that works', async () => {
    const { state, look, stored, counted } = fresh()
    state.puller = pagesOf(page('1', '"a"'), new PullError('gone'))
    expect(await look()).toEqual({ taken: 1, end: 'failed' })
    expect(await stored()).toMatchObject({ cursor: '1', lastError: 'PullError: gone' })
    expect(counted('PullFailed')).toBe(1)
    state.puller = pagesOf(page('1'))
    await look()
    expect(await stored()).not.toHaveProperty('lastError')
    expect((await stored()).rev).toBe(1)
  })

  it('lets only one of two looks at once move the cursor on, and never back', async () => {
    const { state, look, stored, pulling, source } = fresh()
    const other: Puller = async function* () {
      yield page('5', '"other"')
      yield page('6', '"more"')
    }
    const slow: Puller = async function* () {
      await withLog(() => pullSource({ ...pulling, puller: () => other }, source, settings))
      yield page('1', '"late"')
      yield page('2', '"later"')
    }
    state.puller = slow
    expect(await look()).toEqual({ taken: 1, end: 'overtaken' })
    expect(await stored()).toMatchObject({ cursor: '6', rev: 2 })
  })

  it('leaves a source alone for as long as it asks, and no longer than a day', async () => {
    const { state, look, stored } = fresh()
    state.puller = pagesOf(new FetchError('busy', { status: 429, retryAfter: 600 }))
    expect(await look()).toEqual({ taken: 0, end: 'failed' })
    expect(await stored()).toMatchObject({ notBefore: '2026-11-21T20:10:00.000Z' })
    state.puller = pagesOf(page('1'))
    state.now += 599_000
    expect(await look()).toEqual({ taken: 0, end: 'resting' })
    state.now += 2_000
    expect(await look()).toEqual({ taken: 0, end: 'done' })
    expect(await stored()).not.toHaveProperty('notBefore')
    state.puller = pagesOf(new FetchError('busy', { status: 503, retryAfter: 9_999_999 }))
    await look()
    expect((await stored()).notBefore).toBe('2026-11-22T20:10:01.000Z')
  })

  it('puts a large body into the archive, and leaves one out that is larger than any delivery', async () => {
    const { state, look, queue, archive, counted } = fresh()
    state.puller = pagesOf(page('1', 'x'.repeat(INLINE_BODY_LIMIT + 1), 'x'.repeat(BODY_LIMIT + 1), '"small"'))
    expect(await look()).toEqual({ taken: 2, end: 'done' })
    expect(archive.get(queue[0]?.archiveKey ?? '')?.length).toBe(INLINE_BODY_LIMIT + 1)
    expect(queue).toHaveLength(2)
    expect(counted('PullSkipped')).toBe(1)
  })

  it('keeps what has to be renewed beside the cursor, until a page says otherwise', async () => {
    const { state, look, stored } = fresh()
    const told: object[] = []
    const puller: Puller = async function* ({ leases }) {
      told.push(leases)
      if (told.length === 2) yield page('2')
      else yield { ...page('1'), leases: { hub: `2026-12-0${told.length}T00:00:00.000Z` } }
    }
    state.puller = puller
    await look()
    await look()
    await look()
    expect(told).toEqual([{}, { hub: '2026-12-01T00:00:00.000Z' }, { hub: '2026-12-01T00:00:00.000Z' }])
    expect((await stored()).leases).toEqual({ hub: '2026-12-03T00:00:00.000Z' })
  })

  it('stops after a page when the time is up', async () => {
    const { state, look, stored } = fresh()
    state.timeLeft = 0
    state.puller = pagesOf(page('1', '"a"'), page('2', '"b"'))
    expect(await look()).toEqual({ taken: 1, end: 'done' })
    expect((await stored()).cursor).toBe('1')
  })

  it('says and counts what a source cannot tell any more', async () => {
    const { state, look, counted, log } = fresh()
    state.puller = pagesOf({ cursor: '1', deliveries: [], gapHours: 12 })
    await look()
    expect(counted('PullGap')).toBe(12)
    expect(log.join('')).toContain('cannot tell')
  })

  it('does nothing for a type that nobody asks', async () => {
    const { pull } = fresh()
    expect(await pull('shop', { type: 'standard' })).toEqual({ taken: 0, end: 'not pulled' })
  })

  it('never writes what was said into the log', async () => {
    const { state, look, log } = fresh()
    state.puller = pagesOf(page('1', '"the secret of the tea"'), new PullError('broken'))
    await look()
    expect(log.join('')).not.toContain('secret of the tea')
  })
})
