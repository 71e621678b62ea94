import { gunzipSync, gzipSync } from 'node:zlib'
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import type { NetworkPlace } from '../domain/score/facts.ts'
import type { NightEdge, NightFound, NightPerson } from '../domain/score/night.ts'
import type { leftOutOf } from '../domain/score/segments/left-out.ts'
import type { Iso } from '../domain/time.ts'
import { keys } from './keys.ts'
import type { ChunkItem, NightlyItem, RunItem, ScoresItem } from './score-items.ts'
import { type Action, getAll, type Item, query, type Table, transact } from './table.ts'

/** The nightly pass: what it reads of the table, and how far it is. */

/** What is read of the table, as it is packed: few bytes each. */
export type Gathered = {
  /** Person id and identities. */
  people: [string, string[]][]
  /** Person id and what its scores say. */
  scores: [string, NonNullable<NightPerson['scores']>][]
  edges: NightEdge[]
  places: [string, NetworkPlace][]
}

export const nothingGathered = (): Gathered => ({ people: [], scores: [], edges: [], places: [] })

const TYPES = ['person', 'scores', 'edge', 'place'] as const
const FIELDS = [
  ...['pk', 'sk', '#type', '#status', 'ids', '#settings', '#role', '#values', 'made', 'c', 'replies', '#rank'],
  ...['#segments', 'segmentsRev'],
]
const NAMES = {
  ...{ '#type': 'type', '#status': 'status', '#settings': 'settings', '#role': 'role', '#values': 'values' },
  ...{ '#rank': 'rank', '#segments': 'segments' },
}

type LeftOut = ReturnType<typeof leftOutOf>

/** By type, what is taken of an item. */
const TAKE: Record<(typeof TYPES)[number], (item: Item, into: Gathered, leftOut: LeftOut) => void> = {
  person: ({ pk, status, ids }, { people }) => {
    if (status === 'active') people.push([String(pk).slice(2), Object.keys(ids as object)])
  },
  scores: (item, { scores }, leftOut) => {
    const own = item as unknown as ScoresItem
    const { settings, role, values, made } = own
    const asked = leftOut(own) ? { leftOut: true as const } : {}
    scores.push([String(item.pk).slice(2), { settings, outside: role !== undefined, values, made, ...asked }])
  },
  edge: ({ pk, sk, c }, { edges }) => {
    if (Number(c) > 0) edges.push({ from: String(pk).slice(2), to: String(sk).slice(2), count: Number(c) })
  },
  place: ({ pk, replies, rank }, { places }) => {
    places.push([String(pk).slice(2), { replies: Number(replies), rank: Number(rank) }])
  },
}

/** A page of a part of the table. `units`: read capacity that it took. */
export type ScannedPage = { next?: Item | undefined; units: number }

/**
 * Reads a page of one of `of` parts of the table into `into`. Not strongly consistent: what changes meanwhile is next night's.
 * @param ask.leftOut tells whom a back-fill of segments has left out
 */
export const scanPage = async (
  table: Table,
  { segment, of, from, leftOut }: { segment: number; of: number; from?: Item | undefined; leftOut: LeftOut },
  into: Gathered,
): Promise<ScannedPage> => {
  const answer = await table.client.send(
    new ScanCommand({
      TableName: table.name,
      Segment: segment,
      TotalSegments: of,
      FilterExpression: `#type in (${TYPES.map((type) => `:${type}`).join(', ')})`,
      ProjectionExpression: FIELDS.join(', '),
      ExpressionAttributeNames: NAMES,
      ExpressionAttributeValues: Object.fromEntries(TYPES.map((type) => [`:${type}`, type])),
      ReturnConsumedCapacity: 'TOTAL',
      ...(from ? { ExclusiveStartKey: from } : {}),
    }),
  )
  for (const item of answer.Items ?? []) TAKE[item.type as (typeof TYPES)[number]](item, into, leftOut)
  return { next: answer.LastEvaluatedKey, units: answer.ConsumedCapacity?.CapacityUnits ?? 0 }
}

/** How far the pass is; undefined before the first one. */
export const readRun = async (table: Table): Promise<RunItem | undefined> => {
  const [item] = (await getAll(table, [keys.nightlyRun()])) as [RunItem | undefined]
  return item
}

const asLeased = (lease: Iso | undefined) =>
  lease === undefined
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : { ConditionExpression: 'lease = :lease', ExpressionAttributeValues: { ':lease': lease } }

/**
 * Takes the pass, or begins a new one: `run` is what it becomes.
 * @param lease as it was read; undefined where there was no pass
 * @returns false when somebody else has taken it
 */
export const takeRun = async (table: Table, run: RunItem, lease: Iso | undefined): Promise<boolean> => {
  try {
    await table.client.send(new PutCommand({ TableName: table.name, Item: run, ...asLeased(lease) }))
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}

const DAYS_KEPT = 2

/** Bytes of a chunk at most: an item takes 400 KB, its names and dates included. */
const PACKED = 380_000

const half = <T>(list: readonly T[], second: boolean): T[] => {
  const middle = Math.ceil(list.length / 2)
  return second ? list.slice(middle) : list.slice(0, middle)
}

/** What was read, in as many pieces as it takes: ids hardly shrink, scores and edges do. */
const packsOf = (gathered: Gathered): Uint8Array[] => {
  const packed = gzipSync(JSON.stringify(gathered))
  if (packed.byteLength <= PACKED) return [packed]
  const { people, scores, edges, places } = gathered
  return [false, true].flatMap((second) =>
    packsOf({
      ...{ people: half(people, second), scores: half(scores, second) },
      ...{ edges: half(edges, second), places: half(places, second) },
    }),
  )
}

/** Notes what was read together with how far the pass is: both or neither. @throws ConflictError when the pass was taken */
export const saveChunk = async (
  table: Table,
  { run, segment, number }: { run: RunItem; segment: string; number: number },
  gathered: Gathered,
): Promise<void> => {
  const expires = Math.floor(Date.parse(run.startedAt) / 1_000) + DAYS_KEPT * 86_400
  const chunks = packsOf(gathered).map((packed, piece): Action => {
    const Item: ChunkItem = { ...keys.nightlyChunk(run.day, segment, number, piece), type: 'chunk', packed, expires }
    return { Put: { Item } }
  })
  await transact(table, [...chunks, { Put: { Item: run, ...asLeased(run.lease) } }])
}

/** Everything that a night's pass has read, put together. */
export const readChunks = async (table: Table, day: string): Promise<NightFound> => {
  const people = new Map<string, string[]>()
  const scores = new Map<string, NonNullable<NightPerson['scores']>>()
  const edges: NightEdge[] = []
  const places = new Map<string, NetworkPlace>()
  let from: Item | undefined
  do {
    const page = await query(table, { pk: keys.nightlyChunk(day, '', 0, 0).pk, consistent: true, from })
    for (const { packed } of page.items as ChunkItem[]) {
      const gathered = JSON.parse(gunzipSync(packed).toString('utf8')) as Gathered
      for (const [id, iids] of gathered.people) people.set(id, iids)
      for (const [id, one] of gathered.scores) scores.set(id, one)
      for (const edge of gathered.edges) edges.push(edge)
      for (const [iid, place] of gathered.places) places.set(iid, place)
    }
    from = page.next
  } while (from)
  const found = [...people].map(([personId, iids]): NightPerson => {
    const one = scores.get(personId)
    return { personId, iids, ...(one ? { scores: one } : {}) }
  })
  return { people: found.sort((a, b) => (a.personId < b.personId ? -1 : 1)), edges, places }
}

/** Writes what the night found out. */
export const saveNightly = async (table: Table, found: Omit<NightlyItem, 'pk' | 'sk' | 'type'>): Promise<void> => {
  const item: NightlyItem = { ...keys.nightly(), sk: 'RESULT', type: 'nightly', ...found }
  await table.client.send(new PutCommand({ TableName: table.name, Item: item }))
}

/** Writes an identity's place in the network, which wakes the scores of its person. */
export const savePlace = async (
  table: Table,
  { iid, replies, rank }: NetworkPlace & { iid: string },
  computedAt: Iso,
): Promise<void> => {
  const item = { ...keys.networkPlace(iid), type: 'place', replies, rank, computedAt }
  await table.client.send(new PutCommand({ TableName: table.name, Item: item }))
}
