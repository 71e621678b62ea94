import { countsFrom, firstDay, type MailCounts, reasonToPause, sumCounts } from '../domain/measure/recipe-health.ts'
import { DAY, type Iso, msOf } from '../domain/time.ts'
import { decisionsOfIdentity } from './decisions.ts'
import { type IdentityId, keys } from './keys.ts'
import type { DecisionItem } from './nudge-records.ts'
import { resolvePerson } from './people.ts'
import { pauseRecipe, readVersions } from './recipe-changes.ts'
import { readRecipe } from './recipes.ts'
import { advanceDecision } from './sends.ts'
import { type Item, query, type Table } from './table.ts'

/** Versions that are looked through for the one with which a recipe last went live. */
const MOST_VERSIONS = 50

/** What became of a recipe's emails within the days that count, of its versions from one on. */
export const readHealth = async (table: Table, recipe: string, from: number, now: Iso): Promise<MailCounts> => {
  const parts: Item[] = []
  let next: Item | undefined
  do {
    const page = await query(table, {
      pk: keys.recipeHealth(recipe, '', 0, 0).pk,
      where: '#sk >= :first',
      values: { ':first': firstDay(now) },
      from: next,
    })
    parts.push(...page.items)
    next = page.next
  } while (next)
  return sumCounts(parts.filter(({ version }) => Number(version) >= from))
}

/** What became of a recipe's emails since it last went live, within the days that count. */
export const recentHealth = async (table: Table, recipe: string, now: Iso): Promise<MailCounts> => {
  const versions = await readVersions(table, recipe, { limit: MOST_VERSIONS })
  return await readHealth(table, recipe, countsFrom(versions), now)
}

/**
 * Pauses a recipe that is live when too many of those who got its emails complain or unsubscribe. It is never started again by
 * itself; whoever starts it begins to count anew.
 * @returns why, when it is paused by this call
 */
export const pauseIfUnwanted = async (table: Table, recipe: string, now: Iso): Promise<string | undefined> => {
  const standing = await readRecipe(table, recipe)
  if (standing?.recipe.status !== 'live') return undefined
  const why = reasonToPause(await recentHealth(table, recipe, now))
  if (!why) return undefined
  return (await pauseRecipe(table, recipe, { by: 'earshot', at: now, why })) ? why : undefined
}

/** How long before an unsubscribe its email was sent at most. */
const STILL_READ = 60 * DAY

/**
 * Notes on the email that somebody unsubscribed from that they did, once. The link does not name the email: it is taken to be the
 * latest that went to the address on the topic.
 * @returns the decision behind the email; undefined when there is none
 */
export const noteUnsubscribe = async (
  table: Table,
  { emailIid, topic }: { emailIid: IdentityId; topic: string },
  now: Iso,
): Promise<DecisionItem | undefined> => {
  const known = await resolvePerson(table, emailIid)
  const iids = known ? Object.keys(known.person.ids) : [emailIid]
  const decisions = (await Promise.all(iids.map((iid) => decisionsOfIdentity(table, iid)))).flat()
  const [latest] = decisions
    .flatMap((one) => (one.emailIid === emailIid && one.topic === topic && one.sentAt ? [{ one, at: one.sentAt }] : []))
    .filter(({ at }) => msOf(now) - msOf(at) <= STILL_READ)
    .sort((a, b) => (a.at < b.at ? 1 : -1))
  if (!latest) return undefined
  return await advanceDecision(table, latest.one, ({ unsubscribedAt }) =>
    unsubscribedAt ? undefined : { unsubscribedAt: now, updatedAt: now },
  )
}
