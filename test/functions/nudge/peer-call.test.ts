import { describe, expect, it } from '@jest/globals'
import { hourText } from '../../../shared/domain/score/topics/hours.ts'
import { phraseId } from '../../../shared/domain/score/topics/phrase.ts'
import { phraseKey } from '../../../shared/domain/understand/phrases.ts'
import { indexKeys } from '../../../shared/store/index-keys.ts'
import { birthId, keys } from '../../../shared/store/keys.ts'
import type { ContentItem } from '../../../shared/store/nudge-records.ts'
import { NOON } from '../../domain/nudge/factories.ts'
import { personItems } from '../../support/graph-items.ts'
import { fixedRecipes } from '../../support/recipes.ts'
import { tablePerTest } from '../../support/tables.ts'
import { liveRecipe, member, said, scoresItem, starterWorld, threadItem } from './starter-world.ts'

const ANN = 'forum:ann'
const [BEN, CLEO, DAN, EVE] = ['forum:ben', 'forum:cleo', 'forum:dan', 'forum:eve']
const DUE = '2026-06-11T08:00:00.000Z'
const AFTER_DUE = '2026-06-11T08:01:00.000Z'

const test = tablePerTest()

const question = (over = {}) =>
  said({ id: 'q1', iid: ANN, threadId: 't1', title: 'Descaling light stays on', intents: ['question'], ...over })

/** A thread that somebody's accepted answer has made a piece of the catalogue. */
const solvedBy = (helper: string, id: string, title = 'Descaling light after descaling'): object[] => [
  {
    ...threadItem({ id, solvedAt: '2026-05-01T00:00:00.000Z', answerBy: helper, answerId: `a-${id}` }),
    ...keys.thread('forum', id),
  },
  {
    ...keys.content(`thread#forum#${id}`),
    sk: 'A',
    type: 'content',
    id: `thread#forum#${id}`,
    rev: 'r',
    kind: 'discussion',
    title,
    url: `https://community.example/t/${id}`,
    language: 'en',
    stage: 'use',
    topics: [],
    exclusive: true,
    accepted: true,
    helpful: 0,
    votes: 0,
    threadId: id,
    authors: [ANN, helper],
    publishedAt: '2026-05-01T00:00:00.000Z',
    sends: 0,
    clickers: 0,
    q: indexKeys.content('use', 'en'),
    qs: `thread#forum#${id}`,
  } satisfies ContentItem,
]

const ask = async (...items: readonly object[]) => {
  const world = starterWorld(test, 'peer-call')
  await world.has(items)
  await world.changes(undefined, question(), { now: '2026-06-10T08:00:01.000Z' })
  return world
}

const parent = async (world: Awaited<ReturnType<typeof ask>>) => (await world.decisions(ANN))[0]

describe('a question that nobody answered', () => {
  it('goes to those whose answers were accepted on the same words, the best first, and says why', async () => {
    const world = await ask(
      ...[BEN, CLEO, DAN, EVE].flatMap((iid) => member(iid)),
      ...solvedBy(BEN, 's1'),
      ...solvedBy(BEN, 's2'),
      ...solvedBy(CLEO, 's3'),
      ...solvedBy(DAN, 's4', 'Light descaling of the grinder and of much else in the kitchen'),
      ...solvedBy(EVE, 's5', 'Where to buy cups'),
    )
    expect(await parent(world)).toMatchObject({ state: 'waiting', reason: 'waiting_delay', dueAt: DUE })
    await world.at(AFTER_DUE)
    expect(await parent(world)).toMatchObject({
      state: 'held',
      reason: 'peers_called',
      detail: '3',
      peers: [
        { iid: BEN, why: ['helped with “Descaling light after descaling”', '2 answers and pieces on the subject'] },
        { iid: CLEO },
        { iid: DAN },
      ],
    })
    expect(await world.decisions(BEN)).toMatchObject([
      {
        state: 'queued',
        recipe: 'peer-call',
        call: { by: (await parent(world))?.id },
        subject: { id: 'q1', threadId: 't1' },
        content: { id: 'subject#forum#q1', url: 'https://community.example/t/q1' },
        emailIid: `email:${BEN}`,
      },
    ])
    expect(await world.decisions(EVE)).toEqual([])
    expect(world.queued).toHaveLength(3)
    await world.at('2026-06-11T08:02:00.000Z')
    expect(world.queued).toHaveLength(3)
  })

  it('goes to those who talk about its topic lately, too', async () => {
    const id = phraseId('en', phraseKey('descaling light', 'en'))
    const hour = Math.floor(Date.parse(NOON) / 3_600_000)
    const world = starterWorld(test, 'peer-call')
    await world.has([
      ...member(BEN),
      { ...keys.topic(id), type: 'topic', id, label: 'descaling light', language: 'en', latest: { hour } },
      { ...keys.topicHour(id, hourText(hour)), type: 'topic-hour', leading: [{ iid: BEN, count: 2 }], mentions: [] },
      scoresItem(birthId(BEN), { level: 'leading' }),
    ])
    await world.changes(undefined, question({ phrases: ['descaling light'] }), { now: '2026-06-10T08:00:01.000Z' })
    await world.at(AFTER_DUE)
    expect(await parent(world)).toMatchObject({
      peers: [{ iid: BEN, why: ['talks about “descaling light” lately', 'leading member'] }],
    })
    expect(await world.decisions(BEN)).toMatchObject([{ state: 'queued' }])
  })

  it('goes to nobody when it was answered, solved or closed before', async () => {
    const world = await ask(...member(BEN), ...solvedBy(BEN, 's1'))
    await world.has([said({ id: 'a1', iid: CLEO, kind: 'reply', threadId: 't1' })])
    await world.at(AFTER_DUE)
    expect(await parent(world)).toMatchObject({ reason: 'resolved', detail: 'thread.answered' })
    expect(await world.decisions(BEN)).toEqual([])
  })

  it('is not held up by what the one who asked says themselves', async () => {
    const world = await ask(...member(BEN), ...solvedBy(BEN, 's1'))
    await world.has([said({ id: 'a1', iid: ANN, kind: 'reply', threadId: 't1' })])
    await world.at(AFTER_DUE)
    expect(await world.decisions(BEN)).toMatchObject([{ state: 'queued' }])
  })

  it('is not sent on to those who are not on their way when it is answered in between', async () => {
    const night = { profile: { timeZone: { v: 'Pacific/Auckland', at: NOON } } }
    const world = await ask(...member(BEN, night), ...solvedBy(BEN, 's1'))
    world.deps.settings.quietHours = { start: '18:00', end: '23:00' }
    await world.at(AFTER_DUE)
    expect(await world.decisions(BEN)).toMatchObject([{ state: 'waiting', reason: 'waiting_quiet_hours' }])
    await world.has([said({ id: 'a1', iid: CLEO, kind: 'reply', threadId: 't1' })])
    await world.at('2026-06-11T12:00:00.000Z')
    expect(await world.decisions(BEN)).toMatchObject([{ state: 'held', reason: 'resolved', detail: 'thread.answered' }])
  })

  it('finds nobody who knows, says so, and asks nobody', async () => {
    const world = await ask(...member(BEN), ...solvedBy(BEN, 's5', 'Where to buy cups'))
    await world.at(AFTER_DUE)
    expect(await parent(world)).toMatchObject({ state: 'held', reason: 'no_peers', detail: '0' })
  })
})

describe('a peer', () => {
  const off = { '*': { granted: false, basis: 'consent' as const, wording: 'w', source: 'forum', at: NOON } }
  const busy = (state: string, threadId = 't0', over = {}) => ({
    ...keys.decision(BEN, 'CALL'),
    type: 'decision',
    id: 'CALL',
    recipe: 'peer-call',
    recipeVersion: 1,
    iid: BEN,
    subject: { platform: 'forum', id: 'q0', kind: 'post', threadId, at: NOON },
    state,
    reason: state,
    createdAt: NOON,
    updatedAt: NOON,
    call: { by: 'OTHER', why: [] },
    ...over,
  })

  it.each([
    ['has turned it off', member(BEN, { prefs: { topics: off } }), [], 'all_off'],
    ['is staff', member(BEN, { profile: { role: { v: 'staff', at: NOON } } }), [], 'condition_failed'],
    ['has no address', personItems([{ iid: BEN }]), [], 'no_address'],
    ['was asked lately', member(BEN), [busy('sent', 't0', { sentAt: '2026-06-08T08:00:00.000Z' })], 'cooldown'],
    ['is being asked', member(BEN), [busy('queued')], 'asked_lately'],
    ['has complained', member(BEN), [said({ id: 'c', iid: BEN, intents: ['complaint'] })], 'resolved'],
    ['wants a break', member(BEN, { prefs: { snoozedUntil: '2026-07-01T00:00:00.000Z' } }), [], 'expired'],
  ])('who %s is passed over for the next, and it is said why', async (_, ben, items, kept) => {
    const world = await ask(
      ...ben,
      ...items,
      ...member(CLEO),
      ...solvedBy(BEN, 's1'),
      ...solvedBy(BEN, 's2'),
      ...solvedBy(CLEO, 's3'),
    )
    await world.at(AFTER_DUE)
    expect(await parent(world)).toMatchObject({
      reason: 'peers_called',
      detail: '1',
      peers: [{ iid: BEN, kept }, { iid: CLEO }],
    })
    expect((await world.decisions(BEN)).filter(({ id }) => id !== 'CALL')).toEqual([])
  })

  it('is no bot that the settings name, nor the one who asked with another account, nor gone', async () => {
    const bot = scoresItem(birthId(BEN), { role: 'bot' })
    const world = await ask(
      ...member(BEN),
      bot,
      ...member(DAN, { gone: { v: true, at: NOON } }),
      ...solvedBy(BEN, 's1'),
      ...solvedBy(ANN, 's2'),
      ...solvedBy(DAN, 's3'),
    )
    await world.at(AFTER_DUE)
    expect(await parent(world)).toMatchObject({ reason: 'no_peers' })
  })

  it('is not who asked, by whichever account of theirs', async () => {
    const both = personItems([{ iid: ANN }, { iid: 'github:ann' }, { iid: 'email:ann', address: 'ann@example.com' }])
    const prefs = member(ANN).filter(({ type }) => type === 'preferences')
    const mine = prefs.map((item) => ({ ...item, ...keys.preferences('email:ann') }))
    const world = await ask(...both, ...mine, ...solvedBy('github:ann', 's1'))
    await world.at(AFTER_DUE)
    expect(await parent(world)).toMatchObject({ reason: 'no_peers', detail: '0' })
    expect(await world.decisions('github:ann')).toEqual([])
  })

  it('is nobody who has said something in the thread already, by whichever account', async () => {
    const world = starterWorld(test, 'peer-call')
    const when = { event: 'mention.created' as const, intents: ['question' as const] }
    world.deps.recipes = fixedRecipes([{ ...liveRecipe('peer-call'), when, after: 86_400_000 }])
    const ben = personItems([{ iid: BEN }, { iid: 'github:ben' }, { iid: 'email:ben', address: 'ben@example.com' }])
    const prefs = member(BEN).filter(({ type }) => type === 'preferences')
    await world.has([
      ...[...ben, ...prefs.map((item) => ({ ...item, ...keys.preferences('email:ben') }))],
      ...[...member(CLEO), ...member(DAN), ...solvedBy('github:ben', 's1'), ...solvedBy(CLEO, 's2')],
      ...solvedBy(DAN, 's3'),
      said({ id: 'a1', iid: BEN, kind: 'reply', threadId: 't1' }),
      said({ id: 'a2', iid: DAN, kind: 'reply', threadId: 't1', deleted: true }),
    ])
    await world.changes(undefined, question(), { now: '2026-06-10T08:00:01.000Z' })
    await world.at(AFTER_DUE)
    const { peers = [] } = (await parent(world)) ?? {}
    expect(peers.map(({ iid }) => iid).sort()).toEqual([CLEO, DAN])
  })

  it('who turns out to be the one who asked is not written to', async () => {
    const night = { profile: { timeZone: { v: 'Pacific/Auckland', at: NOON } } }
    const world = await ask(...member(BEN, night), ...solvedBy(BEN, 's1'))
    world.deps.settings.quietHours = { start: '18:00', end: '23:00' }
    await world.at(AFTER_DUE)
    expect(await world.decisions(BEN)).toMatchObject([{ state: 'waiting', reason: 'waiting_quiet_hours' }])
    await world.has(personItems([{ iid: BEN }, { iid: ANN }, { iid: `email:${BEN}`, address: 'ben@example.com' }]))
    await world.at('2026-06-11T12:00:00.000Z')
    expect(await world.decisions(BEN)).toMatchObject([{ state: 'held', reason: 'resolved', detail: 'subject.changed' }])
  })

  it('is asked by nobody twice for the same thread, and no other is asked when it is done again', async () => {
    const world = await ask(...member(BEN), ...member(CLEO), ...solvedBy(BEN, 's1'))
    // Died after it was written who is asked: the catalogue has changed since.
    const row = await parent(world)
    await world.has([
      { ...row, peers: [{ iid: BEN, score: 1, why: ['x'] }] },
      ...solvedBy(CLEO, 's2'),
      ...solvedBy(CLEO, 's3'),
    ])
    await world.at(AFTER_DUE)
    expect(await world.decisions(BEN)).toMatchObject([{ state: 'queued', call: { why: ['x'] } }])
    expect(await world.decisions(CLEO)).toEqual([])
  })
})
