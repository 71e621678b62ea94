import { describe, expect, it } from '@jest/globals'
import { BUCKETS, DENSE } from '../../../../shared/domain/understand/embedded/features.ts'
import {
  type Model,
  packModel,
  SentimentModelError,
  SIDES,
  unpackModel,
} from '../../../../shared/domain/understand/embedded/model.ts'

const model = (over: Partial<Model> = {}): Model => ({
  version: '0a1b2c3d',
  lexicon: new Map([
    ['good', 1.9],
    ['😡', -3],
  ]),
  weights: Int8Array.from({ length: BUCKETS * SIDES }, (_, at) => (at % 255) - 127),
  scale: 0.01,
  dense: Array.from({ length: DENSE * SIDES }, (_, at) => at / 10),
  temperature: 0.9,
  ...over,
})

describe('the file of a model', () => {
  it('gives back what was put in, wherever its bytes lie in memory', () => {
    const file = packModel(model())
    const moved = new Uint8Array(file.length + 3)
    moved.set(file, 3)
    expect(unpackModel(moved.subarray(3))).toEqual(model())
  })

  it.each([new Uint8Array(0), new Uint8Array([69, 83, 77]), new TextEncoder().encode('something else')])(
    'is told from other bytes',
    (bytes) => {
      expect(() => unpackModel(bytes)).toThrow(
        new SentimentModelError(
          `Expected a file of sentiment weights that begins with ESM1, got ${bytes.length} other bytes`,
        ),
      )
    },
  )

  it('is refused when it is cut short, with what to do', () => {
    expect(() => unpackModel(packModel(model()).subarray(0, 5_000))).toThrow(
      /Expected \d+ bytes .* got 5000; run npm run train:sentiment/,
    )
  })

  it('is refused when it was made for other features', () => {
    expect(() => unpackModel(packModel(model({ dense: [1, 2] })))).toThrow(
      `Expected weights for ${DENSE} dense numbers, got 1`,
    )
  })
})
