import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { blueskyAccount, blueskyDelete, blueskyIdentity, blueskyPost } from '../../../local/payloads/bluesky.ts'
import type { SourceSettings } from '../../../shared/domain/listen/source-settings.ts'
import { startJetstream } from '../../support/jetstream.ts'
import { startPulling } from '../../support/pulls.ts'
import { tableForAll } from '../../support/tables.ts'

const ADA = 'did:plc:adaadaadaadaadaadaadaada'
const BEN = 'did:plc:benbenbenbenbenbenbenben'
const NOW = Date.parse('2026-11-21T20:00:00.000Z')

const test = tableForAll()
let stream: Awaited<ReturnType<typeof startJetstream>>
beforeEach(async () => {
  stream = await startJetstream()
})
afterEach(() => stream.close())

/** Seconds before the look that `start` makes. */
const ago = (seconds: number, from = NOW): string => new Date(from - seconds * 1_000).toISOString()
const says = (text: string, seconds: number, more: object = {}) =>
  blueskyPost({ did: ADA, rkey: `r${seconds}`, at: ago(seconds), text, ...more })
/** What makes the stream say that it has caught up. */
const nowOn = (from = NOW) => blueskyPost({ did: BEN, rkey: 'now', at: new Date(from + 1).toISOString(), text: 'now' })

type Sent = { commit?: { operation: string; rkey: string; record?: { text: string } }; kind: string }

let sources = 0
const start = (more: object = { terms: ['beans'] }) => {
  const source = `sky${++sources}`
  const settings: SourceSettings = { type: 'bluesky', endpoint: stream.url, ...more }
  const started = startPulling(test.table, { now: NOW })
  const look = async () => {
    const pulled = await started.pull(source, settings)
    const sent = started.taken() as Sent[]
    return { ...pulled, sent: sent.map(({ kind, commit }) => (commit ? `${commit.operation} ${commit.rkey}` : kind)) }
  }
  const us = async (): Promise<number> => JSON.parse((await started.cursor(source)).cursor ?? '{}').us
  return { ...started, source, look, us }
}

describe('looking at Bluesky', () => {
  it('takes what it wants, and goes on from where it was, a little before', async () => {
    const { look, us, state } = start()
    stream.events.push(says('beans', 200), says('tea', 190), says('more beans', 180), nowOn())
    expect(await look()).toMatchObject({ taken: 2, end: 'done', sent: ['create r200', 'create r180'] })
    expect(stream.clients[0]?.query.getAll('wantedCollections')).toEqual(['app.bsky.feed.post'])
    expect(stream.clients[0]?.cursor).toBe((NOW - 300_000) * 1_000)
    expect(await us()).toBe(NOW * 1_000)
    state.now = NOW + 60_000
    stream.events.push(blueskyPost({ did: ADA, rkey: 'new', at: ago(-30), text: 'beans' }), nowOn(state.now))
    expect((await look()).sent).toEqual(['create new'])
    expect(stream.clients[1]?.cursor).toBe((NOW - 5_000) * 1_000)
  })

  it('hands over deletes and edits of posts that it took, and of no others', async () => {
    const { look } = start()
    stream.events.push(
      says('beans', 250, { rkey: 'mine' }),
      says('tea', 240, { rkey: 'other' }),
      says('now about tea', 230, { rkey: 'mine', operation: 'update' }),
      says('still tea', 220, { rkey: 'other', operation: 'update' }),
      blueskyDelete({ did: ADA, rkey: 'mine', at: ago(210) }),
      blueskyDelete({ did: ADA, rkey: 'other', at: ago(200) }),
      nowOn(),
    )
    expect((await look()).sent).toEqual(['create mine', 'update mine', 'delete mine'])
  })

  it('knows a post that it took in an earlier look when its delete comes, and its author’s end', async () => {
    const { look, state } = start()
    stream.events.push(says('beans', 100, { rkey: 'mine' }), nowOn())
    await look()
    state.now = NOW + 60_000
    stream.events = [
      blueskyDelete({ did: ADA, rkey: 'mine', at: ago(-10) }),
      blueskyAccount({ did: ADA, at: ago(-20), active: false, status: 'deleted' }),
      blueskyAccount({ did: BEN, at: ago(-21), active: false, status: 'deleted' }),
      nowOn(state.now),
    ]
    expect((await look()).sent).toEqual(['delete mine', 'account'])
  })

  it('repeats after a crash between queue and cursor, and loses nothing', async () => {
    const { look, state, queue } = start()
    stream.events.push(says('beans', 100), nowOn())
    state.tableFails = true
    await expect(look()).rejects.toThrow('no table today')
    state.tableFails = false
    await look()
    expect(queue).toEqual([])
    const again = start()
    again.state.queueFails = true
    await expect(again.look()).rejects.toThrow('no queue today')
    again.state.queueFails = false
    expect((await again.look()).sent).toEqual(['create r100'])
  })

  it('takes events that come twice or out of order as they come, and its cursor never goes back', async () => {
    const { look, us } = start()
    const [one, other] = [says('beans one', 100), says('beans two', 90)]
    stream.onClient = (client) => {
      for (const event of [other, one, other, nowOn(), one]) client.text(JSON.stringify(event))
    }
    expect((await look()).sent.sort()).toContain('create r100')
    expect(await us()).toBe(NOW * 1_000)
  })

  it('says so when its cursor is older than the stream goes back, and goes on with the oldest', async () => {
    const { look, state, counted, us } = start()
    stream.events.push(nowOn())
    await look()
    state.now = NOW + 40 * 3_600_000
    stream.events = [blueskyPost({ did: ADA, rkey: 'late', at: ago(-39 * 3_600), text: 'beans' }), nowOn(state.now)]
    expect((await look()).sent).toEqual(['create late'])
    expect(counted('PullGap')).toBe(4)
    expect(stream.clients[1]?.cursor).toBe((state.now - 36 * 3_600_000) * 1_000)
    expect(await us()).toBe(state.now * 1_000)
  })

  it('costs a bad frame only itself', async () => {
    const { look, counted } = start()
    stream.onClient = (client) => {
      for (const text of ['', '{', 'null', '[]', '{"time_us":"x"}', '{"kind":"commit","time_us":1}']) client.text(text)
      client.binary(Buffer.from([1, 2, 3]))
      client.text(JSON.stringify({ ...says('beans', 60), commit: 7 }))
      client.text(JSON.stringify(blueskyIdentity({ did: ADA, at: ago(55), handle: 'ada.example' })))
      client.text(JSON.stringify(says('beans', 50)))
      client.text(JSON.stringify(nowOn()))
    }
    expect((await look()).sent).toEqual(['create r50'])
    expect(counted('PullSkipped')).toBe(8)
  })

  it('is not led into the future by a frame that says it comes from there', async () => {
    const { look, us, counted } = start()
    const future = blueskyPost({ did: BEN, rkey: 'x', at: '2036-01-01T00:00:00.000Z', text: 'beans' })
    stream.events.push(future, says('beans', 50), nowOn())
    expect((await look()).sent).toEqual(['create r50'])
    expect(counted('PullSkipped')).toBe(1)
    expect(await us()).toBe(NOW * 1_000)
  })

  it('keeps what came before the line was cut, and counts that it was', async () => {
    const { look, us, counted } = start()
    stream.onClient = (client) => {
      client.text(JSON.stringify(says('beans', 100)))
      setTimeout(client.cut, 50)
    }
    expect(await look()).toMatchObject({ taken: 1, end: 'failed', sent: ['create r100'] })
    expect(await us()).toBe((NOW - 100_000) * 1_000)
    expect(counted('PullFailed')).toBe(1)
  })

  it('stops when its time is up, in the middle of a backlog', async () => {
    const { look, state, us } = start()
    let sent = 0
    stream.onClient = (client) => {
      const more = setInterval(() => {
        client.text(JSON.stringify(says('tea', 200 - ++sent / 10)))
        if (sent === 5) state.timeLeft = 0
      }, 10)
      setTimeout(() => clearInterval(more), 3_000)
    }
    expect((await look()).end).toBe('done')
    expect(sent).toBeLessThan(100)
    expect(await us()).toBeLessThan(NOW * 1_000)
  })

  it('gives up on a stream that goes quiet, with what it has', async () => {
    const { look } = start()
    stream.events.push(says('beans', 100))
    expect(await look()).toMatchObject({ sent: ['create r100'], end: 'done' })
  }, 15_000)

  it('works through a long backlog page by page', async () => {
    const { look, cursor, source } = start()
    const many = Array.from({ length: 1_700 }, (_, at) =>
      blueskyPost({ did: ADA, rkey: `n${at}`, at: ago(290), micros: at, text: at % 2 ? 'beans' : 'tea' }),
    )
    stream.events.push(...many, nowOn())
    const { taken, sent } = await look()
    expect([taken, sent.at(-1)]).toEqual([850, 'create n1699'])
    expect((await cursor(source)).rev).toBeGreaterThan(0)
  })

  it('is noted as failed when nobody is there', async () => {
    const { look, cursor, source } = start()
    await stream.close()
    expect((await look()).end).toBe('failed')
    expect((await cursor(source)).lastError).toContain('PullError')
    stream = await startJetstream()
  })
})
