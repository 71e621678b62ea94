import fc from 'fast-check'
import { type Activity, isMention } from '../../shared/domain/listen/activity.ts'
import { isoOf, monthOf } from '../../shared/domain/time.ts'
import type { SentimentLabel, Understanding } from '../../shared/domain/understand/understanding.ts'

/** A little world for property tests: what happens in it, as activities in the order in which they happened. */

export const RECEIVED = '2026-06-30T12:00:00.000Z'
const START = Date.parse('2026-01-03T10:00:00.000Z')
/** Several things happen on a day, so that most words about a profile are not worth a write. */
const tick = (at: number): string => isoOf(START + at * 7 * 3_600_000)
/** Then everybody takes the handle that somebody else had, and another name. */
const RENAMED = 12

const LABELS = ['POSITIVE', 'NEGATIVE', 'NEUTRAL', 'MIXED'] as const

type State = { label: SentimentLabel; asks: boolean; deleted: boolean }
const state: fc.Arbitrary<State> = fc.record({
  label: fc.constantFrom(...LABELS),
  asks: fc.boolean(),
  deleted: fc.boolean(),
})

/** Text that says what is to be understood of it, so that understanding is a pure function of the activity. */
export const understandingFor = (activity: Activity): Understanding | undefined => {
  if (!isMention(activity) || activity.deleted) return undefined
  const [label = 'NEUTRAL', asks, mark] = activity.text.split(' ')
  return {
    language: 'en',
    sentiment: {
      label: label as SentimentLabel,
      scores: { positive: 0.25, negative: 0.25, neutral: 0.25, mixed: 0.25 },
      confidence: 0.5,
      engine: 'test',
      ...(mark === 'provisional' ? { provisional: true } : {}),
    },
    intents: asks === 'true' ? ['question'] : [],
  }
}

const author = (id: number, name = 0): Activity['author'] => ({
  id: `u${id}`,
  handle: `handle-${name === 0 ? id : (id + 1) % 5}`,
  name: `name ${name}`,
  ...(id === 0 ? { role: 'brand' as const } : {}),
})

type Thing = { activity: Omit<Activity, 'revision' | 'at'>; states: State[] }

const mention = fc.record({
  by: fc.nat(4),
  /** The index of what it answers among all mentions, perhaps one that never comes; none for a post. */
  parent: fc.option(fc.nat(7), { nil: undefined }),
  named: fc.boolean(),
  created: fc.nat(60),
  states: fc.array(state, { minLength: 1, maxLength: 3 }),
})

const deed = fc.record({
  kind: fc.constantFrom(
    'order' as const,
    'reaction' as const,
    'account' as const,
    'solved' as const,
    'thread' as const,
  ),
  by: fc.nat(4),
  about: fc.nat(7),
  email: fc.boolean(),
  named: fc.boolean(),
  states: fc.array(state, { minLength: 1, maxLength: 2 }),
})

const common = { source: 'forum', platform: 'forum' }
type MentionPlan = { by: number; parent: number | undefined; named: boolean; created: number; states: State[] }

const mentionThing = (plan: MentionPlan, at: number, all: readonly MentionPlan[]): Thing => {
  const { by, parent, named, created, states } = plan
  const parentAuthor = parent === undefined ? undefined : (all[parent]?.by ?? 9)
  const reply = parent !== undefined && parent !== at
  return {
    states,
    activity: {
      ...common,
      kind: reply ? 'reply' : 'post',
      id: `m${at}`,
      author: author(by),
      text: '',
      thread: { id: `t${at % 2}`, title: 'A thread' },
      createdAt: tick(created),
      ...(reply ? { parent: { id: `m${parent}`, ...(named ? { author: { id: `u${parentAuthor}` } } : {}) } } : {}),
    } as Thing['activity'],
  }
}

type DeedPlan = {
  kind: 'order' | 'reaction' | 'account' | 'solved' | 'thread'
  by: number
  about: number
  email: boolean
  named: boolean
  states: State[]
}

const deedThing = (plan: DeedPlan, at: number, all: readonly MentionPlan[]): Thing => {
  const { kind, by, about, email, named, states } = plan
  const base = { ...common, kind, id: `${kind}-${at}`, author: author(by) }
  // At most two accounts share an address: beyond the limits, who comes first matters, as it must.
  const verified = email ? { email: `Person${by % 3}@Example.com`, emailVerified: true } : {}
  const answer = { id: `m${about}`, ...(named ? { author: { id: `u${all[about]?.by ?? 9}` } } : {}) }
  const own = {
    order: { author: { ...base.author, ...verified }, total: { amount: 100 + at, currency: 'EUR' } },
    account: { author: { ...base.author, ...verified }, joinedAt: tick(0) },
    reaction: { reaction: 'like', target: answer },
    // One thread has one history of solutions, so what happens to it shares an id.
    solved: { id: 'solved', thread: { id: 't0', title: 'A thread', url: 'https://x.example/t0' }, answer },
    thread: { id: 'thread', thread: { id: 't0', title: `Title ${at}`, url: 'https://x.example/t0' }, closed: named },
  }[kind]
  return { states, activity: { ...base, ...own } as Thing['activity'] }
}

const withState = (thing: Thing['activity'], { label, asks, deleted }: State, at: number): Activity => {
  const by = Number(thing.author.id.slice(1))
  const activity = {
    ...thing,
    at: tick(at),
    revision: tick(at),
    author: { ...thing.author, ...author(by, at < RENAMED ? 0 : 1) },
    ...(deleted ? { deleted } : {}),
    ...('text' in thing ? { text: `${label} ${asks}` } : {}),
  }
  return activity as Activity
}

/** Turns of all things' states, each thing's own in their order. */
const interleave = (things: readonly Thing[], turns: readonly number[]): Activity[] => {
  const left = things.map(({ activity, states }) => ({ activity, states: [...states] }))
  const out: Activity[] = []
  for (let turn = 0; ; turn++) {
    const open = left.filter(({ states }) => states.length > 0)
    const thing = open[(turns[turn % turns.length] ?? 0) % (open.length || 1)]
    const next = thing?.states.shift()
    if (!thing || !next) return out
    out.push(withState(thing.activity, next, out.length + 1))
  }
}

/** All that happens, in order. */
export const world: fc.Arbitrary<Activity[]> = fc
  .record({
    mentions: fc.array(mention, { minLength: 2, maxLength: 8 }),
    deeds: fc.array(deed, { maxLength: 6 }),
    turns: fc.array(fc.nat(13), { minLength: 5, maxLength: 20 }),
  })
  .map(({ mentions, deeds, turns }) =>
    interleave(
      [
        ...mentions.map((plan, at) => mentionThing(plan, at, mentions)),
        ...deeds.map((plan, at) => deedThing(plan, at, mentions)),
      ],
      turns,
    ),
  )

/** A recount of rollups from nothing but the last states: an independent way to the same numbers. */
export const recount = (activities: readonly Activity[]): Map<string, Record<string, number>> => {
  const last = new Map<string, Activity>()
  for (const activity of activities)
    last.set(`${activity.kind === 'post' ? 'reply' : activity.kind} ${activity.id}`, activity)
  const sums = new Map<string, Record<string, number>>()
  const add = (who: string, when: string, field: string, by: number) => {
    const key = `I#forum:${who} R#${monthOf(when)}`
    const sum = sums.get(key) ?? {}
    sum[field] = (sum[field] ?? 0) + by
    sums.set(key, sum)
  }
  const authors = new Map([...last.values()].filter(isMention).map(({ id, author: { id: who } }) => [id, who]))
  for (const activity of last.values()) {
    if (activity.deleted) continue
    const done = isMention(activity) ? activity.createdAt : activity.at
    if (isMention(activity) || activity.kind === 'reaction' || activity.kind === 'order')
      add(activity.author.id, done, `d${done.slice(8, 10)}`, 1)
    if (isMention(activity)) {
      add(activity.author.id, activity.createdAt, 'n', 1)
      add(activity.author.id, activity.createdAt, 'w', 100)
      if (activity.kind === 'reply') add(activity.author.id, activity.createdAt, 'replies', 1)
      if (activity.text.startsWith('POSITIVE')) add(activity.author.id, activity.createdAt, 'pos', 1)
      if (activity.text.startsWith('NEGATIVE')) add(activity.author.id, activity.createdAt, 'neg', 1)
      if (activity.text.endsWith('true')) add(activity.author.id, activity.createdAt, 'questions', 1)
    }
    if (activity.kind === 'reaction') add(activity.author.id, activity.at, 'reactions', 1)
    if (activity.kind === 'order') {
      add(activity.author.id, activity.at, 'orders', 1)
      add(activity.author.id, activity.at, `o${activity.at.slice(8, 10)}`, 1)
      add(activity.author.id, activity.at, 'spend_EUR', activity.total.amount)
    }
    if (activity.kind === 'solved') {
      const by = activity.answer.author?.id ?? authors.get(activity.answer.id)
      if (by !== undefined) add(by, activity.at, 'accepted', 1)
    }
  }
  return sums
}
