import { describe, expect, it } from '@jest/globals'
import { type ResultsInput, resultsOf } from '../../../shared/domain/measure/results.ts'
import { sumTallies, type Tally } from '../../../shared/domain/measure/tally.ts'
import { resultsSchema } from '../../../shared/domain/respond/results-answers.ts'
import { NOON, recipe } from '../nudge/factories.ts'

const tally = (part: Record<string, unknown>): Tally => sumTallies([part])

const input = (over: Partial<ResultsInput> = {}): ResultsInput => ({
  recipe: recipe({ holdout: 0.2, goal: { event: 'thread.solved', or: ['nudge.clicked'], within: '7d' } }),
  share: 0.2,
  tallies: {
    treated: tally({
      ...{ assigned: 2_800, counted: 2_780, mixed: 4, joined: 1, sent: 2_700, clicked: 278, reached: 834, solved: 834 },
      ...{ ordered: 556, orders: 600, participated: 900, revenue_EUR: 1_112_000, squares_EUR: 3e9, since: NOON },
    }),
    holdout: tally({
      ...{ assigned: 710, counted: 700, mixed: 2, reached: 140, solved: 140, ordered: 105, orders: 105 },
      ...{ participated: 220, revenue_EUR: 210_000, squares_EUR: 6e8 },
    }),
  },
  mail: { delivered: 240, complained: 1, unsubscribed: 3 },
  detect: 0.5,
  currency: 'EUR',
  now: NOON,
  ...over,
})

describe('the results of a recipe', () => {
  it('are as the API describes them', () => {
    const results = resultsOf(input({ answerCost: 800 }))
    expect(resultsSchema.parse(results)).toEqual(results)
  })

  it('compare the people of both arms as they were assigned', () => {
    const { engagement, arms, experiment, sentence } = resultsOf(input())
    expect(arms[0]).toMatchObject({ arm: 'treated', assigned: 2_800, waiting: 15, leftOut: { mixed: 4, joined: 1 } })
    expect(arms[1]).toMatchObject({ arm: 'holdout', assigned: 710, waiting: 8, sent: 0 })
    expect(experiment).toEqual({
      share: 0.2,
      since: NOON,
      withinHours: 168,
      goal: ['nudge.clicked', 'thread.solved'],
      compared: ['thread.solved'],
      notCompared: ['nudge.clicked'],
    })
    expect(engagement[0]).toMatchObject({ enough: true, lift: { difference: 0.1, proven: true, extra: 278 } })
    expect(sentence).toMatch(/^Reached the goal: more by 10 percentage points .* about 278 people more/)
    expect(sentence).toMatch(/278 of 2780 people \(10 %\) clicked\.$/)
  })

  it('tell what became of the emails lately', () => {
    expect(resultsOf(input()).mail).toEqual({
      ...{ days: 30, delivered: 240, complained: 1, unsubscribed: 3 },
      sentence: 'Of 240 delivered, 1 complained (0.4 %) and 3 unsubscribed (1.3 %).',
    })
    const mail = { delivered: 0, complained: 0, unsubscribed: 0 }
    expect(resultsOf(input({ mail, share: 0 })).mail.sentence).toBe('Of 0 delivered, 0 complained and 0 unsubscribed.')
  })

  it('name those who get no email of any recipe, who are in neither arm', () => {
    expect(resultsOf(input())).not.toHaveProperty('everywhere')
    const everywhere = { share: 0.05, treated: 95, holdout: 5 }
    expect(resultsOf(input({ everywhere, share: 0 })).everywhere).toEqual({
      ...{ share: 0.05, without: 5, others: 95 },
      sentence: '5 of 100 people get no email of any recipe and are in none of its arms.',
    })
    const since = resultsOf(input({ everywhere: { ...everywhere, since: NOON } }))
    expect(since.everywhere?.since).toBe(NOON)
    expect(since.inputs).toContainEqual({
      name: 'globalHoldout',
      value: 0.05,
      from: 'nudges.globalHoldout of the stage',
    })
  })

  it('tell revenue in whole numbers of people and their orders', () => {
    expect(resultsOf(input()).revenue).toMatchObject([
      { currency: 'EUR', treated: 400, holdout: 300, difference: 100, additional: 278_000 },
    ])
    const holdout = { ...input().tallies.holdout, revenue: {} }
    expect(resultsOf(input({ tallies: { ...input().tallies, holdout } })).revenue[0]).toMatchObject({ holdout: 0 })
  })

  it('price answers that were not needed only where their cost is given', () => {
    expect(resultsOf(input())).not.toHaveProperty('deflected')
    const { deflected, inputs } = resultsOf(input({ answerCost: 800 }))
    expect(deflected).toMatchObject({ answers: 278, worth: 222_400 })
    expect(inputs.map(({ name }) => name)).toContain('economics.answerCost, EUR')
  })

  it('tell nothing of few people but how many it takes', () => {
    const few = { treated: tally({ assigned: 8, counted: 8, reached: 8 }), holdout: tally({ assigned: 2, counted: 2 }) }
    const results = resultsOf(input({ tallies: few, answerCost: 800, detect: 0.25 }))
    expect(results).toMatchObject({ revenue: [], engagement: [{ enough: false }, {}] })
    expect(results.sentence).toMatch(/not enough people yet \(need \d+ with the email and \d+ without\)\. 0 of 8/)
    for (const one of [...results.engagement, ...results.value]) expect(one).not.toHaveProperty('lift')
    expect(results).not.toHaveProperty('deflected')
    expect(resultsOf(input({ tallies: { treated: tally({}), holdout: tally({}) } })).sentence).toMatch(
      /0 of 0 people \(0 %\)/,
    )
  })

  it('say it when emails did harm, and when nothing can be told', () => {
    const { treated, holdout } = input().tallies
    const reaching = (one: number, other: number) =>
      resultsOf(input({ tallies: { treated: { ...treated, reached: one }, holdout: { ...holdout, reached: other } } }))
        .sentence
    expect(reaching(278, 210)).toMatch(/fewer, by -20 percentage points .* did harm/)
    expect(reaching(834, 210)).toMatch(/no difference that could be told from chance/)
  })

  it('compare what people do where the goal is only a click', () => {
    const clicks = recipe({ holdout: 0.2 })
    const { experiment, engagement } = resultsOf(input({ recipe: clicks }))
    expect(experiment).toMatchObject({ compared: [], notCompared: ['nudge.clicked'] })
    expect(engagement.map(({ what }) => what)).toEqual(['Took part in the community'])
  })

  it('compare nothing where nobody, or everybody, is left without', () => {
    expect(resultsOf(input({ share: 0 }))).toMatchObject({
      arms: [],
      sentence: expect.stringContaining('nobody without'),
    })
    expect(resultsOf(input({ share: 1 })).sentence).toMatch(/everybody without/)
    expect(resultsOf(input({ share: 0 }))).not.toHaveProperty('experiment')
  })
})
