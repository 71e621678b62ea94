import { describe, expect, it } from '@jest/globals'
import { birthId, keys } from '../../../shared/store/keys.ts'
import { NOON } from '../../domain/nudge/factories.ts'
import { tablePerTest } from '../../support/tables.ts'
import { member, said, scoresItem, starterWorld, threadItem } from './starter-world.ts'

const ANN = 'forum:ann'
const BEN = 'forum:ben'

const test = tablePerTest()

describe('a question without an answer', () => {
  const DUE = '2026-06-11T08:00:00.000Z'
  const question = (over = {}) =>
    said({ id: 'q1', iid: ANN, threadId: 't1', title: 'The descaling light stays on', intents: ['question'], ...over })

  const asked = async () => {
    const world = starterWorld(test, 'unanswered-question')
    await world.has([...member(ANN), ...member(BEN)])
    await world.content()
    await world.changes(undefined, question())
    return world
  }

  it('gets something similar after a day, once', async () => {
    const world = await asked()
    expect(await world.decisions(ANN)).toMatchObject([{ state: 'waiting', dueAt: DUE }])
    await world.at(DUE)
    await world.at('2026-06-11T08:01:00.000Z')
    expect(await world.decisions(ANN)).toMatchObject([{ state: 'queued', content: { id: 'guide' } }])
    expect(world.queued).toHaveLength(1)
  })

  it.each([
    ['somebody has answered', said({ id: 'a1', iid: BEN, kind: 'reply', threadId: 't1' }), 'thread.answered'],
    ['it was solved', threadItem({ solvedAt: NOON }), 'thread.solved'],
    ['its thread was closed', threadItem({ closed: true }), 'thread.closed'],
    ['its thread was deleted', threadItem({ deleted: true }), 'thread.deleted'],
    ['it was taken back', question({ deleted: true }), 'subject.deleted'],
    ['it was edited and asks nothing any more', question({ intents: [] }), 'subject.changed'],
  ])('gets nothing once %s', async (_, item, detail) => {
    const world = await asked()
    await world.has([item])
    await world.at(DUE)
    expect(await world.decisions(ANN)).toMatchObject([{ state: 'held', reason: 'resolved', detail }])
  })

  it('gets its email though who asked says more in the thread', async () => {
    const world = await asked()
    await world.has([said({ id: 'a1', iid: ANN, kind: 'reply', threadId: 't1' })])
    await world.at(DUE)
    expect(await world.decisions(ANN)).toMatchObject([{ state: 'queued' }])
  })
})

describe('praise', () => {
  const praise = (over = {}) =>
    said({
      ...{ id: 'p1', iid: ANN, threadId: 't1', createdAt: '2026-06-10T11:00:00.000Z' },
      ...{ intents: ['praise'], label: 'POSITIVE', confidence: 0.9, text: 'Best coffee of my life.' },
      ...over,
    })
  const praised = async (over = {}, ...items: object[]) => {
    const world = starterWorld(test, 'praise-to-advocate')
    await world.has([...member(ANN), ...items])
    await world.content({ id: 'space', kind: 'space', stage: 'advocacy' })
    await world.content({ id: 'guide', kind: 'guide', stage: 'advocacy', url: 'https://community.example/other' })
    await world.changes(undefined, praise(over))
    return world
  }

  it('becomes an invitation to the advocates’ space, an hour later, and never a second one', async () => {
    const world = await praised()
    expect(await world.decisions(ANN)).toMatchObject([{ state: 'queued', dueAt: NOON, content: { id: 'space' } }])
    const [first] = await world.decisions(ANN)
    await world.has([{ ...first, state: 'sent', sentAt: NOON }])
    await world.changes(undefined, praise({ id: 'p2', threadId: 't2' }), { now: '2026-06-10T14:00:00.000Z' })
    expect((await world.decisions(ANN)).map(({ reason }) => reason).sort()).toEqual(['already_for_subject', 'queued'])
  })

  it.each([
    ['nobody is sure of', { confidence: 0.5 }],
    ['is none', { label: 'MIXED' }],
  ])('that %s begins nothing', async (_, over) => {
    expect(await (await praised(over)).decisions(ANN)).toEqual([])
  })

  it('of somebody who is unhappy otherwise becomes nothing', async () => {
    const month = { ...keys.rollup(ANN, '2026-06'), type: 'rollup', pos: 1, neg: 2 }
    const world = await praised({}, month)
    expect(await world.decisions(ANN)).toMatchObject([{ reason: 'resolved', detail: 'person.unhappy' }])
  })
})

describe('an order', () => {
  const order = (id: string, createdAt: string) => said({ id, iid: ANN, kind: 'order', createdAt })
  const ordered = async (...items: object[]) => {
    const world = starterWorld(test, 'first-order')
    await world.has([...member(ANN), ...items])
    await world.content({ stage: 'onboarding' })
    await world.changes(undefined, order('o1', '2026-06-10T11:59:00.000Z'))
    return world
  }

  it('is followed by a good start when it is the first', async () => {
    expect(await (await ordered()).decisions(ANN)).toMatchObject([{ state: 'queued', content: { id: 'guide' } }])
  })

  it('is followed by nothing when it is not, whichever is told first', async () => {
    const world = await ordered(order('o0', '2026-06-09T09:00:00.000Z'))
    expect(await world.decisions(ANN)).toMatchObject([{ reason: 'condition_failed', detail: 'person.first_order' }])
  })

  it('ends the research stage that was reached a moment before it arrived', async () => {
    const world = starterWorld(test, 'research-stage')
    const since = '2026-06-10T00:00:00.000Z'
    const research = scoresItem(birthId(ANN), { journey: { stage: 'research', since } })
    await world.has([...member(ANN), order('o1', '2026-06-10T11:59:00.000Z')])
    await world.content({ stage: 'research' })
    await world.changes(undefined, research)
    expect(await world.decisions(ANN)).toMatchObject([{ state: 'waiting', reason: 'waiting_delay' }])
    await world.changes(research, { ...research, journey: { stage: 'purchase', since } })
    await world.at('2026-06-11T12:00:00.000Z')
    expect(await world.decisions(ANN)).toMatchObject([{ reason: 'resolved', detail: 'subject.changed' }])
  })
})
