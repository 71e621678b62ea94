import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { LABELLED_POSTS } from '../../../../bench/support/posts.ts'
import { sentimentEngine } from '../../../../shared/domain/understand/embedded/engine.ts'
import { listForm, readWordList, tallyOf } from '../../../../shared/domain/understand/embedded/lists.ts'
import { packModel, unpackModel } from '../../../../shared/domain/understand/embedded/model.ts'
import { timeGrowsWithLength } from '../../../support/linear.ts'

const FILE = readFileSync(new URL('../../../../shared/domain/understand/embedded/sentiment.bin', import.meta.url))
const engine = sentimentEngine(FILE)
const OTHERS = [...engine.languages].filter((language) => language !== 'en')

const list = readWordList(
  [
    '3\ttoll gefällt',
    '-2\tenttäuscht kaputt',
    '-1\tmacher',
    '1\tmachen',
    'not\tnicht kein',
    'more\tsehr',
    'less\tetwas',
    'ends\ten|er|e|es',
  ].join('\n'),
)
const tally = (text: string) => tallyOf(text, list, new Map([['😡', -3]]))

describe('a list of rated words', () => {
  it('adds up what is good and what is bad', () => {
    expect(tally('Toll, aber kaputt')).toEqual({ positive: 3, negative: -2, matched: 2 })
    expect(tally('Das Paket ist da')).toEqual({ positive: 0, negative: 0, matched: 0 })
  })

  it('knows a word with another ending, unless good and bad words share the stem', () => {
    expect(tally('tolles').positive).toBe(3)
    expect(tally('enttäuschte').negative).toBe(-2)
    expect(tally('mache').matched).toBe(0)
    expect(tally('machen').positive).toBe(1)
  })

  it('is turned by a negation before or after the word, within the same sentence', () => {
    expect(tally('nicht kaputt').positive).toBeCloseTo(1.48)
    expect(tally('gefällt mir nicht').negative).toBeCloseTo(-2.22)
    expect(tally('gefällt mir. Nicht gesehen').positive).toBe(3)
    expect(tally('nicht. kaputt').negative).toBe(-2)
  })

  it('is raised and lowered by words of degree', () => {
    expect(tally('sehr toll').positive).toBeCloseTo(4.2)
    expect(tally('etwas kaputt').negative).toBeCloseTo(-1.2)
  })

  it('knows emoji in any language', () => {
    expect(tally('😡 Paket').negative).toBe(-3)
  })

  it('may be nothing but values', () => {
    const { values, stems, negators } = readWordList('2\tgoodish')
    expect([values.get('goodish'), stems.get('goodish'), negators.size]).toEqual([2, 2, 0])
  })

  it('says nothing of a word of the value 0, whatever its stem says', () => {
    const zero = readWordList('2\tguter\n0\tgutes\nends\ter|es')
    expect(tallyOf('gutes guter', zero, new Map())).toEqual({ positive: 2, negative: 0, matched: 1 })
    expect(tallyOf('großer großes', readWordList('2\tgroßer\n0\tgroßes\nends\ter|es'), new Map()).matched).toBe(1)
  })

  it('holds single words only, as texts are taken apart', () => {
    expect(listForm('Großartig')).toBe('großartig')
    expect(listForm("l'ami")).toBeUndefined()
    expect(listForm('zwei Wörter')).toBeUndefined()
    expect(listForm('4ever')).toBeUndefined()
    expect(listForm('')).toBeUndefined()
  })
})

describe('the embedded engine in other languages', () => {
  it('covers at least French, German, Spanish, Italian, Portuguese and Dutch beside English', () => {
    expect([...engine.languages]).toEqual(expect.arrayContaining(['en', 'fr', 'de', 'es', 'it', 'pt', 'nl']))
    expect(engine.languages.has('ja')).toBe(false)
    expect(engine.languages.has('constructor')).toBe(false)
  })

  it('says of each language whether it is covered', () => {
    expect(['en', 'de', 'ja', 'und'].map((language) => engine.covers(language))).toEqual([true, true, false, false])
  })

  it('names the lists where they judge, and itself elsewhere', () => {
    expect(engine.judge('Vielen Dank, alles perfekt', 'de')).toMatchObject({
      label: 'POSITIVE',
      engine: engine.nameFor('de'),
    })
    expect(engine.nameFor('de')).toMatch(/^lists-[0-9a-f]{8}$/)
    expect(engine.nameFor('en')).toBe(engine.name)
    expect(engine.nameFor('ja')).toBe(engine.name)
  })

  it('cannot tell when no word is rated, and is neutral where good and bad are even', () => {
    expect(engine.judge('Zwei Pakete am Dienstag', 'de')).toMatchObject({ label: 'NEUTRAL', confidence: 0.46 })
    expect(engine.judge('super kaputt', 'de')).toMatchObject({ label: 'NEUTRAL', confidence: 0.42 })
  })

  it.each(OTHERS)('is right on at least three of four of the posts in %s', (language) => {
    const posts = [...(LABELLED_POSTS.seen[language] ?? []), ...(LABELLED_POSTS.unseen[language] ?? [])]
    const right = posts.filter(({ text, label }) => engine.judge(text, language).label.toLowerCase() === label)
    expect(posts.length).toBeGreaterThan(20)
    expect(right.length / posts.length).toBeGreaterThanOrEqual(0.75)
  })

  it('is never surer than .6, with scores that sum to 1 and the label the highest, for any text', () => {
    const words = fc.array(
      fc.constantFrom('super', 'kaputt', 'nicht', 'sehr', 'nul', 'pas', '😡', ':)', '?', "l'ami", '\ud83d'),
      { maxLength: 30 },
    )
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      words.map((some) => some.join(' ')),
    )
    fc.assert(
      fc.property(anything, fc.constantFrom(...OTHERS), (text, language) => {
        const { label, scores, confidence } = engine.judge(text, language)
        const values = Object.values(scores)
        expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9)
        expect(confidence).toBe(Math.max(...values))
        expect(confidence).toBe(scores[label.toLowerCase() as keyof typeof scores])
        expect(confidence).toBeLessThanOrEqual(0.6)
      }),
    )
  })

  it.each(['nicht ', 'gut nicht ', 'a', "l'", '😡'])(
    'takes time that grows with the length of the text only: %s',
    (piece) => {
      timeGrowsWithLength((text) => engine.judge(text, 'de'), piece)
    },
  )

  it('comes from the file, and a file without lists has English only', () => {
    const { lists, ...model } = unpackModel(FILE)
    expect(Object.keys(lists?.languages ?? {})).toEqual(OTHERS)
    const bare = sentimentEngine(packModel(model))
    expect([...bare.languages]).toEqual(['en'])
    expect(bare.judge('Vielen Dank', 'de')).toMatchObject({ label: 'NEUTRAL', confidence: 0.46, engine: bare.name })
  })
})
