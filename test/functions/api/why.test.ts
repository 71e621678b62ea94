import { beforeAll, describe, expect, it } from '@jest/globals'
import { goalOf } from '../../../shared/domain/measure/goals.ts'
import { shareOf } from '../../../shared/domain/nudge/arm.ts'
import { recipeOf } from '../../../shared/domain/nudge/recipes.ts'
import type { WhyAnswer } from '../../../shared/domain/respond/why-answers.ts'
import { DAY, isoOf } from '../../../shared/domain/time.ts'
import { createDecision, newDecision, patched } from '../../../shared/store/decisions.ts'
import { birthId, keys } from '../../../shared/store/keys.ts'
import type { DecisionItem } from '../../../shared/store/nudge-records.ts'
import { transact } from '../../../shared/store/table.ts'
import { tallyAction } from '../../../shared/store/tallies.ts'
import { settings } from '../../domain/nudge/factories.ts'
import { activityItem, personItems, putItems } from '../../support/graph-items.ts'
import { tableForAll } from '../../support/tables.ts'
import { apiForAll } from './ask.ts'

const ANN = 'forum:7'
const ann = birthId(ANN)
const questions = recipeOf('unanswered-question')
if (!questions) throw new Error('The repository has no recipe unanswered-question.')

const test = tableForAll()
const api = apiForAll(test, { nudges: settings(), sources: {} })

const decisionOf = (id: string, at: string): DecisionItem =>
  newDecision(questions, {
    subject: { platform: 'forum', id, kind: 'post', threadId: id, at },
    iid: ANN,
    personId: ann,
    now: at,
    keepDays: 4_000,
  })

beforeAll(async () => {
  await putItems(test.table, [
    ...personItems([
      { iid: ANN, profile: { name: { v: 'Ann', at: '2026-01-01T00:00:00.000Z' } } },
      { iid: 'email:ann', address: 'ann@example.com' },
    ]),
    {
      ...keys.preferences('email:ann'),
      type: 'preferences',
      ver: 1,
      topics: {
        answers: { granted: true, basis: 'consent', wording: 'w', source: 'forum', at: '2026-01-01T00:00:00.000Z' },
      },
    },
    activityItem({ id: 'q1', platform: 'forum', iid: ANN, title: 'Descaling, call +44 20 7946 0958' }),
  ])
  for (const day of [1, 2, 3, 4]) {
    const at = `2020-11-1${day}T10:00:00.000Z`
    const decision = decisionOf(`q${day}`, at)
    await createDecision(
      test.table,
      patched(decision, { state: 'held', reason: 'resolved', detail: 'thread.answered', updatedAt: at }),
    )
  }
})

describe('why', () => {
  it('tells what was considered in sentences, newest first, and what may be sent next', async () => {
    const body = (await api.askAs('getWhy', `/api/people/${ann}/why`)) as WhyAnswer
    expect(body).toMatchObject({ personId: ann, name: 'Ann', timeZone: 'Europe/London', next: null })
    expect(body.items.map(({ sentence }) => sentence)[3]).toBe(
      'On 11 November 2020 Ann asked in “Descaling, call [phone]”; after 24 hours somebody had answered, so nothing was sent.',
    )
    expect(body.items).toHaveLength(4)
    const one = body.recipes.find(({ recipe }) => recipe === 'unanswered-question')
    expect(one?.latest.map(({ at }) => at.slice(0, 10))).toEqual(['2020-11-14', '2020-11-13', '2020-11-12'])
    const advocate = body.recipes.find(({ recipe }) => recipe === 'praise-to-advocate')
    expect(advocate).toMatchObject({ may: 'no', because: [{ reason: 'no_consent' }] })
    expect(advocate).not.toHaveProperty('notBefore')
    expect(JSON.stringify(body)).not.toMatch(/ann@example|7946/)
  })

  it('goes on page by page, and of one recipe', async () => {
    const path = `/api/people/${ann}/why?limit=3&recipe=unanswered-question`
    const first = (await api.askAs('getWhy', path)) as WhyAnswer
    expect(first.recipes.map(({ recipe }) => recipe)).toEqual(['unanswered-question'])
    const second = (await api.askAs('getWhy', `${path}&next=${first.next}`)) as WhyAnswer
    expect(second).toMatchObject({ recipes: [], next: null })
    expect([...first.items, ...second.items].map(({ at }) => at.slice(0, 10))).toEqual([
      '2020-11-14',
      '2020-11-13',
      '2020-11-12',
      '2020-11-11',
    ])
    const other = (await api.askAs('getWhy', `/api/people/${ann}/why?recipe=first-order`)) as WhyAnswer
    expect(other.items).toEqual([])
  })

  it('names segments, stages and topics as people know them, without what others must not read', async () => {
    const BEN = 'forum:8'
    const at = '2021-02-01T10:00:00.000Z'
    const subjects = [
      { event: 'segment.entered', of: 'at-risk', words: 'entered the segment “At risk”' },
      { event: 'segment.left', of: 'own', words: 'left the segment “Our own”' },
      { event: 'segment.entered', of: 'forgotten', words: 'entered the segment “forgotten”' },
      { event: 'stage.reached', of: 'onboarding', words: 'reached the stage “onboarding” of the journey' },
      { event: 'person.quiet', of: 'gone-quiet', words: 'had not been heard of for 120 days' },
      { event: 'topic.hot', of: 't1', words: 'had written about “grinder [phone]”, which many wrote about then' },
      { event: 'topic.hot', of: 't2', words: 'had written about what many wrote about then' },
    ] as const
    await putItems(test.table, [
      ...personItems([{ iid: BEN, profile: { name: { v: 'Ben', at } } }]),
      { ...keys.segment('own'), type: 'segment', id: 'own', rev: 1, name: 'Our own', by: 'a', at, rule: '{"any":[]}' },
      { ...keys.topic('t1'), type: 'topic', id: 't1', label: 'grinder +44 20 7946 0958', language: 'en' },
    ])
    for (const [number, { event, of }] of subjects.entries())
      await createDecision(test.table, {
        ...newDecision(questions, {
          subject: { platform: 'earshot', id: `s${number}`, kind: event.replace(/[.].*/, ''), at, event, of },
          iid: BEN,
          personId: birthId(BEN),
          now: isoOf(Date.parse(at) + number),
          keepDays: 4_000,
        }),
        ...{ state: 'waiting', reason: 'outranked', detail: 'welcome', until: at },
      })
    const { items } = (await api.askAs('getWhy', `/api/people/${birthId(BEN)}/why`)) as WhyAnswer
    expect(items.map(({ sentence }) => sentence).reverse()).toEqual(
      subjects.map(
        ({ words }) =>
          `On 1 February 2021 Ben ${words}; another email, “Welcome to the community”, goes first; this one is looked at again at 10:00 on 1 February 2021.`,
      ),
    )
  })

  it('knows nobody by a wrong id, and refuses what is no cursor', async () => {
    expect(await api.ask('GET', `/api/people/${'0'.repeat(26)}/why`)).toMatchObject({ status: 404 })
    expect(await api.ask('GET', `/api/people/${ann}/why?next=x`)).toMatchObject({ status: 400 })
  })
})

describe('results', () => {
  it('put the parts of both arms together, and name what they rest on', async () => {
    const now = isoOf(Date.now() - 30 * DAY)
    const goal = goalOf(questions, shareOf(questions, settings()), now)
    for (const [number, arm] of (['treated', 'treated', 'holdout'] as const).entries()) {
      const decision = { ...decisionOf(`m${number}`, now), arm, goal }
      await transact(test.table, [tallyAction(decision, { assigned: 1 }, now)])
      await transact(test.table, [tallyAction(decision, { counted: 1, solved: 1, reached: 1 }, now)])
    }
    expect(await api.askAs('getResults', '/api/recipes/unanswered-question/results')).toMatchObject({
      sentence: expect.stringContaining('not enough people yet'),
      experiment: {
        share: questions.holdout,
        withinHours: 168,
        compared: ['thread.solved'],
        notCompared: ['nudge.clicked'],
      },
      arms: [
        { arm: 'treated', assigned: 2, counted: 2, reached: 2 },
        { arm: 'holdout', assigned: 1, counted: 1, reached: 1 },
      ],
      inputs: expect.arrayContaining([{ name: 'detect', value: 0.25, from: 'the request; .25 unless told' }]),
    })
  })

  it('count nothing where nothing is known, and know no recipe that is not there', async () => {
    const body = await api.askAs('getResults', '/api/recipes/first-order/results?detect=1')
    expect(body).toMatchObject({ arms: [{ assigned: 0 }, { assigned: 0 }] })
    expect(await api.ask('GET', '/api/recipes/nothing/results')).toMatchObject({ status: 404 })
    expect(await api.ask('GET', '/api/recipes/first-order/results?detect=0')).toMatchObject({ status: 400 })
  })
})

it('a person can only be counted with an arm and a goal', () => {
  expect(() => tallyAction({ id: 'D', recipe: 'r' }, { assigned: 1 }, '2026-01-01T00:00:00.000Z')).toThrow(
    /expected both/,
  )
})
