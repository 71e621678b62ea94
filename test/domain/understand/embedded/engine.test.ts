import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { sentimentEngine } from '../../../../shared/domain/understand/embedded/engine.ts'
import { featuresOf } from '../../../../shared/domain/understand/embedded/features.ts'
import { unpackModel } from '../../../../shared/domain/understand/embedded/model.ts'
import { timeGrowsWithLength } from '../../../support/linear.ts'

const FILE = readFileSync(new URL('../../../../shared/domain/understand/embedded/sentiment.bin', import.meta.url))
const engine = sentimentEngine(FILE)
const labelOf = (text: string): string => engine.judge(text, 'en').label

describe('the embedded sentiment engine', () => {
  it.each([
    ['POSITIVE', 'I love this, thank you so much!'],
    ['POSITIVE', 'Works like a charm now, the new firmware is brilliant.'],
    ['POSITIVE', 'best purchase I made this year 😍'],
    ['POSITIVE', 'not bad at all, really happy with it'],
    ['NEGATIVE', 'This is broken and terrible.'],
    ['NEGATIVE', 'Third time it leaks all over the counter. So disappointed.'],
    ['NEGATIVE', 'worst support ever 😡'],
    ['NEGATIVE', 'I am not happy with the new version'],
    ['NEUTRAL', 'The documentation is in the folder.'],
    ['NEUTRAL', 'Does anyone know which filter fits the 2024 model?'],
  ])('says %s of: %s', (label, text) => {
    expect(labelOf(text)).toBe(label)
  })

  it('says mixed only when both sides of a contrast word are strong and opposite', () => {
    expect(labelOf('The editor is great and I love it, but the sync is awful and broken.')).toBe('MIXED')
    expect(labelOf('The sync is awful and broken, although the editor is great and I love it.')).toBe('MIXED')
    expect(labelOf('The editor is great and I love it, but the sync is in the folder.')).not.toBe('MIXED')
    expect(labelOf('The editor is great and I love it, but the sync is wonderful too.')).toBe('POSITIVE')
    expect(labelOf('The editor is great and I love it, the sync is awful and broken.')).not.toBe('MIXED')
    expect(labelOf('The rebuttal is great. I love it and it is awful and broken.')).not.toBe('MIXED')
  })

  it('looks for the turn at the first three contrast words', () => {
    const turns = (count: number): string => `${'it is a box but '.repeat(count)}`
    expect(labelOf(`${turns(1)}I love it, it is great, but this is awful, broken and I hate it.`)).toBe('MIXED')
    expect(labelOf(`${turns(3)}I love it, it is great, but this is awful, broken and I hate it.`)).not.toBe('MIXED')
  })

  it('cannot tell in other languages, and says so: neutral, with a confidence below .5', () => {
    for (const language of ['ja', 'ru', 'und', '']) {
      expect(engine.judge('Ich liebe es', language)).toMatchObject({ label: 'NEUTRAL', confidence: 0.46 })
    }
  })

  it('names itself with the version of its weights', () => {
    expect(engine.name).toMatch(/^embedded-[0-9a-f]{8}$/)
    expect(engine.judge('fine', 'en').engine).toBe(engine.name)
  })

  it('gives scores between 0 and 1 that sum to 1, of which the label has the highest, for any text', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc
        .array(
          fc.constantFrom('love', 'hate', 'but', 'not', 'very', 'AWFUL', 'great', '!!!', '😡', ':)', '@me', '\ud83d'),
          { maxLength: 40 },
        )
        .map((words) => words.join(' ')),
    )
    fc.assert(
      fc.property(anything, fc.constantFrom('en', 'de'), (text, language) => {
        const { label, scores, confidence } = engine.judge(text, language)
        const values = Object.values(scores)
        expect(values.every((value) => value >= 0 && value <= 1)).toBe(true)
        expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9)
        expect(confidence).toBe(Math.max(...values))
        expect(confidence).toBe(scores[label.toLowerCase() as keyof typeof scores])
      }),
    )
  })

  it.each([
    ['words', 'love hate but '],
    ['one word', 'a'],
    ['dots', '.'],
    ['quotes', "a'"],
    ['face makings', ':-'],
    ['underscores', '^_'],
    ['names', '@a'],
    ['links', 'http://'],
    ['contrasts', ' but'],
  ])('takes time that grows with the length of the text only: %s', (_, piece) => {
    timeGrowsWithLength((text) => engine.judge(text, 'en'), piece)
  })

  it('fits its size: one megabyte at most, and weights for the features that this code makes', () => {
    expect(FILE.length).toBeLessThan(1_000_000)
    const { weights, lexicon } = unpackModel(FILE)
    const { buckets } = featuresOf('this is wonderful', lexicon)
    expect([...buckets].filter((bucket) => weights[2 * bucket + 1] !== 0).length).toBeGreaterThan(buckets.length / 2)
  })
})
