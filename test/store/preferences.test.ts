import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { keys } from '../../shared/store/keys.ts'
import {
  type RecordedWord,
  readPreferences,
  recordComplaint,
  recordConsent,
  recordHardBounce,
  recordSoftBounce,
} from '../../shared/store/preferences.ts'
import { query } from '../../shared/store/table.ts'
import { tableForAll } from '../support/tables.ts'

const test = tableForAll()

let count = 0
const fresh = (): string => `email:${++count}`
const at = (day: number): string => `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z`

const word = (emailIid: string, over: Partial<RecordedWord> = {}): RecordedWord => ({
  emailIid,
  topics: ['answers'],
  granted: true,
  basis: 'consent',
  wording: 'w1',
  source: 'forum',
  at: at(1),
  id: 'one',
  ...over,
})

const logOf = async (emailIid: string) =>
  (
    await query(test.table, {
      pk: keys.identity(emailIid).pk,
      where: 'begins_with(#sk, :c)',
      values: { ':c': 'CONSENTLOG#' },
    })
  ).items

describe('consent', () => {
  it('is kept by topic, with a log entry for every word', async () => {
    const iid = fresh()
    await recordConsent(test.table, word(iid, { topics: ['answers', 'advocates'] }))
    await recordConsent(test.table, word(iid, { granted: false, at: at(2), id: 'two', source: 'unsubscribe' }))
    expect(await readPreferences(test.table, iid)).toMatchObject({
      type: 'preferences',
      ver: 2,
      topics: {
        answers: { granted: false, at: at(2), source: 'unsubscribe' },
        advocates: { granted: true, basis: 'consent', wording: 'w1', source: 'forum', at: at(1) },
      },
    })
    expect(await logOf(iid)).toHaveLength(2)
  })

  it('told twice changes nothing the second time', async () => {
    const iid = fresh()
    await recordConsent(test.table, word(iid))
    await recordConsent(test.table, word(iid))
    expect(await readPreferences(test.table, iid)).toMatchObject({ ver: 1 })
    expect(await logOf(iid)).toHaveLength(1)
  })

  it('keeps an older word in the log, and the newer one in force', async () => {
    const iid = fresh()
    await recordConsent(test.table, word(iid, { granted: false, at: at(5), id: 'newer' }))
    await recordConsent(test.table, word(iid))
    expect(await readPreferences(test.table, iid)).toMatchObject({ ver: 1, topics: { answers: { granted: false } } })
    expect(await logOf(iid)).toHaveLength(2)
  })

  it('ends alike in any order, also when all words come at once', async () => {
    const anyWord = fc.record({
      topics: fc.uniqueArray(fc.constantFrom('answers', 'advocates', '*'), { minLength: 1 }),
      granted: fc.boolean(),
      at: fc.integer({ min: 1, max: 3 }).map(at),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(anyWord, { minLength: 1, maxLength: 5 }), async (words) => {
        const told = words.map((over, at) => ({ ...over, id: `w${at}` }))
        const [one, other] = [fresh(), fresh()]
        for (const over of told) await recordConsent(test.table, word(one, over))
        await Promise.all([...told, ...told].reverse().map((over) => recordConsent(test.table, word(other, over))))
        const topicsOf = async (iid: string) => (await readPreferences(test.table, iid))?.topics
        expect(await topicsOf(other)).toEqual(await topicsOf(one))
        expect(await logOf(other)).toHaveLength(told.length)
      }),
      { numRuns: 15 },
    )
  })
})

describe('an address', () => {
  it('that was never heard of has no preferences', async () => {
    expect(await readPreferences(test.table, fresh())).toBeUndefined()
  })

  it('is suppressed by a hard bounce, once', async () => {
    const iid = fresh()
    await recordHardBounce(test.table, { emailIid: iid, at: at(2) })
    await recordHardBounce(test.table, { emailIid: iid, at: at(2) })
    expect(await readPreferences(test.table, iid)).toMatchObject({
      ver: 1,
      suppressed: { reason: 'bounce', at: at(2) },
    })
  })

  it('is suppressed by a complaint with all topics off, and stays so after a bounce', async () => {
    const iid = fresh()
    await recordConsent(test.table, word(iid))
    await recordComplaint(test.table, { emailIid: iid, at: at(3), id: 'c' })
    await recordHardBounce(test.table, { emailIid: iid, at: at(1) })
    expect(await readPreferences(test.table, iid)).toMatchObject({
      suppressed: { reason: 'complaint', at: at(3) },
      topics: { '*': { granted: false, source: 'complaint' }, answers: { granted: true } },
    })
  })

  it('is suppressed by a complaint that is older than the newest word', async () => {
    const iid = fresh()
    await recordConsent(test.table, word(iid, { topics: ['*'], at: at(9) }))
    await recordComplaint(test.table, { emailIid: iid, at: at(3), id: 'c' })
    expect(await readPreferences(test.table, iid)).toMatchObject({ suppressed: { reason: 'complaint' } })
  })

  it('gets a pause with the third temporary bounce', async () => {
    const iid = fresh()
    for (const messageId of ['a', 'b', 'b', 'c']) {
      await recordSoftBounce(test.table, { emailIid: iid, at: at(4), messageId })
    }
    expect(await readPreferences(test.table, iid)).toMatchObject({ ver: 3, snoozedUntil: '2026-01-18T00:00:00.000Z' })
  })
})
