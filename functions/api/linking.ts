import type { LinkedAnswer } from '../../shared/domain/respond/link-answers.ts'
import { linkId } from '../../shared/domain/respond/link-id.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import type { PersonItem } from '../../shared/store/items.ts'
import { type IdentityId, keys } from '../../shared/store/keys.ts'
import { link } from '../../shared/store/link.ts'
import type { Word } from '../../shared/store/link-actions.ts'
import { type ConflictItem, ordered } from '../../shared/store/link-items.ts'
import { getPerson, type Resolved, resolvePerson } from '../../shared/store/people.ts'
import { getAll, type Table } from '../../shared/store/table.ts'

/** How sure somebody's decision in the API is. */
const AGENT = 0.9

/** Nobody is there by what was asked for. */
export const nobody = (what: string): HttpError => new HttpError(404, `There is no person ${what.slice(0, 300)}.`)

/** @throws HttpError 404 */
export const personWithId = async (table: Table, id: string): Promise<PersonItem> => {
  const person = await getPerson(table, id)
  if (!person) throw nobody(`with the id ${id}`)
  return person
}

/** Who says it, when and why. */
export const wordOf = ({ user, now }: { user: string; now: string }, why: string | undefined): Word => ({
  by: `user:${user}`,
  at: now,
  ...(why === undefined ? {} : { why }),
})

/**
 * The identity that is meant: itself, or the one that a person was born with.
 * @throws HttpError 404
 */
export const identityIn = async (table: Table, who: string): Promise<IdentityId> => {
  if (who.includes(':')) return (await seen(table, who)).identity.iid
  const [person] = (await getAll(table, [keys.person(who)])) as [PersonItem | undefined]
  if (!person) throw nobody(`with the id ${who}`)
  return person.origin
}

/** The identity that is meant, and its person. @throws HttpError 404 */
export const seen = async (table: Table, who: string): Promise<Resolved> => {
  const found = await resolvePerson(table, who.includes(':') ? who : await identityIn(table, who))
  if (!found) throw nobody(`with the identity ${who}`)
  return found
}

/**
 * Links two on somebody's decision, also where such a link was taken back before.
 * @throws HttpError 409 with what forbids it
 */
export const decideLink = async (
  table: Table,
  { a, b }: { a: IdentityId; b: IdentityId },
  { by, at, why }: Word,
): Promise<LinkedAnswer> => {
  if (a === b) throw new HttpError(400, 'a and b are the same; expected two.')
  const kind = 'agent' as const
  const evidence = { a, b, kind, confidence: AGENT, actor: by, at, ...(why === undefined ? {} : { why }) }
  const outcome = await link(table, evidence, { again: true })
  const id = linkId({ ...ordered(a, b), kind })
  if (outcome === 'conflict' || outcome === 'suggested') {
    const [conflict] = (await getAll(table, [keys.conflict(a, b, kind)])) as [ConflictItem | undefined]
    throw new HttpError(
      409,
      `${a} and ${b} may not be one person: ${conflict?.reason ?? 'something has changed meanwhile; try again'}. It is kept and tried again when that is gone; DELETE /api/links/${id} takes it back.`,
    )
  }
  const person = (await resolvePerson(table, a))?.person.personId ?? ''
  return { outcome, person, link: id }
}
