import { describe, expect, it } from '@jest/globals'
import { archiveBatch } from '../../../functions/understand/archive.ts'
import type { Delivery } from '../../../shared/domain/listen/delivery.ts'
import { withLog } from '../../support/door.ts'

const delivery = (id: string, over: Partial<Delivery> = {}): Delivery => ({
  v: 1,
  id,
  source: 'forum',
  receivedAt: '2026-11-14T16:05:00.000Z',
  headers: { 'x-event': 'post' },
  body: Buffer.from(`{"id":"${id}"}`).toString('base64'),
  ...over,
})
const message = (id: string, over?: Partial<Delivery>) => ({ id, body: JSON.stringify(delivery(id, over)) })

const UNAVAILABLE = 'ServiceUnavailableException'

/** A Firehose that answers a call with what stands in its script; a text is an error, and then everything is taken. */
const scripted = (...script: (string | (string | undefined)[])[]) => {
  const calls: (readonly string[])[] = []
  const pauses: number[] = []
  return {
    calls,
    pauses,
    archiving: {
      put: async (records: readonly string[]) => {
        calls.push(records)
        const answer = script.shift() ?? records.map(() => undefined)
        if (typeof answer === 'string') throw new Error(answer)
        return answer
      },
      pause: async (ms: number) => void pauses.push(ms),
      random: () => 0.5,
    },
  }
}

describe('a batch on its way to the archive', () => {
  it('is one record of one call, with a line per delivery', async () => {
    const { calls, archiving } = scripted()
    expect(await archiveBatch(archiving, [message('a'), message('b')])).toEqual([])
    expect(calls).toEqual([[`${JSON.stringify(delivery('a'))}\n${JSON.stringify(delivery('b'))}\n`]])
  })

  it('is a line per delivery also when somebody put one into the queue that has line ends', async () => {
    const { calls, archiving } = scripted()
    await archiveBatch(archiving, [{ id: 'a', body: JSON.stringify(delivery('a'), null, 2) }])
    expect(calls).toEqual([[`${JSON.stringify(delivery('a'))}\n`]])
  })

  it('leaves out what came from there, and what is no delivery', async () => {
    const { calls, archiving } = scripted()
    const messages = [message('a', { replayed: true }), { id: 'b', body: 'hello' }, { id: 'c', body: '{"v":2}' }]
    expect(await archiveBatch(archiving, messages)).toEqual([])
    expect(calls).toEqual([])
  })

  it('sends only those records again that were not taken, after a pause that grows', async () => {
    const body = 'x'.repeat(600_000)
    const { calls, pauses, archiving } = scripted([undefined, UNAVAILABLE], [UNAVAILABLE])
    expect(await archiveBatch(archiving, [message('a', { body }), message('b', { body })])).toEqual([])
    expect(calls.map((records) => records.length)).toEqual([2, 1, 1])
    expect(calls[1]).toEqual([`${JSON.stringify(delivery('b', { body }))}\n`])
    expect(pauses).toEqual([400, 800])
  })

  it('names the messages whose deliveries were not taken in the end, and no others', async () => {
    const body = 'x'.repeat(600_000)
    const { archiving } = scripted([undefined, UNAVAILABLE], [UNAVAILABLE], [UNAVAILABLE])
    const { value, log } = await withLog(() =>
      archiveBatch(archiving, [message('a', { body }), message('b', { body }), message('c')]),
    )
    expect(value).toEqual(['b', 'c'])
    expect(log.join('')).toContain(UNAVAILABLE)
    expect(log.join('')).not.toContain('xxxx')
  })

  it('names all of them when Firehose cannot be reached, and does not throw', async () => {
    const { calls, archiving } = scripted('gone', 'gone', 'gone')
    const { value } = await withLog(() => archiveBatch(archiving, [message('a'), message('b')]))
    expect(value).toEqual(['a', 'b'])
    expect(calls).toHaveLength(3)
  })

  it('names a delivery that no record has room for, and archives the others', async () => {
    const { calls, archiving } = scripted()
    const { value } = await withLog(() =>
      archiveBatch(archiving, [message('a', { body: 'x'.repeat(1_000_000) }), message('b')]),
    )
    expect(value).toEqual(['a'])
    expect(calls).toEqual([[`${JSON.stringify(delivery('b'))}\n`]])
  })
})
