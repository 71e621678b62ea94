import type {
  ApartAnswer,
  ConflictAnswer,
  HistoryAnswer,
  LinkAnswer,
  PersonLinksAnswer,
  ShortPersonAnswer,
  SideAnswer,
  SuggestionAnswer,
} from '../domain/respond/link-answers.ts'
import { linkId, pairId } from '../domain/respond/link-id.ts'
import { personName } from '../domain/respond/person-name.ts'
import { conflictsOf } from './conflicts.ts'
import type { IdentityItem, PersonItem } from './items.ts'
import { birthId, type IdentityId, keys, type PersonId } from './keys.ts'
import type { ApartItem, ConflictItem, EvidenceItem, PersonLogItem, SuggestionItem } from './link-items.ts'
import { readIdentities } from './mentions.ts'
import { nameSource } from './person-view.ts'
import { evidenceOf } from './split.ts'
import { suggestionsOf } from './suggestions.ts'
import { getAll, query, type Table } from './table.ts'

/** What the API shows of who is who. */

type Pair = { a: IdentityId; b: IdentityId }
type Identities = ReadonlyMap<IdentityId, IdentityItem>

/** The accounts that some pairs are about, read at once. */
const identitiesIn = (table: Table, pairs: readonly Pair[]): Promise<Identities> =>
  readIdentities(
    table,
    pairs.flatMap(({ a, b }) => [a, b]),
  )

const side = (identities: Identities, iid: IdentityId): SideAnswer => {
  const item = identities.get(iid)
  return { identity: iid, person: item?.personId ?? birthId(iid), name: personName(item ? [nameSource(item)] : []) }
}

const sides = (identities: Identities, { a, b }: Pair) => ({ a: side(identities, a), b: side(identities, b) })
const reason = ({ why }: { why?: string }): { why?: string } => (why === undefined ? {} : { why })

const linkAnswer = (identities: Identities, item: EvidenceItem): LinkAnswer => ({
  id: linkId(item),
  ...sides(identities, item),
  ...{ kind: item.kind, confidence: item.confidence, by: item.actor, at: item.at },
  ...reason(item),
  active: item.active,
  ...(item.retracted ? { retracted: item.retracted } : {}),
})

const apartAnswer = (identities: Identities, item: ApartItem): ApartAnswer => ({
  id: pairId('apart', item),
  ...sides(identities, item),
  ...{ by: item.by, at: item.at },
  ...reason(item),
})

const conflictAnswer = (identities: Identities, item: ConflictItem): ConflictAnswer => ({
  id: linkId(item),
  ...sides(identities, item),
  ...{ kind: item.kind, reason: item.reason, confidence: item.confidence, by: item.actor, at: item.since },
  ...reason(item),
})

const historyAnswer = ({ what, at, actor, from, to, identities, about, ...line }: PersonLogItem): HistoryAnswer => ({
  ...{ what, at, by: actor, from, identities: [...identities] },
  ...reason(line),
  ...(to ? { to } : {}),
  ...(about ? { about } : {}),
})

/** Forbidden links as the API shows them. */
export const conflictAnswers = async (table: Table, items: readonly ConflictItem[]): Promise<ConflictAnswer[]> => {
  const identities = await identitiesIn(table, items)
  return items.map((item) => conflictAnswer(identities, item))
}

const shortIdentity = (item: IdentityItem): ShortPersonAnswer['identities'][number] => ({
  id: item.iid,
  platform: item.platform,
  name: personName([nameSource(item)]),
  ...(item.profile.url ? { url: item.profile.url.v } : {}),
  ...(item.profile.avatar ? { avatar: item.profile.avatar.v } : {}),
})

/** Persons in a few words, by their ids; those that are none any more are left out. */
const shortPersons = async (table: Table, ids: readonly PersonId[]): Promise<Map<PersonId, ShortPersonAnswer>> => {
  const people = (await getAll(table, ids.map(keys.person))) as (PersonItem | undefined)[]
  const active = people.filter((person): person is PersonItem => person?.status === 'active')
  const identities = await readIdentities(
    table,
    active.flatMap((person) => Object.keys(person.ids)),
  )
  return new Map(
    active.map(({ personId, ids: members }) => {
      const items = Object.keys(members).flatMap((iid) => identities.get(iid) ?? [])
      const name = personName(items.map(nameSource))
      const customer = items.some(({ known }) => known === true)
      return [personId, { id: personId, name, customer, identities: items.map(shortIdentity) }]
    }),
  )
}

/** Suggestions as the API shows them. */
export const suggestionAnswers = async (
  table: Table,
  items: readonly SuggestionItem[],
): Promise<SuggestionAnswer[]> => {
  const identities = await identitiesIn(table, items)
  const two = (item: Pair) => sides(identities, item)
  const people = await shortPersons(
    table,
    items.flatMap((item) => [two(item).a.person, two(item).b.person]),
  )
  return items.map((item) => {
    const { a, b } = two(item)
    return {
      id: pairId('suggestion', item),
      ...{ confidence: item.confidence, reasons: item.reasons, since: item.since, a, b },
      persons: [...new Set([a.person, b.person])].flatMap((id) => people.get(id) ?? []),
      ...(item.settled ? { settled: item.settled } : {}),
    }
  })
}

const apartOf = async (table: Table, { apart = {} }: PersonItem): Promise<ApartItem[]> => {
  const wanted = Object.entries(apart).flatMap(([iid, strangers]) => strangers.map((other) => keys.apart(iid, other)))
  return ((await getAll(table, wanted)) as (ApartItem | undefined)[]).filter((item) => item !== undefined)
}

/** Lines of the history of one id that are shown, the newest ones. */
const MOST_LINES = 200

/** The lines of all ids that the person's members ever gave a person, each line once, newest first. */
const historyOf = async (table: Table, { ids }: PersonItem): Promise<PersonLogItem[]> => {
  const pages = await Promise.all(
    Object.values(ids).map(({ b }) =>
      query(table, {
        pk: keys.person(b).pk,
        ...{ where: 'begins_with(#sk, :log)', values: { ':log': 'LOG#' } },
        ...{ newestFirst: true, limit: MOST_LINES },
      }),
    ),
  )
  const lines = pages.flatMap(({ items }) => items as PersonLogItem[])
  const distinct = new Map(lines.map((line) => [`${line.sk} ${line.identities.join(' ')}`, line]))
  return [...distinct.values()].sort((one, other) => (one.sk > other.sk ? -1 : 1))
}

const once = <T extends { pk: string; sk: string }>(items: readonly T[]): T[] => [
  ...new Map(items.map((item) => [`${item.pk} ${item.sk}`, item])).values(),
]

/** All that is known of why a person is one person. */
export const personLinks = async (table: Table, person: PersonItem): Promise<PersonLinksAnswer> => {
  const members = Object.keys(person.ids)
  const [evidence, apart, conflicts, suggestions, history] = await Promise.all([
    evidenceOf(table, members),
    apartOf(table, person),
    Promise.all(members.map((iid) => conflictsOf(table, iid))),
    Promise.all(members.map((iid) => suggestionsOf(table, iid))),
    historyOf(table, person),
  ])
  const forbidden = once(conflicts.flat())
  const identities = await identitiesIn(table, [...evidence, ...apart])
  return {
    person: person.personId,
    links: evidence.map((item) => linkAnswer(identities, item)),
    apart: apart.map((item) => apartAnswer(identities, item)),
    conflicts: await conflictAnswers(table, forbidden),
    suggestions: await suggestionAnswers(table, once(suggestions.flat())),
    history: history.map(historyAnswer),
  }
}
