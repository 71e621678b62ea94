import { describe, expect, it } from '@jest/globals'
import { plan } from '../../../functions/nudge/planning.ts'
import { hourText } from '../../../shared/domain/score/topics/hours.ts'
import type { PersonItem } from '../../../shared/store/items.ts'
import { birthId, keys } from '../../../shared/store/keys.ts'
import { NOON } from '../../domain/nudge/factories.ts'
import { personItems } from '../../support/graph-items.ts'
import { fixedRecipes } from '../../support/recipes.ts'
import { changeTold } from '../../support/stream.ts'
import { tablePerTest } from '../../support/tables.ts'
import { liveRecipe, member, said, scoresItem, starterWorld, threadItem } from './starter-world.ts'
import { recipeNow } from './world.ts'

const ANN = 'forum:ann'
const BEN = 'forum:ben'
const HOUR = Math.floor(Date.parse(NOON) / 3_600_000) - 1

const test = tablePerTest()

/** A world whose only recipe begins with `when`, points to the best of a stage and asks nothing. */
const begun = (when: Record<string, unknown>, more: Record<string, unknown> = {}) => {
  const world = starterWorld(test, 'welcome')
  const content = { pick: 'stage', stages: ['use'], minScore: 0 }
  const one = recipeNow({ when, if: [], unless: [], content, once: { per: 'subject' }, ...more })
  world.deps.recipes = fixedRecipes([one])
  return world
}

describe('a hot topic', () => {
  const topic = { ...keys.topic('abc'), type: 'topic', id: 'abc', label: 'descaling light', language: 'en' }
  const hot = { ...topic, heat: { since: HOUR, last: HOUR } }
  const hour = {
    ...keys.topicHour('abc', hourText(HOUR)),
    type: 'topic-hour',
    leading: [
      { iid: ANN, count: 3 },
      { iid: BEN, count: 1 },
    ],
  }

  it('is told once to each of those who wrote about it, with content on its words', async () => {
    const world = begun({ event: 'topic.hot' }, { content: { pick: 'similar', stages: ['use'], minScore: 0 } })
    await world.has([...member(ANN), ...member(BEN), hour])
    await world.content()
    await world.changes(topic, hot)
    for (const iid of [ANN, BEN])
      expect(await world.decisions(iid)).toMatchObject([
        {
          state: 'queued',
          subject: { kind: 'topic', of: 'abc', event: 'topic.hot', at: NOON },
          content: { id: 'guide' },
        },
      ])
    await world.changes(hot, { ...hot, heat: { since: HOUR, last: HOUR + 1 } })
    expect(world.queued).toHaveLength(2)
  })

  it('is told once to somebody who wrote about it with two accounts', async () => {
    const world = begun({ event: 'topic.hot' }, { cooldown: '0m' })
    const both = personItems([{ iid: ANN }, { iid: BEN }, { iid: `email:${ANN}`, address: 'ann@example.com' }])
    await world.has([...both, ...member(ANN).filter(({ type }) => type === 'preferences'), hour])
    await world.content()
    await world.changes(topic, hot)
    expect(world.queued).toHaveLength(1)
    const first = (await world.decisions(ANN)).find(({ state }) => state === 'queued')
    await world.has([{ ...first, state: 'sent', sentAt: NOON }])
    await world.at('2026-06-10T12:20:00.000Z')
    expect(world.queued).toHaveLength(1)
    expect(await world.decisions(BEN)).toMatchObject([{ state: 'held', reason: 'already_for_subject' }])
  })

  it('is told to nobody once it has cooled, nor where nothing is noted of its hour', async () => {
    const world = begun({ event: 'topic.hot' }, { after: '1h' })
    await world.has([...member(ANN)])
    await world.changes(topic, hot)
    expect(await world.decisions(ANN)).toEqual([])
    await world.has([hour])
    await world.changes(topic, hot)
    await world.has([topic])
    await world.at('2026-06-10T13:01:00.000Z')
    expect(await world.decisions(ANN)).toMatchObject([{ reason: 'resolved', detail: 'subject.changed' }])
    await world.changes(topic, topic)
  })
})

describe('a segment', () => {
  const PID = birthId(ANN)
  const out = scoresItem(PID, { segmentsRev: 1 })
  const inside = scoresItem(PID, { segmentsRev: 1, segments: { loyal: NOON } })

  it('is told to whoever enters it, and to whoever leaves it', async () => {
    const world = begun({ event: 'segment.entered', segment: 'loyal' })
    await world.has(member(ANN))
    await world.content()
    await world.changes(out, inside)
    expect(await world.decisions(ANN)).toMatchObject([
      { state: 'queued', subject: { of: 'loyal', event: 'segment.entered' } },
    ])
    world.deps.recipes = fixedRecipes([
      recipeNow({ id: 'left', when: { event: 'segment.left', segment: 'loyal' }, if: [], unless: [] }),
    ])
    await world.changes(inside, out)
    expect((await world.decisions(ANN)).map(({ recipe }) => recipe).sort()).toEqual(['help', 'left'])
  })

  it('is told to nobody who has become somebody else, and stands under who gave the person its id or the first account', async () => {
    const world = begun({ event: 'segment.entered', segment: 'loyal' })
    const items = member(ANN) as PersonItem[]
    await world.has(items)
    const person = items.find(({ type }) => type === 'person')
    await world.has([{ ...person, status: 'merged' }])
    await world.changes(out, inside)
    expect(await world.decisions(ANN)).toEqual([])
    await world.has([{ ...person, origin: 'forum:gone' }])
    await world.changes(out, inside)
    expect(await world.decisions(ANN)).toHaveLength(1)
  })
})

describe('a reply', () => {
  const replied = { event: 'mention.created', kinds: ['reply'] }
  const reply = (over = {}) => said({ id: 'r1', iid: BEN, kind: 'reply', threadId: 't1', ...over })

  it('is told to who started the thread, if that is somebody else', async () => {
    const world = begun(replied, { to: 'asker' })
    await world.has([...member(ANN), ...member(BEN), said({ id: 'q1', iid: ANN, threadId: 't1' })])
    await world.content()
    await world.changes(undefined, reply({ id: 'own', iid: ANN }))
    expect(await world.decisions(ANN)).toEqual([])
    await world.changes(undefined, reply())
    expect(await world.decisions(ANN)).toMatchObject([{ state: 'queued', subject: { id: 'r1', kind: 'reply' } }])
    expect(await world.decisions(BEN)).toEqual([])
  })

  it('is told to nobody where the start of the thread is not known', async () => {
    const world = begun(replied, { to: 'asker' })
    await world.has([...member(BEN)])
    await world.changes(undefined, reply())
    await world.changes(undefined, reply({ id: 'r2', threadId: undefined }))
    expect([...(await world.decisions(ANN)), ...(await world.decisions(BEN))]).toEqual([])
  })
})

describe('a solved thread', () => {
  const solved = threadItem({ solvedAt: NOON, answerId: 'a1', answerBy: BEN })

  it('may be told to who answered it', async () => {
    const world = begun({ event: 'thread.solved' }, { to: 'answerer' })
    await world.has([...member(BEN), said({ id: 'a1', iid: BEN, kind: 'reply', threadId: 't1' })])
    await world.content()
    const { answerBy: _, ...nobody } = solved
    await world.changes(threadItem(), nobody)
    expect(await world.decisions(BEN)).toEqual([])
    await world.changes(threadItem(), solved)
    expect(await world.decisions(BEN)).toMatchObject([
      { state: 'queued', subject: { id: 'a1', event: 'thread.solved' } },
    ])
  })

  it('is told to nobody where the start of the thread is not known', async () => {
    const world = begun({ event: 'thread.solved' })
    await world.changes(threadItem(), solved)
    expect(await world.decisions(ANN)).toEqual([])
  })
})

describe('the post that started a thread, which comes after what became of the thread', () => {
  const post = said({ id: 'q1', iid: ANN, threadId: 't1', createdAt: '2026-06-10T08:00:00.000Z' })
  const solved = threadItem({ solvedAt: NOON, answerId: 'a1', answerBy: BEN })
  const shipped = threadItem({ tags: ['idea'], closed: true, completed: true })

  it.each([
    ['thread.solved', 'a solution', solved, post],
    ['thread.solved', 'a solution, told by an import', solved, { ...post, history: 'born' as const }],
    ['idea.shipped', 'an idea that was carried out', shipped, post],
  ])('begins %s: %s', async (event, _, thread, item) => {
    const world = begun({ event })
    await world.has([...member(ANN), ...member(BEN)])
    await world.content()
    await world.changes(undefined, thread)
    expect(await world.decisions(ANN)).toEqual([])
    await world.changes(undefined, item)
    expect(await world.decisions(ANN)).toMatchObject([{ state: 'queued', subject: { id: 'q1', kind: 'post', event } }])
    await world.changes(item, { ...item, rev: 'edited' })
    expect(await world.decisions(ANN)).toHaveLength(1)
    expect(world.queued).toHaveLength(1)
  })

  it.each([
    ['is told as the past', { ...solved, solvedPast: true }, post],
    ['was found by whoever asked', { ...solved, answerBy: ANN }, post],
    [
      'is of a thread that somebody else started',
      solved,
      said({ id: 'q2', iid: 'forum:third', threadId: 't1', createdAt: NOON }),
    ],
    ['is of a thread that is not solved', threadItem(), post],
  ])('begins nothing where the solution %s', async (_, thread, item) => {
    const world = begun({ event: 'thread.solved' })
    await world.has([...member(ANN), ...member(BEN), ...(item.id === 'q2' ? [post] : [])])
    await world.changes(undefined, thread, { times: 0 })
    await world.changes(undefined, item)
    expect([...(await world.decisions(item.iid)), ...(await world.decisions(BEN))]).toEqual([])
  })

  it('begins nothing when it comes again, or for whoever answered', async () => {
    const world = begun({ event: 'thread.solved' })
    await world.has([...member(ANN), solved])
    await world.changes({ ...post, deleted: true }, post)
    expect(await world.decisions(ANN)).toEqual([])
    world.deps.recipes = fixedRecipes([recipeNow({ when: { event: 'answer.accepted' }, if: [], unless: [] })])
    await world.changes(undefined, post)
    expect([...(await world.decisions(ANN)), ...(await world.decisions(BEN))]).toEqual([])
  })

  const scored = scoresItem(birthId(ANN), { segmentsRev: 1, segments: { loyal: NOON }, level: 'leading' })

  it.each([
    ['a post where no recipe asks for threads', undefined, post],
    ['scores of which nothing is news', { ...scored, computedAt: post.createdAt }, scored],
  ])('costs no call at all: %s', async (_, before, after) => {
    const world = begun({ event: 'segment.entered', segment: 'loyal' })
    await world.has([solved])
    let calls = 0
    world.deps.table = { ...test.table, client: { send: () => Promise.reject(new Error(`call ${calls++}`)) } as never }
    await plan(world.deps, changeTold(before, after), NOON)
    expect(calls).toBe(0)
  })
})

describe('what no recipe begins with', () => {
  it('is passed over', async () => {
    const world = begun({ event: 'order.placed' })
    world.deps.recipes = fixedRecipes([{ ...liveRecipe('welcome'), status: 'draft' }])
    await world.changes(undefined, { ...keys.pause(), type: 'pause' })
    await world.changes(undefined, said({ id: 'q', iid: ANN }))
    expect(await world.decisions(ANN)).toEqual([])
  })
})
