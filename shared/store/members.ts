import type { Position } from '../domain/respond/cursor.ts'
import { personName } from '../domain/respond/person-name.ts'
import type { Subject } from '../domain/score/segments/moving.ts'
import { type Iso, msOf } from '../domain/time.ts'
import { indexKeys, SHARDS, shards } from './index-keys.ts'
import type { PersonItem } from './items.ts'
import { keys, type PersonId } from './keys.ts'
import type { List } from './lists.ts'
import { readIdentities } from './mentions.ts'
import { readPersonFacts } from './person-facts.ts'
import { nameSource } from './person-view.ts'
import type { ScoresItem } from './score-items.ts'
import type { MembershipItem } from './segment-items.ts'
import { getAll, query, type Table } from './table.ts'

/** Somebody in a segment, and since when. */
export type Member = { personId: PersonId; name: string; since: Iso }

/** Persons with the names that they go by; whoever is merged by now is left out. */
export const namesOf = async (table: Table, pids: readonly PersonId[]): Promise<Map<PersonId, string>> => {
  const people = (await getAll(table, pids.map(keys.person))) as (PersonItem | undefined)[]
  const active = people.filter((one) => one?.status === 'active') as PersonItem[]
  const identities = await readIdentities(
    table,
    active.flatMap(({ ids }) => Object.keys(ids)),
  )
  return new Map(
    active.map(({ personId, ids }) => {
      const own = Object.keys(ids).flatMap((iid) => identities.get(iid) ?? [])
      return [personId, personName(own.map(nameSource))]
    }),
  )
}

const membersOf = async (table: Table, segment: string, pids: readonly PersonId[]): Promise<Member[]> => {
  const [items, names] = await Promise.all([
    getAll(
      table,
      pids.map((pid) => keys.membership(pid, segment)),
    ) as Promise<(MembershipItem | undefined)[]>,
    namesOf(table, pids),
  ])
  return pids.flatMap((personId, at) => {
    const [since, name] = [items[at]?.since, names.get(personId)]
    return since === undefined || name === undefined ? [] : [{ personId, name, since }]
  })
}

/**
 * A page of a segment's members, shard by shard and by person within each: an order in which nobody who stays is skipped or
 * repeated, whoever comes and goes between two pages. A page may be shorter than `limit` although there are more.
 */
export const listMembers = async (
  table: Table,
  segment: string,
  { limit, after }: { limit: number; after: Position | undefined },
): Promise<List<Member>> => {
  const pids: PersonId[] = []
  let shard = after ? Number(after.at) : 0
  let last = after?.key
  while (shard < SHARDS.members && pids.length < limit) {
    const { items, next } = await query(table, {
      index: 'queue',
      pk: indexKeys.members(segment, shard),
      ...(last === undefined ? {} : { where: '#sk > :after', values: { ':after': last } }),
      limit: limit - pids.length,
    })
    pids.push(...items.map(({ qs }) => String(qs)))
    if (next && items.length > 0) last = pids.at(-1)
    else [shard, last] = [shard + 1, undefined]
  }
  const items = await membersOf(table, segment, pids)
  return shard < SHARDS.members ? { items, next: { at: String(shard), key: last ?? '' } } : { items }
}

/** The segments that a person is in, and since when; undefined for somebody who was never scored. */
export const segmentsOf = async (table: Table, pid: PersonId): Promise<ScoresItem['segments']> => {
  const [scores] = (await getAll(table, [keys.scores(pid)])) as [ScoresItem | undefined]
  return scores?.segments
}

const subjectOf = async (
  table: Table,
  scores: ScoresItem,
  person: PersonItem,
  now: Iso,
): Promise<Omit<Subject, 'currency'>> => {
  const { values, role, level, lowSince } = scores
  return {
    facts: await readPersonFacts(table, person, now),
    scores: {
      scores: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, lines: [] }])),
      ...(role ? { role } : {}),
      ...(level ? { standing: { level, ...(lowSince ? { lowSince: msOf(lowSince) } : {}) } } : {}),
    },
  }
}

/** So many people of a shard, from `start` on and round to it again. */
const someOf = async (
  table: Table,
  shard: number,
  { each, start }: { each: number; start: PersonId },
): Promise<PersonId[]> => {
  const pk = indexKeys.scored(shard)
  const from = async (where: string, limit: number): Promise<PersonId[]> => {
    const { items } = await query(table, { index: 'queue', pk, where, values: { ':start': start }, limit })
    return items.map(({ qs }) => String(qs))
  }
  const first = await from('#sk > :start', each)
  return first.length < each ? [...first, ...(await from('#sk <= :start', each - first.length))] : first
}

/**
 * Some people as segments see them, with the scores that were written last: so many of each shard. Ids are hashes, so that from
 * any `start` on it is people at random.
 */
export const samplePeople = async (
  table: Table,
  { each, start, now }: { each: number; start: PersonId; now: Iso },
): Promise<Omit<Subject, 'currency'>[]> => {
  const lists = await Promise.all(shards(SHARDS.members).map((shard) => someOf(table, shard, { each, start })))
  const pids = lists.flat()
  const [scores, people] = (await Promise.all([
    getAll(table, pids.map(keys.scores)),
    getAll(table, pids.map(keys.person)),
  ])) as [(ScoresItem | undefined)[], (PersonItem | undefined)[]]
  return await Promise.all(
    pids.flatMap((_, at) => {
      const [own, person] = [scores[at], people[at]]
      return own && person?.status === 'active' ? [subjectOf(table, own, person, now)] : []
    }),
  )
}
