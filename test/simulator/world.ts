import { type Recipe, readRecipe, type WrittenRecipe } from '../../shared/domain/nudge/recipe.ts'
import type { RecipeStatus } from '../../shared/domain/nudge/recipe-status.ts'
import type { NudgeSettings } from '../../shared/domain/settings.ts'
import { DAY, HOUR, isoOf, MINUTE, msOf, SECOND } from '../../shared/domain/time.ts'
import { indexKeys } from '../../shared/store/index-keys.ts'
import { birthId, type IdentityId, keys } from '../../shared/store/keys.ts'
import type { Item } from '../../shared/store/table.ts'
import { recipeJson, settings } from '../domain/nudge/factories.ts'
import { activityItem, identityItem } from '../support/graph-items.ts'

/** Zones whose clocks do odd things, with a day near which they do. */
const PLACES: readonly [zone: string, day: string][] = [
  ['Australia/Lord_Howe', '2026-10-03'],
  ['Pacific/Chatham', '2026-09-26'],
  ['Africa/Cairo', '2026-04-23'],
  ['Africa/Casablanca', '2026-03-22'],
  ['Asia/Gaza', '2026-10-24'],
  ['America/Havana', '2026-03-08'],
  ['Atlantic/Azores', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-11-01'],
  ['America/Santiago', '2026-09-06'],
  ['Asia/Kathmandu', '2026-06-10'],
]

/** Somebody: an account, and the addresses that are linked to it from the beginning. */
type Somebody = { account: IdentityId; emails: IdentityId[]; zone?: string }

/** What sort of day it is: in a rush one person does a lot at once, and everybody who works is slow. */
type Sort = { rush: boolean }

/** Something that happens to the community or to its switches. */
export type Happening =
  | { do: 'write'; item: Item }
  | { do: 'unsubscribe'; email: IdentityId; topic: string; all: boolean }
  | { do: 'grant'; email: IdentityId; topic: string }
  | { do: 'pause' | 'resume' }
  | { do: 'link' | 'unlink'; a: IdentityId; b: IdentityId }
  | { do: 'recipe'; id: string; status: RecipeStatus }

type Planned = { at: number; what: Happening }

/** A little community, and what is going to happen there. */
export type World = {
  rush: boolean
  start: number
  settings: NudgeSettings
  recipes: readonly Recipe[]
  /** The same as their JSON has them. */
  written: readonly WrittenRecipe[]
  people: readonly Somebody[]
  /** An address of nobody, until a link makes it somebody's. */
  loose: IdentityId
  /** Whoever reads it has asked for no emails. */
  looseIsOff: boolean
  addresses: ReadonlyMap<string, IdentityId>
  items: Item[]
  granted: readonly { email: IdentityId; topic: string }[]
  script: Planned[]
  /** Things that happen just while an email is on its way. */
  sudden: Happening[]
}

const TOPICS = ['answers', 'tips']

const content = (id: string, publishedAt: string): Item => ({
  ...{ ...keys.content(id), type: 'content', id, rev: '1', kind: 'guide', title: `Guide ${id}`, language: 'en' },
  ...{ url: `https://community.example/${id}`, stage: 'use', topics: [], exclusive: true, helpful: 3, votes: 3 },
  ...{ publishedAt, sends: 0, clickers: 0, q: indexKeys.content('use', 'en'), qs: id },
})

const recipesOf = (random: () => number, { rush }: Sort): WrittenRecipe[] => {
  const common = { content: { pick: 'stage', stages: ['use'], minScore: 0 }, template: 'guidepost@1', if: [] }
  const maybe = <T>(one: T, other: T): T => (random() < 0.5 || rush ? one : other)
  return [
    recipeJson({
      ...common,
      ...{ id: 'help', priority: 80, after: maybe('0m', '3h'), expires: maybe('30h', '72h') },
      ...{ cooldown: maybe('0m', '48h'), unless: ['subject.deleted', 'subject.changed', 'thread.solved'] },
      ...{ holdout: maybe(0, 0.4) },
    }),
    recipeJson({
      ...common,
      ...{ id: 'order', topic: maybe('answers', 'tips'), priority: 40, when: { event: 'order.placed' } },
      ...{ after: maybe('0m', '1h'), expires: '48h', cooldown: '0m', once: { per: 'subject' } },
      ...{ unless: ['subject.deleted'], holdout: maybe(0, 0.4) },
    }),
    recipeJson({
      ...common,
      ...{ id: 'reply', topic: 'tips', priority: 60, when: { event: 'mention.created', kinds: ['reply'] } },
      ...{ after: '20m', expires: '24h', cooldown: '0m', once: { per: 'subject' }, unless: [] },
      ...{ status: random() < 0.2 ? 'dry-run' : 'live', holdout: 0 },
    }),
  ] as WrittenRecipe[]
}

const peopleOf = (random: () => number, zone: string, { rush }: Sort): Somebody[] =>
  Array.from({ length: random() < 0.5 || rush ? 1 : 2 }, (_, at) => ({
    account: `forum:${at}`,
    emails: Array.from({ length: random() < 0.7 ? 1 : 2 }, (_, nth) => `email:${at}${'ab'[nth]}`),
    ...(random() < 0.8 ? { zone } : {}),
  }))

const person = (iid: IdentityId, over: Item): Item[] => [
  identityItem(iid, over),
  {
    ...{ ...keys.person(birthId(iid)), sk: 'A', type: 'person', personId: birthId(iid), origin: iid },
    ...{ status: 'active', ids: { [iid]: { b: birthId(iid), k: false } }, ver: 1 },
  },
]

/** What somebody writes and orders, edits and takes back. */
const activitiesOf = (
  random: () => number,
  people: readonly Somebody[],
  { rush, start }: Sort & { start: number },
): Planned[] => {
  const planned: Planned[] = []
  const count = 1 + Math.floor(random() * (rush ? 4 : 3))
  // Several within moments, so that emails to one person compete.
  const moments = [start + random() * DAY, start + random() * (rush ? 1 : 3) * DAY]
  for (let n = 0; n < count; n++) {
    const at =
      (moments[Math.floor(random() * 2)] ?? start) +
      Math.round(random() < 0.6 || rush ? random() * 4 * SECOND : random() * 2 * DAY)
    const who = people[Math.floor(random() * people.length)]?.account ?? ''
    const kind = random() < 0.5 ? 'post' : random() < 0.6 ? 'order' : 'reply'
    const base = { id: `s${n}`, platform: 'forum', iid: who, kind, createdAt: isoOf(at) } as const
    const thread = kind === 'order' ? {} : { threadId: `t${n}`, intents: kind === 'post' ? ['question' as const] : [] }
    const item = activityItem({ ...base, ...thread })
    planned.push({ at, what: { do: 'write', item } })
    const later = at + Math.round(random() * 2 * DAY)
    if (random() < 0.15) planned.push({ at: later, what: { do: 'write', item: { ...item, rev: 'z1', deleted: true } } })
    if (random() < 0.1) planned.push({ at: later, what: { do: 'write', item: { ...item, rev: 'z2', intents: [] } } })
    if (random() < 0.1 && kind === 'post') {
      const solved = { ...keys.thread('forum', `t${n}`), type: 'thread', threadId: `t${n}`, solvedAt: isoOf(later) }
      planned.push({ at: later, what: { do: 'write', item: solved } })
    }
  }
  return planned
}

const switchesOf = (random: () => number, start: number, recipes: readonly Recipe[]): Planned[] => {
  const planned: Planned[] = []
  if (random() < 0.3) {
    const at = start + random() * 2 * DAY
    const pause = random() < 0.8 ? random() * 3 * HOUR : random() * 2 * DAY
    planned.push({ at, what: { do: 'pause' } }, { at: at + pause, what: { do: 'resume' } })
  }
  const live = recipes.filter(({ status }) => status === 'live')
  const edited = live[Math.floor(random() * live.length)]
  if (random() < 0.25 && edited) {
    const at = start + random() * 2 * DAY
    planned.push({ at, what: { do: 'recipe', id: edited.id, status: random() < 0.7 ? 'paused' : 'archived' } })
    planned.push({ at: at + random() * 6 * HOUR, what: { do: 'recipe', id: edited.id, status: 'live' } })
  }
  return planned
}

const suddenOf = (random: () => number, people: readonly Somebody[], loose: IdentityId): Happening[] => {
  const emails = [...people.flatMap(({ emails }) => emails), loose]
  const email = (): IdentityId => emails[Math.floor(random() * emails.length)] ?? loose
  const topic = (): string => TOPICS[Math.floor(random() * 2)] ?? 'answers'
  const account = people[0]?.account ?? ''
  const pool: Happening[] = []
  if (random() < 0.4) pool.push({ do: 'unsubscribe', email: email(), topic: topic(), all: random() < 0.3 })
  if (random() < 0.2) pool.push({ do: 'grant', email: email(), topic: topic() })
  if (random() < 0.25) pool.push({ do: 'pause' })
  if (random() < 0.5) pool.push({ do: 'link', a: account, b: loose })
  if (random() < 0.2) pool.push({ do: 'unlink', a: account, b: loose })
  return pool
    .map((one) => ({ one, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one)
}

/** The community of a seed. */
export const worldOf = (random: () => number): World => {
  const [zone, day] = PLACES[Math.floor(random() * PLACES.length)] ?? ['Europe/Berlin', '2026-10-25']
  const start = msOf(`${day}T00:00:00.000Z`) - Math.round((1 + random()) * DAY) + Math.round(random() * HOUR)
  const sort = { rush: random() < 0.25 }
  const written = recipesOf(random, sort)
  const recipes = written.map((json) => readRecipe(`recipes/${json.id}.json`, json))
  const people = peopleOf(random, zone, sort)
  const loose = 'email:loose'
  const all = [...people.flatMap(({ emails }) => emails), loose]
  const before = isoOf(start - 30 * DAY)
  const address = (iid: IdentityId): string => `${iid.slice('email:'.length)}@example.com`
  return {
    ...sort,
    start,
    settings: settings({
      topics: { answers: 'Answers', tips: 'Tips' },
      timeZone: 'Europe/London',
      caps: { minGapHours: random() < 0.5 ? 4 : 20, per7Days: 2, per30Days: 3 },
    }),
    recipes,
    written,
    people,
    loose,
    looseIsOff: random() < 0.6,
    addresses: new Map(all.map((iid) => [address(iid), iid])),
    items: [
      ...Array.from({ length: 7 }, (_, at) => content(`c${at}`, before)),
      ...people.flatMap(({ account, zone: own }) =>
        person(account, { profile: own ? { timeZone: { v: own, at: before } } : {}, firstSeenAt: before }),
      ),
      ...all.flatMap((iid) => person(iid, { address: address(iid), firstSeenAt: before })),
    ],
    granted: all.flatMap((email) => TOPICS.filter(() => random() < 0.85).map((topic) => ({ email, topic }))),
    script: [...activitiesOf(random, people, { ...sort, start }), ...switchesOf(random, start, recipes)].sort(
      (a, b) => a.at - b.at,
    ),
    sudden: suddenOf(random, people, loose),
  }
}

/** Long enough for every email that is still wanted to have gone, and every other to have been given up. */
export const QUIET_TIME = { length: 40 * DAY, step: 5 * MINUTE }
