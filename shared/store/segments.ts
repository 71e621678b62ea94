import { type Defined, type Definition, definitionsOf } from '../domain/score/segments/definition.ts'
import { readRule } from '../domain/score/segments/read.ts'
import { READY } from '../domain/score/segments/ready.ts'
import type { Rule } from '../domain/score/segments/rule.ts'
import { type Iso, isBelieved } from '../domain/time.ts'
import { keys, shortHash } from './keys.ts'
import type { BackfillItem, CatalogItem, SegmentItem } from './segment-items.ts'
import { type Action, type Item, query, retryConflicts, type Table, transact } from './table.ts'

/** All segments at one revision. */
export type Catalog = {
  /** Rises with every change of any segment. */
  rev: number
  changedAt?: Iso
  /** The ready-made segments are the ones of this release. */
  current: boolean
  definitions: Definition[]
  /** Segments that were taken away, and the revisions at which they were. */
  taken: { id: string; rev: number }[]
  backfill?: BackfillItem
}

let version: string | undefined

/** Which ready-made segments a release has; hashed when it is first asked for, as that loads Node's crypto. */
const readyVersion = (): string => {
  version ??= shortHash(JSON.stringify(READY)).slice(0, 12)
  return version
}

const definedOf = ({ id, rev, name, description, rule, by, at }: SegmentItem): Defined => {
  const read = rule === undefined ? undefined : readRule(JSON.parse(rule))
  // A rule of a later release, after a step back: nobody is in the segment until it can be read again.
  const known: Rule | undefined = read && ('rule' in read ? read.rule : { any: [] })
  return { ...{ id, rev, name, by, at }, ...(description ? { description } : {}), ...(known ? { rule: known } : {}) }
}

/**
 * Reads all segments, strongly consistent. The revision is read first: what is read after it is at least as new, so that whoever
 * evaluates by a revision has seen all that belongs to it.
 */
export const readCatalog = async (table: Table): Promise<Catalog> => {
  const items: Item[] = []
  let from: Item | undefined
  do {
    const page = await query(table, { pk: keys.segments().pk, consistent: true, from })
    items.push(...page.items)
    from = page.next
  } while (from)
  const catalog = items.find(({ type }) => type === 'segments') as CatalogItem | undefined
  const backfill = items.find(({ type }) => type === 'backfill') as BackfillItem | undefined
  const defined = (items.filter(({ type }) => type === 'segment') as SegmentItem[]).map(definedOf)
  const { rev = 0, changedAt, ready, readyRev = 0 } = catalog ?? {}
  return {
    rev,
    ...(changedAt ? { changedAt } : {}),
    current: ready === readyVersion(),
    definitions: definitionsOf(defined, readyRev),
    taken: defined.filter(({ rule }) => rule === undefined),
    ...(backfill ? { backfill } : {}),
  }
}

/** The next revision, if nobody has made it meanwhile. */
const nextRevision = ({ rev }: Catalog, at: Iso, more: Partial<CatalogItem> = {}): Action => {
  const values: Item = { type: 'segments', rev: rev + 1, changedAt: at, ...more }
  const names = Object.keys(values)
  return {
    Update: {
      Key: keys.segments(),
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: rev === 0 ? 'attribute_not_exists(pk)' : '#rev = :before',
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])),
        ...(rev === 0 ? {} : { ':before': rev }),
      },
    },
  }
}

/** Notes that the ready-made segments are those of this release, which makes a revision of them. */
export const noteReady = async (table: Table, catalog: Catalog, at: Iso): Promise<void> =>
  await transact(table, [nextRevision(catalog, at, { ready: readyVersion(), readyRev: catalog.rev + 1 })])

/** What is said of a segment: its rule, or that it is to go. */
export type SaidOfSegment = { name: string; description?: string | undefined; rule?: Rule }

const isSame = (before: Definition | undefined, { name, description, rule }: SaidOfSegment): boolean =>
  before !== undefined &&
  before.name === name &&
  before.description === description &&
  JSON.stringify(before.rule) === JSON.stringify(rule)

const write = async (
  table: Table,
  catalog: Catalog,
  { id, by, at, name, description, rule }: SaidOfSegment & { id: string; by: string; at: Iso },
): Promise<void> => {
  const rev = catalog.rev + 1
  const said = { id, rev, name, by, at, ...(description ? { description } : {}) }
  const Item = { type: 'segment', ...said, ...(rule ? { rule: JSON.stringify(rule) } : {}) }
  await transact(table, [
    nextRevision(catalog, at),
    { Put: { Item: { ...keys.segment(id), ...Item } } },
    { Put: { Item: { ...keys.segmentLog(id, rev), ...Item, type: 'segment-log' } } },
  ])
}

/**
 * Puts a segment. Each change is logged with who made it, for ever; the same again changes nothing.
 * @param allow asked with all segments as they stand; throws where the segment may not be put
 * @returns all segments as they are now
 */
export const putSegment = async (
  table: Table,
  id: string,
  said: SaidOfSegment & { rule: Rule },
  { by, at, allow }: { by: string; at: Iso; allow: (catalog: Catalog) => void },
): Promise<Catalog> =>
  await retryConflicts(async () => {
    const catalog = await readCatalog(table)
    allow(catalog)
    const before = catalog.definitions.find((one) => one.id === id)
    if (isSame(before, said)) return catalog
    await write(table, catalog, { ...said, id, by, at })
    return await readCatalog(table)
  })

/**
 * Takes a segment away. Its members leave it in the background.
 * @param allow asked where there is such a segment; throws where it may not be taken away
 * @returns what it was; undefined when there was none
 */
export const deleteSegment = async (
  table: Table,
  id: string,
  { by, at, allow = () => undefined }: { by: string; at: Iso; allow?: () => Promise<void> | undefined },
): Promise<Definition | undefined> =>
  await retryConflicts(async () => {
    const catalog = await readCatalog(table)
    const before = catalog.definitions.find((one) => one.id === id)
    if (!before) return undefined
    await allow()
    await write(table, catalog, { name: before.name, description: before.description, id, by, at })
    return before
  })

/** For how long what was read is used again. A change counts everywhere when it is over. */
export const SEGMENTS_KEPT_MS = 60_000

/** Gives all segments, read at most once a minute, or when somebody asks for a later revision than is known. */
export type SegmentsReader = (leastRev?: number) => Promise<Catalog>

export const segmentsReader = (table: Table, now: () => number): SegmentsReader => {
  let kept: { until: number; catalog: Promise<Catalog> } | undefined
  const fresh = async (): Promise<Catalog> => {
    kept = { until: now() + SEGMENTS_KEPT_MS, catalog: readCatalog(table) }
    try {
      return await kept.catalog
    } catch (error) {
      kept = undefined
      throw error
    }
  }
  return async (leastRev = 0) => {
    const catalog = kept && isBelieved(kept.until, SEGMENTS_KEPT_MS, now()) ? await kept.catalog : await fresh()
    return catalog.rev < leastRev ? await fresh() : catalog
  }
}
