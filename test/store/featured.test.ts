import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type FeaturedWord, featuredWinner, sharedRefusal } from '../../shared/domain/nudge/featured.ts'
import { readFeatured, recordFeatured, setFeatured } from '../../shared/store/featured.ts'
import { query } from '../../shared/store/table.ts'
import { tableForAll } from '../support/tables.ts'

const test = tableForAll()

const at = (day: number): string => `2026-06-${String(day).padStart(2, '0')}T00:00:00.000Z`
const word = (over: Partial<FeaturedWord> = {}): FeaturedWord => ({
  ...{ granted: true, at: at(1), source: 'preferences', wording: 'featured-2026-06' },
  ...over,
})
const logOf = async (iid: string) =>
  (
    await query(test.table, {
      pk: `I#${iid}`,
      where: 'begins_with(#sk, :log)',
      values: { ':log': 'FEATUREDLOG#' },
      consistent: true,
    })
  ).items

const words = fc.uniqueArray(
  fc.record({
    granted: fc.boolean(),
    at: fc.integer({ min: 1, max: 4 }).map(at),
    source: fc.constantFrom('preferences', 'forum'),
    wording: fc.constantFrom('one', 'two'),
    signUp: fc.constantFrom(undefined, true),
  }),
  { selector: (one) => JSON.stringify(one), minLength: 1, maxLength: 6 },
)
const plain = ({
  signUp,
  ...rest
}: { [F in keyof FeaturedWord]: FeaturedWord[F] | undefined } & Omit<FeaturedWord, 'signUp'>): FeaturedWord => ({
  ...rest,
  ...(signUp ? { signUp } : {}),
})

describe('the word on being pointed to', () => {
  it('is the same in any order, however often each is told', () => {
    fc.assert(
      fc.property(
        words.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 0 }))),
        ([all, again]) => {
          const end = (list: readonly FeaturedWord[]) =>
            list.reduce<FeaturedWord | undefined>((known, one) => featuredWinner(known, one), undefined)
          const told = all.map(plain)
          expect(end([...again.map(plain), ...told])).toEqual(end([...told].reverse()))
        },
      ),
    )
  })

  it('is the newest; of two of one moment the refusal; and a sign-up yields to every word of the person', () => {
    const yes = word()
    const no = word({ granted: false })
    expect(featuredWinner(yes, no)).toBe(no)
    expect(featuredWinner(no, word({ at: at(2) }))).toMatchObject({ granted: true })
    const signedUp = word({ at: at(9), signUp: true })
    expect(featuredWinner(no, signedUp)).toBe(no)
    expect(featuredWinner(signedUp, no)).toBe(no)
    expect(featuredWinner(signedUp, word({ at: at(3), signUp: true }))).toMatchObject({ at: at(3) })
  })

  it('is shared by the accounts of a person when it is a refusal, and the newest of them', () => {
    const no = word({ granted: false, at: at(5) })
    expect(sharedRefusal([])).toBeUndefined()
    expect(sharedRefusal([word({ signUp: true })])).toBeUndefined()
    expect(sharedRefusal([word(), no, word({ at: at(9), signUp: true })])).toBe(no)
    expect(sharedRefusal([no, word({ at: at(6) })])).toBeUndefined()
  })
})

describe('featured in the table', () => {
  it('keeps every word in the log, and the one that counts', async () => {
    await setFeatured(test.table, 'forum:1', true, { at: at(2), source: 'preferences', wording: 'w1' })
    await setFeatured(test.table, 'forum:1', false, { at: at(3), source: 'preferences', wording: 'w1' })
    expect(await recordFeatured(test.table, 'forum:1', word({ at: at(1) }))).toBe(false)
    expect(await recordFeatured(test.table, 'forum:1', word({ at: at(1) }))).toBe(false)
    expect((await readFeatured(test.table, ['forum:1', 'forum:2'])).get('forum:1')).toMatchObject({
      ...{ granted: false, at: at(3), ver: 2 },
    })
    expect((await logOf('forum:1')).map(({ at: when, granted }) => [when, granted])).toEqual([
      [at(1), true],
      [at(2), true],
      [at(3), false],
    ])
  })

  it('ends in the same when several are told at once', async () => {
    await Promise.all([1, 2, 3, 4].map((day) => recordFeatured(test.table, 'forum:3', word({ at: at(day) }))))
    expect((await readFeatured(test.table, ['forum:3'])).get('forum:3')).toMatchObject({ at: at(4) })
    expect(await logOf('forum:3')).toHaveLength(4)
  })
})
