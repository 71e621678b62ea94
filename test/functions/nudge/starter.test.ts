import { describe, expect, it } from '@jest/globals'
import { birthId, keys } from '../../../shared/store/keys.ts'
import { NOON } from '../../domain/nudge/factories.ts'
import { identityItem, personItems } from '../../support/graph-items.ts'
import { tablePerTest } from '../../support/tables.ts'
import { member, said, scoresItem, starterWorld, threadItem } from './starter-world.ts'

const ANN = 'forum:ann'
const BEN = 'forum:ben'
const LATER = '2026-06-10T16:00:00.000Z'

const test = tablePerTest()

const asked = (over = {}) => said({ id: 'q1', iid: ANN, threadId: 't1', title: 'Descaling light stays on', ...over })
const answered = (over = {}) => said({ id: 'a1', iid: BEN, kind: 'reply', threadId: 't1', text: 'Twice.', ...over })

describe('welcome', () => {
  const joined = { joined: '2026-06-10T11:00:00.000Z' }

  it('goes to somebody whose account is new, two hours later, once', async () => {
    const world = starterWorld(test, 'welcome')
    await world.has(member(ANN))
    await world.content({ stage: 'research' })
    const before = identityItem(ANN, { personId: birthId(ANN) })
    await world.changes(before, { ...before, ...joined })
    expect(await world.decisions(ANN)).toMatchObject([{ state: 'waiting', dueAt: '2026-06-10T13:00:00.000Z' }])
    await world.at('2026-06-10T13:00:00.000Z')
    expect(await world.decisions(ANN)).toMatchObject([
      { state: 'queued', subject: { kind: 'account', event: 'account.created' }, content: { id: 'guide' } },
    ])
    expect(world.queued).toHaveLength(1)
  })

  it('does not go to accounts that only changed, to addresses, or to staff', async () => {
    const world = starterWorld(test, 'welcome')
    await world.has(member(ANN, { profile: { role: { v: 'staff', at: NOON } } }))
    const known = identityItem(ANN, { personId: birthId(ANN), ...joined, profile: { role: { v: 'staff', at: NOON } } })
    await world.changes(known, { ...known, ver: 2 })
    await world.changes(undefined, identityItem('email:x', joined))
    expect([...(await world.decisions(ANN)), ...(await world.decisions('email:x'))]).toEqual([])
    await world.changes(undefined, known, { now: LATER })
    expect(await world.decisions(ANN)).toMatchObject([{ state: 'held', detail: 'person.member' }])
  })
})

describe('your question was answered', () => {
  const solved = threadItem({ solvedRev: 'r1', solvedAt: '2026-06-10T11:00:00.000Z', answerId: 'a1', answerBy: BEN })

  it('goes to whoever asked, and leads to the thread itself', async () => {
    const world = starterWorld(test, 'question-answered')
    await world.has([...member(ANN), ...member(BEN), asked(), answered()])
    await world.changes(threadItem(), solved)
    expect(await world.decisions(ANN)).toMatchObject([
      {
        state: 'queued',
        subject: { id: 'q1', kind: 'post', event: 'thread.solved', at: '2026-06-10T11:00:00.000Z' },
        content: { id: 'subject#forum#q1', url: 'https://community.example/t/q1', title: 'Descaling light stays on' },
      },
    ])
    expect(await world.decisions(BEN)).toEqual([])
    expect(world.queued).toHaveLength(1)
  })

  it('is not sent once the answer was taken back, nor for a thread that an import told of', async () => {
    const world = starterWorld(test, 'question-answered')
    await world.has([...member(ANN), asked(), answered()])
    await world.changes(threadItem(), { ...solved, solvedPast: true })
    expect(await world.decisions(ANN)).toEqual([])
    await world.changes(threadItem(), { ...solved, solvedAt: NOON })
    await world.has([threadItem()])
    await world.at(LATER)
    expect(await world.decisions(ANN)).toMatchObject([{ reason: 'resolved', detail: 'subject.changed' }])
  })

  it('is not told to somebody who found the answer themselves', async () => {
    const world = starterWorld(test, 'question-answered', 'first-answer-thanks')
    await world.has([...member(ANN), asked(), answered({ iid: ANN })])
    await world.changes(undefined, { ...solved, answerBy: ANN })
    expect(await world.decisions(ANN)).toEqual([])
  })
})

describe('thanks for a first answer', () => {
  const solved = threadItem({ solvedRev: 'r1', solvedAt: '2026-06-10T10:00:00.000Z', answerId: 'a1', answerBy: BEN })
  const credit = (accepted: number) => ({ ...keys.rollup(BEN, '2026-06'), type: 'rollup', accepted })

  it('goes to whoever answered, also when it becomes known later who that is', async () => {
    const world = starterWorld(test, 'first-answer-thanks')
    await world.has([...member(ANN), ...member(BEN), asked(), answered(), credit(1)])
    const { answerBy: _, ...nobody } = solved
    await world.changes(threadItem(), nobody)
    expect(await world.decisions(BEN)).toEqual([])
    await world.changes(nobody, solved)
    expect(await world.decisions(BEN)).toMatchObject([
      { state: 'queued', subject: { id: 'a1', event: 'answer.accepted' } },
    ])
  })

  it('goes to nobody who had an answer accepted before', async () => {
    const world = starterWorld(test, 'first-answer-thanks')
    await world.has([...member(ANN), ...member(BEN), asked(), answered(), credit(2)])
    await world.changes(threadItem(), solved)
    expect(await world.decisions(BEN)).toMatchObject([{ reason: 'condition_failed', detail: 'person.first_answer' }])
  })
})

describe('idea shipped', () => {
  const idea = threadItem({ infoRev: 'r1', tags: ['feature-request'] })

  it.each([
    ['is closed as completed', { closed: true, completed: true }],
    ['gets a tag that says so', { tags: ['Feature-Request', 'shipped'] }],
  ])('goes to whoever had the idea when it %s', async (_, change) => {
    const world = starterWorld(test, 'idea-shipped')
    await world.has([...member(ANN), asked()])
    await world.changes(idea, { ...idea, ...change }, { now: '2026-06-10T11:00:00.000Z' })
    await world.at(LATER)
    expect(await world.decisions(ANN)).toMatchObject([
      { state: 'queued', subject: { event: 'idea.shipped' }, content: { id: 'subject#forum#q1' } },
    ])
  })

  it.each([
    ['is closed because nobody will do it', idea, { closed: true }],
    ['is a bug that is done', threadItem({ tags: ['bug'] }), { closed: true, completed: true }],
    ['is told by an import', idea, { closed: true, completed: true, infoPast: true }],
  ])('goes to nobody when it %s', async (_, before, change) => {
    const world = starterWorld(test, 'idea-shipped')
    await world.has([...member(ANN), asked()])
    await world.changes(before, { ...before, ...change })
    expect(await world.decisions(ANN)).toEqual([])
  })
})

describe('a complaint', () => {
  const complaint = (over = {}) =>
    asked({
      intents: ['complaint'],
      label: 'NEGATIVE',
      confidence: 0.9,
      text: 'The descaling light stays on, useless.',
      ...over,
    })
  const service = { service: true, stage: 'use' }

  it('gets the service article on it, and no other content', async () => {
    const world = starterWorld(test, 'complaint-service')
    await world.has(member(ANN))
    await world.content({ id: 'promo' })
    await world.content(service)
    await world.changes(undefined, complaint())
    expect(await world.decisions(ANN)).toMatchObject([{ state: 'queued', content: { id: 'guide' } }])
  })

  it('gets nothing where there is no service content', async () => {
    const world = starterWorld(test, 'complaint-service')
    await world.has(member(ANN))
    await world.content({ id: 'promo' })
    await world.changes(undefined, complaint())
    expect(await world.decisions(ANN)).toMatchObject([{ reason: 'no_content' }])
  })

  it.each([
    ['a ticket is open', said({ id: 'conversation:1', iid: ANN, threadId: 'conversation:1' })],
    ['another complaint is', said({ id: 'c2', iid: ANN, threadId: 't2', intents: ['complaint'] })],
  ])('gets nothing while %s, and something once that is closed', async (_, item) => {
    const world = starterWorld(test, 'complaint-service')
    await world.has([...member(ANN), item])
    await world.content(service)
    await world.changes(undefined, complaint())
    expect(await world.decisions(ANN)).toMatchObject([{ reason: 'resolved', detail: 'case.open' }])
    const { threadId = '' } = item
    for (const id of [threadId, 't1'])
      await world.has([{ ...threadItem({ closed: true, id }), ...keys.thread('forum', id) }])
    await world.changes(undefined, complaint({ id: 'q9', threadId: 't9' }))
    expect((await world.decisions(ANN)).map(({ state }) => state).sort()).toEqual(['held', 'queued'])
  })
})

describe('what the scores say', () => {
  const PID = birthId(ANN)
  const day = (text: string): number => Date.parse(`${text}T00:00:00.000Z`)
  const quiet = { last: day('2026-04-11') }

  it('gone quiet goes to somebody of whom nothing was heard for 60 days, when they are over', async () => {
    const world = starterWorld(test, 'gone-quiet')
    await world.has(member(ANN))
    await world.content({ stage: 'use' })
    const before = scoresItem(PID, { made: quiet as never, segmentsRev: 3 })
    await world.changes(before, { ...before, segments: { 'quiet-60d': NOON } })
    expect(await world.decisions(ANN)).toMatchObject([
      { state: 'queued', subject: { kind: 'quiet', of: 'quiet-60d', at: '2026-06-10T00:00:00.000Z' } },
    ])
    expect(world.queued).toHaveLength(1)
  })

  it('gone quiet goes to nobody who has been heard of, or whose segment was defined anew', async () => {
    const world = starterWorld(test, 'gone-quiet')
    await world.has(member(ANN))
    const before = scoresItem(PID, { made: quiet as never, segmentsRev: 3 })
    const after = { ...before, segments: { 'quiet-60d': NOON } }
    await world.changes(before, { ...after, anew: ['quiet-60d'] })
    await world.changes({ ...before, made: { last: day('2026-04-01') } }, after)
    expect(await world.decisions(ANN)).toEqual([])
  })

  it('the research stage is told of what was just done, and not of what an import told', async () => {
    const world = starterWorld(test, 'research-stage')
    await world.has(member(ANN))
    await world.content({ stage: 'research' })
    const reached = scoresItem(PID, { journey: { stage: 'research', since: '2026-06-10T00:00:00.000Z' } })
    await world.has([asked({ history: 'born' })])
    await world.changes(undefined, reached)
    expect(await world.decisions(ANN)).toEqual([])
    await world.has([asked()])
    await world.changes(undefined, reached)
    await world.at('2026-06-11T08:00:00.000Z')
    expect(await world.decisions(ANN)).toMatchObject([{ state: 'queued', subject: { kind: 'stage', of: 'research' } }])
  })

  it('the research stage is also told of whoever has just joined and said nothing yet, and of no account that is older', async () => {
    const world = starterWorld(test, 'research-stage')
    await world.content({ stage: 'research' })
    const silent = scoresItem(PID, {
      ...{ made: {} as never, journey: { stage: 'research', since: '2026-06-10T00:00:00.000Z' } },
    })
    for (const over of [{}, { joined: '2026-01-10T11:00:00.000Z' }]) {
      await world.has(member(ANN, over))
      await world.changes(undefined, silent)
      expect(await world.decisions(ANN)).toEqual([])
    }
    const joined = { joined: '2026-06-10T11:00:00.000Z' as const }
    await world.has(member(ANN, joined))
    await world.changes(undefined, silent)
    // The account and its address were two people until a moment ago: it is told once.
    const address: `email:${string}` = `email:${ANN}`
    await world.has(
      personItems([
        { iid: address, address: 'forum-ann@example.com' },
        { iid: ANN, ...joined },
      ]),
    )
    const personId = birthId(address)
    await world.changes(undefined, { ...silent, ...keys.scores(personId), personId })
    await world.at('2026-06-11T12:00:00.000Z')
    expect(await world.decisions(ANN)).toMatchObject([{ state: 'queued', subject: { kind: 'stage', of: 'research' } }])
    expect(await world.decisions(address)).toEqual([])
  })

  it('the research stage is left alone once it is over', async () => {
    const world = starterWorld(test, 'research-stage')
    await world.has([...member(ANN), asked()])
    await world.changes(
      undefined,
      scoresItem(PID, { journey: { stage: 'research', since: '2026-06-10T00:00:00.000Z' } }),
    )
    await world.has([scoresItem(PID, { journey: { stage: 'purchase', since: NOON } })])
    await world.at('2026-06-11T08:00:00.000Z')
    expect(await world.decisions(ANN)).toMatchObject([{ reason: 'resolved', detail: 'subject.changed' }])
  })
})
