import { peersWanted } from '../domain/nudge/audience.ts'
import { eventOf, matches } from '../domain/nudge/events.ts'
import type { Recipe } from '../domain/nudge/recipe.ts'
import type { NudgeSettings } from '../domain/settings.ts'
import { type Iso, isoOf, msOf } from '../domain/time.ts'
import { candidates } from './content.ts'
import { decisionsOfIdentity, newDecision } from './decisions.ts'
import { indexKeys } from './index-keys.ts'
import type { ActivityItem, PersonItem } from './items.ts'
import type { IdentityId } from './keys.ts'
import { mergeShards, takePage } from './lists.ts'
import { readActivities } from './mentions.ts'
import { loadNudgeContext, type NudgeContext } from './nudge-context.ts'
import type { DecisionItem } from './nudge-records.ts'
import { readRecipe, readRecipes, readRecipeVersion } from './recipes.ts'
import type { Table } from './table.ts'

/** How many of the newest things that somebody did are looked at. */
const LOOKED_AT = 50

/** Whom an email is about when it is about nobody. */
const NOBODY = { personId: 'EXAMPLE', iids: [] }

type Cause = Pick<DecisionItem, 'iid' | 'subject'>

/** What last called for a recipe: the newest decision of it, else the newest thing that would. */
const causeOf = async (table: Table, iids: readonly IdentityId[], recipe: Recipe): Promise<Cause | undefined> => {
  const decisions = (await Promise.all(iids.map((iid) => decisionsOfIdentity(table, iid)))).flat()
  const [newest] = decisions.filter((one) => one.recipe === recipe.id).sort((a, b) => (a.at > b.at ? -1 : 1))
  if (newest) return newest
  const entries = mergeShards(table, {
    index: 'byAuthor',
    pks: iids.map(indexKeys.author),
    after: undefined,
    want: LOOKED_AT,
  })
  const { items } = await takePage(entries, 1, async (batch) =>
    (await readActivities(table, batch)).map(({ item }) =>
      item && matches(recipe.when, eventOf(item)) ? subjectOf(item) : undefined,
    ),
  )
  return items[0]
}

const subjectOf = ({ iid, platform, id, kind, threadId, createdAt }: ActivityItem): Cause => ({
  iid,
  subject: { platform, id, kind, ...(threadId ? { threadId } : {}), at: createdAt },
})

const madeUp = (iids: readonly IdentityId[], now: Iso): Cause => ({
  iid: iids[0] ?? 'example:nobody',
  subject: { platform: 'example', id: 'example', kind: 'post', at: now },
})

/** A recipe that is kept: as it stands, or an older version of it. */
export const recipeToPreview = async (
  table: Table,
  { id, version }: { id: string; version?: number | undefined },
): Promise<Recipe | undefined> =>
  version === undefined ? (await readRecipe(table, id))?.recipe : await readRecipeVersion(table, { id, version })

/**
 * Reads all that an email of a recipe would depend on if something called for it now. Nothing is written.
 * @param recipe need not be kept anywhere
 * @param person nobody in particular when left out
 */
export const readPreview = async (
  table: Table,
  {
    recipe,
    person,
    settings,
    now,
  }: { recipe: Recipe; person?: PersonItem | undefined; settings: NudgeSettings; now: Iso },
): Promise<{ context: NudgeContext & { recipe: Recipe }; example: boolean }> => {
  const people = person ? { personId: person.personId, person, iids: Object.keys(person.ids).sort() } : NOBODY
  const [cause, kept] = await Promise.all([causeOf(table, people.iids, recipe), readRecipes(table)])
  // The gates compare with what is kept by its version: this one counts, whatever that is.
  const version = kept.find((one) => one.recipe.id === recipe.id)?.recipe.version ?? recipe.version
  const tried = { ...recipe, version }
  const others = kept.map((one) => one.recipe).filter(({ id }) => id !== recipe.id)
  const made = newDecision(tried, {
    ...(cause ?? madeUp(people.iids, now)),
    ...{ personId: people.personId, now, keepDays: 1 },
  })
  // One of its own, due now: what has become of the real one may hold it like anything else that was before.
  // A call for help is shown as the peer gets it, and not as what looks for peers.
  const call = peersWanted(recipe) === undefined ? {} : { call: { by: 'PREVIEW', why: [] } }
  const decision = { ...made, ...call, id: 'PREVIEW', dueAt: now, expiresAt: isoOf(msOf(now) + recipe.expires) }
  const context = await loadNudgeContext(table, decision, {
    ...{ now, settings, people },
    recipes: { all: async () => [...others, tried], version: async () => tried },
  })
  const languages = [...new Set(context.languages.flat())]
  const pieces = await candidates(table, languages, recipe.content.stages)
  return { context: { ...context, recipe: tried, candidates: pieces }, example: cause === undefined }
}
