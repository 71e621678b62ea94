import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { runEngines } from '../../../bench/support/engine-run.ts'
import { complaint, praise } from '../../../bench/support/mentions.ts'
import { judgeText } from '../../../local/comprehend/engine.ts'

beforeAll(() => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterAll(() => {
  jest.restoreAllMocks()
})

const texts = Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? complaint(n) : praise(n)))
const labels = texts.map((text) => judgeText(text, 'en').Sentiment)

describe('what Comprehend is asked, counted at the wire', () => {
  it('is at most .05 calls and 3 units per mention', async () => {
    const { calls, units, stored } = await runEngines('comprehend', texts, judgeText)
    expect(calls / texts.length).toBeLessThanOrEqual(0.05)
    expect(units / texts.length).toBeLessThanOrEqual(3)
    expect(stored.map(({ label }) => label)).toEqual(labels)
  })

  it('is at most 1 unit per mention where two thirds are repeats, and no label is another', async () => {
    const thrice = [...texts, ...texts, ...texts]
    const { calls, units, stored } = await runEngines('comprehend', thrice, judgeText)
    expect(calls / thrice.length).toBeLessThanOrEqual(0.05)
    expect(units / thrice.length).toBeLessThanOrEqual(1)
    expect(stored.map(({ label }) => label)).toEqual([...labels, ...labels, ...labels])
  })

  it('is nothing in the embedded mode, and less in a cascade', async () => {
    const [embedded, cascade] = [
      await runEngines('embedded', texts, judgeText),
      await runEngines('cascade', texts, judgeText),
    ]
    expect(embedded).toMatchObject({ calls: 0, units: 0 })
    expect(cascade.units).toBeLessThan(texts.length * 3)
    expect(cascade.stored.map(({ label }) => label)).toEqual(labels)
  })
})
