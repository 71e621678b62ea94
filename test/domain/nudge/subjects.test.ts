import { describe, expect, it } from '@jest/globals'
import type { DecisionSubject } from '../../../shared/domain/nudge/context.ts'
import { type KeptScores, movesOf } from '../../../shared/domain/nudge/moved.ts'
import { chooseOwn, isOwnPiece, ownPiece } from '../../../shared/domain/nudge/own-content.ts'
import { rankPeers } from '../../../shared/domain/nudge/peer-call.ts'
import type { Stage } from '../../../shared/domain/nudge/stages.ts'
import { eventNow, heardUntil, isDerived, isOfPerson, type SubjectNow } from '../../../shared/domain/nudge/subjects.ts'
import { NOON, subject } from './factories.ts'

const day = (text: string): number => Date.parse(`${text}T00:00:00.000Z`)
const now = (over: Partial<SubjectNow> = {}): SubjectNow => ({ now: NOON, ...over })

describe('what a subject is now', () => {
  const of = (event: DecisionSubject['event'], over: Partial<DecisionSubject> = {}): DecisionSubject =>
    subject({ ...(event ? { event } : {}), ...over })
  const solved = { solvedAt: NOON, answerId: 'a1' }
  const scores = {
    segments: { loyal: NOON },
    journey: { stage: 'use' as const, since: NOON },
    made: { last: day('2026-04-11') },
  }

  it.each<[string, DecisionSubject, Partial<SubjectNow>, unknown]>([
    ['an account', of('account.created'), {}, { type: 'account.created', platform: 'forum' }],
    ['a solved thread', of('thread.solved'), { thread: solved }, { type: 'thread.solved', platform: 'forum' }],
    ['a thread that lost its answer', of('thread.solved'), { thread: {} }, undefined],
    [
      'an accepted answer',
      of('answer.accepted', { id: 'a1', kind: 'reply' }),
      { thread: solved },
      { type: 'answer.accepted', platform: 'forum' },
    ],
    [
      'an accepted answer, for who asked',
      of('answer.accepted', { id: 'q1', kind: 'post' }),
      { thread: solved },
      { type: 'answer.accepted', platform: 'forum' },
    ],
    [
      'an answer that gave way to another',
      of('answer.accepted', { id: 'a0', kind: 'reply' }),
      { thread: solved },
      undefined,
    ],
    ['an answer of a thread that is gone', of('answer.accepted', { id: 'a0', kind: 'reply' }), {}, undefined],
    [
      'an idea',
      of('idea.shipped'),
      { thread: { tags: ['idea'], completed: true } },
      { type: 'idea.shipped', platform: 'forum', tags: ['idea'], completed: true },
    ],
    [
      'an idea whose thread is gone',
      of('idea.shipped'),
      {},
      { type: 'idea.shipped', platform: 'forum', tags: [], completed: false },
    ],
    ['a segment', of('segment.entered', { of: 'loyal' }), { scores }, { type: 'segment.entered', segment: 'loyal' }],
    ['a segment that was left again', of('segment.entered', { of: 'new' }), { scores }, undefined],
    [
      'a segment that was left',
      of('segment.left', { of: 'new' }),
      { scores: {} },
      { type: 'segment.left', segment: 'new' },
    ],
    ['a segment that was entered again', of('segment.left', { of: 'loyal' }), { scores }, undefined],
    ['silence', of('person.quiet', { of: 'quiet-60d' }), { scores }, { type: 'person.quiet', segment: 'quiet-60d' }],
    [
      'silence that is over',
      of('person.quiet', { of: 'quiet-60d' }),
      { scores: { made: { last: day('2026-06-09') } } },
      undefined,
    ],
    ['silence of nobody', of('person.quiet', { of: 'quiet-60d' }), {}, undefined],
    ['silence that nobody counts', of('person.quiet', { of: 'other' }), { scores }, undefined],
    ['a stage', of('stage.reached'), { scores }, { type: 'stage.reached', stage: 'use' }],
    ['no stage', of('stage.reached'), { scores: {} }, undefined],
    ['a topic', of('topic.hot'), { hot: { label: 'Cups' } }, { type: 'topic.hot', topic: 'Cups' }],
    ['a topic that has cooled', of('topic.hot'), {}, undefined],
    ['nothing', of('segment.left'), { scores: {} }, { type: 'segment.left', segment: '' }],
    ['nothing at all', of('segment.entered'), {}, undefined],
    [
      'an order',
      of(undefined),
      { subject: { kind: 'order', source: 'shop', rev: 'r', createdAt: NOON } },
      { type: 'order.placed', source: 'shop' },
    ],
  ])('of %s', (_, about, state, expected) => {
    expect(eventNow(about, now(state))).toEqual(expected)
  })

  it('is no activity for what was found out here', () => {
    expect(isDerived({ kind: 'segment' })).toBe(true)
    expect(isDerived({ kind: 'post' })).toBe(false)
    const kinds = ['segment', 'quiet', 'stage', 'account', 'topic', 'post']
    expect(kinds.filter((kind) => isOfPerson({ kind }))).toEqual(['segment', 'quiet', 'stage'])
  })
})

describe('the moment up to which it is asked how somebody fares', () => {
  const quiet = (of?: string) => subject({ kind: 'quiet', at: NOON, ...(of ? { of } : {}) })

  it.each([
    ['now', subject({ kind: 'stage' }), '2026-07-01T00:00:00.000Z'],
    ['for who is silent the last that was heard', quiet('quiet-60d'), '2026-04-11T12:00:00.000Z'],
    ['the silence itself where nobody knows how long it was', quiet('other'), NOON],
    ['the silence itself where nobody knows which', quiet(), NOON],
  ])('is %s', (_, about, moment) => {
    expect(heardUntil(about, '2026-07-01T00:00:00.000Z')).toBe(moment)
  })
})

describe('the thing itself as content', () => {
  const known = {
    title: 'Light',
    url: 'https://community.example/t/1',
    text: 'words',
    createdAt: NOON,
    language: 'en-GB',
  }

  it('has the title and the address of its thread, or else its own', () => {
    expect(ownPiece(subject(), { subject: known })).toMatchObject({
      ...{ id: 'subject#forum#p1', title: 'Light', url: known.url, language: 'en', kind: 'discussion' },
    })
    const { title: _, url: __, ...bare } = known
    const thread = { title: 'The thread', url: 'https://community.example/t/9' }
    expect(ownPiece(subject(), { subject: bare, thread })).toMatchObject(thread)
    expect(ownPiece(subject(), { subject: { ...known, title: 'x', threadTitle: 'y' } })?.title).toBe('x')
  })

  it('is called by its first words where it has no title, and is none without words or an address', () => {
    const { title: _, ...rest } = known
    expect(ownPiece(subject(), { subject: rest })?.title).toBe('words')
    expect(ownPiece(subject(), { subject: { ...rest, text: `${'long '.repeat(30)}\nnext` } })?.title).toMatch(
      /^(long ){15}long…$/,
    )
    expect(ownPiece(subject(), {})).toBeUndefined()
    expect(ownPiece(subject(), { subject: { title: 't', createdAt: NOON } })).toBeUndefined()
  })

  it('is chosen only if an email may lead there', () => {
    const own = ownPiece(subject(), { subject: known })
    expect(chooseOwn(own, ['community.example'])).toMatchObject({ chosen: { id: 'subject#forum#p1' } })
    expect(chooseOwn(own, ['other.example'])).toMatchObject({ reason: 'no_content', detail: 'host' })
    expect(chooseOwn(undefined, ['community.example'])).toMatchObject({ reason: 'no_content', detail: 'subject' })
    expect([isOwnPiece(own?.id), isOwnPiece('guide'), isOwnPiece(undefined)]).toEqual([true, false, false])
  })
})

describe('from one state of the scores to the next', () => {
  const kept = (over: Partial<KeptScores> = {}): KeptScores => ({
    computedAt: NOON,
    made: { last: day('2026-06-10') },
    ...over,
  })
  const names = (before: KeptScores | undefined, after: KeptScores): string[] =>
    movesOf(before, after).map(({ id }) => id)

  it('segments are entered and left, and it is said whether something was done', () => {
    const before = kept({ segments: { new: '2026-06-01T00:00:00.000Z' }, made: { last: day('2026-06-09') } })
    expect(movesOf(before, kept({ segments: { loyal: NOON } }))).toEqual([
      {
        event: { type: 'segment.entered', segment: 'loyal' },
        kind: 'segment',
        of: 'loyal',
        at: NOON,
        id: `entered:loyal:${NOON}`,
        made: true,
      },
      {
        ...{ event: { type: 'segment.left', segment: 'new' }, kind: 'segment', of: 'new', at: NOON },
        ...{ id: 'left:new:2026-06-01T00:00:00.000Z', made: true },
      },
    ])
    expect(movesOf(kept(), kept({ segments: { loyal: NOON } }))).toMatchObject([{ made: false }])
    expect(names(undefined, kept({ segments: { new: NOON } }))).toEqual([`entered:new:${NOON}`])
  })

  it('nothing is news that was defined anew, or was done long ago and is told only now', () => {
    expect(names(kept(), kept({ segments: { loyal: NOON }, anew: ['loyal'] }))).toEqual([])
    expect(names(kept({ segments: { loyal: NOON } }), kept({ anew: ['loyal'] }))).toEqual([])
    expect(names(kept(), kept({ segments: { 'gone-quiet': NOON }, anew: ['gone-quiet'] }))).toEqual([])
    expect(names(kept(), kept({ made: { last: day('2026-06-01') }, segments: { loyal: NOON } }))).toEqual([])
    expect(names(kept(), kept({ made: {}, segments: { loyal: NOON } }))).toEqual([])
  })

  it('the first that is known of somebody who has done nothing yet is told as such', () => {
    const first = kept({ made: {}, segments: { new: NOON } })
    expect(movesOf(undefined, first)).toMatchObject([{ of: 'new', made: true, joins: true }])
    expect(movesOf(undefined, kept({ segments: { new: NOON } }))[0]).not.toHaveProperty('joins')
    expect(movesOf(kept({ made: {} }), first)[0]).not.toHaveProperty('joins')
  })

  it('what was defined anew hides nothing else', () => {
    const both = kept({ segments: { loyal: NOON, new: NOON }, anew: ['new'] })
    expect(names(kept(), both)).toEqual([`entered:loyal:${NOON}`])
  })

  it('silence counts from the last day on which something was done', () => {
    const before = kept({ made: { last: day('2026-02-10') } })
    const after = { ...before, segments: { 'gone-quiet': NOON, other: NOON } }
    expect(movesOf(before, after)).toContainEqual({
      ...{ event: { type: 'person.quiet', segment: 'gone-quiet' }, kind: 'quiet', of: 'gone-quiet', made: false },
      ...{ at: '2026-06-10T00:00:00.000Z', id: 'quiet:gone-quiet:2026-06-10T00:00:00.000Z' },
    })
    expect(names(kept({ made: {} }), kept({ made: {}, segments: { 'gone-quiet': NOON } }))).toEqual([
      `entered:gone-quiet:${NOON}`,
    ])
  })

  it('a stage is news when it is another one, reached lately', () => {
    const at = (stage: Stage, since = '2026-06-10T00:00:00.000Z') => kept({ journey: { stage, since } })
    expect(names(at('research'), at('purchase'))).toEqual(['stage:purchase:2026-06-10T00:00:00.000Z'])
    expect(names(kept(), at('use', '2025-01-01T00:00:00.000Z'))).toEqual([])
    expect(names(at('use'), at('use', NOON))).toEqual([])
    expect(names(at('use'), at('research', '2026-06-11T00:00:00.000Z'))).toEqual([])
    expect(names({ ...at('use'), computedAt: '2026-06-11T00:00:00.000Z' }, at('research'))).toEqual([])
  })

  it('a stage that is found by the month is news of the moment that it was found', () => {
    const at = (stage: Stage, since = '2026-05-20T00:00:00.000Z') => kept({ journey: { stage, since } })
    expect(movesOf(at('use'), at('advocacy'))).toMatchObject([
      { id: 'stage:advocacy:2026-05-20T00:00:00.000Z', at: kept().computedAt },
    ])
    expect(names(at('research'), at('purchase'))).toEqual([])
  })
})

describe('the order of peers', () => {
  it('is by what they wrote on the subject, how often, their topics and level', () => {
    const ranked = rankPeers([
      { iid: 'b', about: 0, pieces: 0, topic: 'Cups' },
      { iid: 'c', about: 0.5, title: 'T', pieces: 1, level: 'participating' },
      { iid: 'a', about: 1, title: 'Best', pieces: 2, level: 'leading' },
    ])
    expect(ranked).toEqual([
      { iid: 'a', score: 0.775, why: ['helped with “Best”', '2 answers and pieces on the subject', 'leading member'] },
      { iid: 'c', score: 0.34, why: ['helped with “T”'] },
      { iid: 'b', score: 0.15, why: ['talks about “Cups” lately'] },
    ])
  })

  it('is the same for the same people in any order', () => {
    const [one, two] = [
      { iid: 'x', about: 1, pieces: 1, level: 'contributing' as const },
      { iid: 'y', about: 1, pieces: 1, level: 'contributing' as const },
    ]
    expect(rankPeers([two, one])).toEqual(rankPeers([one, two]))
    expect(rankPeers([two, one])[0]?.iid).toBe('x')
  })
})
