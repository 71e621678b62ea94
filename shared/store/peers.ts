import type { PeerAnswer } from '../domain/respond/peer-answers.ts'
import { personName } from '../domain/respond/person-name.ts'
import type { OutsideRole } from '../domain/score/inputs.ts'
import { indexKeys } from './index-keys.ts'
import type { IdentityItem, PersonItem } from './items.ts'
import { birthId, type IdentityId, keys } from './keys.ts'
import { readIdentities } from './mentions.ts'
import { nameSource } from './person-view.ts'
import { getAll, type Item, query, type Table } from './table.ts'

/** Whom a person replies to and who replies to them, read off the edges: however much was said, one item per account and direction. */

type Side = 'to' | 'from'
type Met = { peer: IdentityId; side: Side; edge: Item }
type Talk = PeerAnswer['to']
type Counted = { to: Talk; from: Talk }

/** Accounts looked at for one page before the rest is left to the next one. */
const LOOK_LIMIT = 500

/** As DynamoDB sorts text: by its bytes in UTF-8. */
const compare = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other))

type Ask = { after: IdentityId | undefined; limit: number }

/** The accounts that an account replied to, in the order of their ids. */
async function* repliedTo(table: Table, iid: IdentityId, { after, limit }: Ask): AsyncGenerator<Met> {
  const { pk, sk } = keys.edge(iid, after === undefined ? '' : `${after}\0`)
  let from: Item | undefined
  do {
    // `$` is what follows `#`.
    const where = { where: '#sk between :from and :to', values: { ':from': sk, ':to': 'E$' } }
    const page = await query(table, { pk, ...where, limit, from })
    for (const edge of page.items) yield { peer: String(edge.sk).slice(2), side: 'to', edge }
    from = page.next
  } while (from)
}

/** The accounts that replied to an account, in the order of their ids. */
async function* repliedFrom(table: Table, iid: IdentityId, { after, limit }: Ask): AsyncGenerator<Met> {
  let from: Item | undefined
  do {
    const bound = after === undefined ? {} : { where: '#sk > :after', values: { ':after': after } }
    const page = await query(table, { index: 'byAuthor', pk: indexKeys.repliers(iid), ...bound, limit, from })
    const peers = page.items.map(({ at }) => String(at))
    const edges = await getAll(
      table,
      peers.map((peer) => keys.edge(peer, iid)),
    )
    for (const [at, peer] of peers.entries()) yield { peer, side: 'from', edge: edges[at] ?? {} }
    from = page.next
  } while (from)
}

const nothing: Talk = { replies: 0, positive: 0, negative: 0 }

/** The latest month in which a reply still stands. */
const lastMonth = (edge: Item): string | undefined =>
  Object.entries(edge)
    .flatMap(([name, count]) => (/^m\d{4}-\d\d$/.test(name) && Number(count) > 0 ? [name.slice(1)] : []))
    .sort()
    .at(-1)

const talkOf = (edge: Item): Talk => {
  const month = lastMonth(edge)
  return {
    ...{ replies: Number(edge.c ?? 0), positive: Number(edge.pos ?? 0), negative: Number(edge.neg ?? 0) },
    ...(month === undefined ? {} : { lastMonth: month }),
  }
}

const plus = (one: Talk, other: Talk): Talk => {
  const month = [one.lastMonth, other.lastMonth]
    .filter((at) => at !== undefined)
    .sort()
    .at(-1)
  return {
    replies: one.replies + other.replies,
    positive: one.positive + other.positive,
    negative: one.negative + other.negative,
    ...(month === undefined ? {} : { lastMonth: month }),
  }
}

/** Puts what several readers know of one account together, account by account. */
async function* together(readers: readonly AsyncGenerator<Met>[]): AsyncGenerator<[IdentityId, Counted]> {
  const heads = await Promise.all(readers.map((reader) => reader.next()))
  for (;;) {
    const peers = heads.flatMap(({ value, done }) => (done ? [] : [value.peer]))
    const [peer] = peers.sort(compare)
    if (peer === undefined) return
    const met = heads.map(({ value, done }) => (done || value.peer !== peer ? undefined : value))
    const counted: Counted = { to: nothing, from: nothing }
    for (const one of met) if (one) counted[one.side] = plus(counted[one.side], talkOf(one.edge))
    yield [peer, counted]
    // Only now: the last one of a page must not make anybody read on.
    for (const [at, reader] of readers.entries()) if (met[at]) heads[at] = await reader.next()
  }
}

/** What an account is when it is not the community's: by the settings, or by its platform. */
export type RoleOf = (iid: IdentityId, role: string | undefined) => OutsideRole | undefined

const answerOf = (
  [iid, counted]: [IdentityId, Counted],
  item: IdentityItem | undefined,
  roleOf: RoleOf,
): PeerAnswer => {
  const outside = roleOf(iid, item?.profile.role?.v)
  return {
    identity: iid,
    person: item?.personId ?? birthId(iid),
    name: personName(item ? [nameSource(item)] : []),
    ...(item?.profile.handle ? { handle: item.profile.handle.v } : {}),
    customer: item?.known === true,
    ...(outside ? { outside } : {}),
    ...counted,
  }
}

/**
 * A page of the accounts that a person talks with, in the order of their ids, each with what went either way. The person's own
 * accounts are left out, and those whose replies are all gone.
 * @param ask.after the last account of the page before
 */
export const listPeers = async (
  table: Table,
  { ids }: PersonItem,
  { limit, after, roleOf }: { limit: number; after?: IdentityId | undefined; roleOf: RoleOf },
): Promise<{ items: PeerAnswer[]; next?: IdentityId }> => {
  const own = Object.keys(ids)
  // Of each reader the first page is most often all that is asked for.
  const ask = { after, limit: Math.min(100, limit + 1) }
  const readers = own.flatMap((iid) => [repliedTo(table, iid, ask), repliedFrom(table, iid, ask)])
  const found: [IdentityId, Counted][] = []
  let looked = 0
  let last: IdentityId | undefined
  let more = false
  for await (const [peer, counted] of together(readers)) {
    more = found.length >= limit || looked >= LOOK_LIMIT
    if (more) break
    looked += 1
    last = peer
    if (counted.to.replies + counted.from.replies > 0 && !Object.hasOwn(ids, peer)) found.push([peer, counted])
  }
  const identities = await readIdentities(
    table,
    found.map(([peer]) => peer),
  )
  const items = found.map((one) => answerOf(one, identities.get(one[0]), roleOf))
  return { items, ...(more && last !== undefined ? { next: last } : {}) }
}
