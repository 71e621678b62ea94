import { plan } from '../../../functions/nudge/planning.ts'
import { sweep } from '../../../functions/nudge/sweeping.ts'
import type { Recipe } from '../../../shared/domain/nudge/recipe.ts'
import { recipeOf } from '../../../shared/domain/nudge/recipes.ts'
import type { Iso } from '../../../shared/domain/time.ts'
import { putContent } from '../../../shared/store/content.ts'
import { indexKeys } from '../../../shared/store/index-keys.ts'
import type { ActivityItem, IdentityItem, ThreadItem } from '../../../shared/store/items.ts'
import { type IdentityId, keys } from '../../../shared/store/keys.ts'
import type { DecisionItem, PreferencesItem } from '../../../shared/store/nudge-records.ts'
import type { ScoresItem } from '../../../shared/store/score-items.ts'
import type { Item } from '../../../shared/store/table.ts'
import { NOON, settings } from '../../domain/nudge/factories.ts'
import { activityItem, personItems } from '../../support/graph-items.ts'
import { changeTold } from '../../support/stream.ts'
import type { TestTable } from '../../support/table.ts'
import { decisionsOf, planning, put, putItems } from './world.ts'

/** A recipe of the starter set as it is when somebody has made it live; nobody is held out. */
export const liveRecipe = (id: string): Recipe => {
  const recipe = recipeOf(id)
  if (!recipe) throw new Error(`no recipe ${id}`)
  return { ...recipe, status: 'live', holdout: 0 }
}

/** Somebody on the forum in London with an address that said yes to everything. */
export const member = (
  iid: IdentityId,
  { prefs = {}, ...over }: Partial<IdentityItem> & { prefs?: Partial<PreferencesItem> } = {},
): Item[] => {
  const email = `email:${iid}`
  return [
    ...personItems([
      { iid, ...over, profile: { timeZone: { v: 'Europe/London', at: NOON }, ...over.profile } },
      { iid: email, address: `${iid.replace(':', '-')}@example.com` },
    ]),
    {
      ...keys.preferences(email),
      type: 'preferences',
      ver: 1,
      topics: {
        '*': { granted: true, basis: 'consent', wording: 'w', source: 'forum', at: '2026-01-01T00:00:00.000Z' },
      },
      ...prefs,
    },
  ]
}

/** A post or a reply on the forum, with an address that emails may lead to. */
export const said = (over: Partial<ActivityItem> & { id: string }): ActivityItem =>
  activityItem({
    platform: 'forum',
    kind: 'post',
    createdAt: '2026-06-10T08:00:00.000Z',
    url: `https://community.example/t/${over.id}`,
    ...(over.threadId ? { th: indexKeys.thread('forum', over.threadId) } : {}),
    ...over,
  })

export const threadItem = (over: Partial<ThreadItem> = {}): ThreadItem => ({
  ...keys.thread('forum', 't1'),
  sk: 'A',
  type: 'thread',
  platform: 'forum',
  id: 't1',
  ...over,
})

export const scoresItem = (personId: string, over: Partial<ScoresItem> = {}): ScoresItem =>
  ({
    ...keys.scores(personId),
    type: 'scores',
    personId,
    ver: 1,
    personVer: 1,
    computedAt: NOON,
    settings: 's',
    values: {},
    made: { last: Date.parse('2026-06-10T00:00:00.000Z') },
    boards: {},
    q: 'SCORED#0',
    qs: personId,
    ...over,
  }) as ScoresItem

/** A piece of the catalogue. */
const piece = (over: Record<string, unknown> = {}) => ({
  id: 'guide',
  kind: 'guide' as const,
  title: 'The descaling light',
  url: 'https://community.example/guide',
  language: 'en',
  stage: 'use' as const,
  topics: ['maintenance'],
  exclusive: true,
  staffPick: true,
  publishedAt: '2026-05-20T00:00:00.000Z',
  ...over,
})

/** One table, one recipe, and what the stream tells. */
export const starterWorld = ({ table }: TestTable, ...ids: string[]) => {
  const deps = planning(table, {
    recipes: ids.map(liveRecipe),
    settings: settings({
      topics: Object.fromEntries(ids.map((id) => [liveRecipe(id).topic, 'words'])),
      caps: { minGapHours: 0, per7Days: 9, per30Days: 9 },
      quietHours: { start: '03:00', end: '03:01' },
    }),
  })
  return {
    table,
    deps,
    queued: deps.queued,
    has: (items: readonly object[]) => putItems(table, items as Item[]),
    content: (over: Record<string, unknown> = {}) => putContent(table, piece(over), NOON),
    /** Writes the item, and has the stream tell of it as often as one likes. */
    changes: async (before: object | undefined, after: object, { now = NOON, times = 2 } = {}) => {
      await put(table, after as Item)
      for (let told = 0; told < times; told++) await plan(deps, changeTold(before, after, Date.parse(NOON)), now)
    },
    at: (now: Iso) => sweep(deps, { now, hasTime: () => true }),
    decisions: (iid: IdentityId): Promise<DecisionItem[]> => decisionsOf(table, iid),
  }
}
