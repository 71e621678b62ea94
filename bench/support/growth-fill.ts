import { commitChanges, type Engine, itemPrefix } from '../../local/dynamodb/engine.ts'
import { database, type Item } from '../../local/dynamodb/kernel.ts'
import { openStorage } from '../../local/dynamodb/storage.ts'
import { loadTables } from '../../local/dynamodb/tables.ts'
import { birthId } from '../../shared/store/keys.ts'
import { complaint, moment } from './mentions.ts'

/**
 * Fills the embedded DynamoDB's folder with a history, past its API: as if so many mentions had come, half posts of `ann`
 * and half replies of `bob`, all in one thread, and as many people besides. Each item is a copy of one that the worker has written.
 */

const CHUNK = 1_000
type Attribute = { S?: string; N?: string; M?: Record<string, Attribute> }
type Copied = Record<string, Attribute>

const S = (text: string): Attribute => ({ S: text })

/** A mention as the worker keeps it, with another number. */
const mentionOf = (made: Copied, n: number): Copied => {
  const at = moment(n)
  return {
    ...made,
    pk: S(`M#community#m${n}`),
    id: S(`m${n}`),
    rev: S(`${at}|0|v0`),
    at: S(`${at}#m${n}`),
    happenedAt: S(at),
    createdAt: S(at),
    text: S(complaint(n)),
    url: S(`https://community.example/t/busy/${n}`),
    ...(made.parentId ? { parentId: S(`m${n - 1}`) } : {}),
  }
}

/**
 * All that the worker keeps of a person besides mentions, under another name.
 * @param made as JSON
 */
const personOf = (made: string, n: number): Copied[] => {
  const names = [
    [birthId('community:ann'), birthId(`community:p${n}`)],
    [':ann', `:p${n}`],
    ['-ann', `-p${n}`],
    ['"ann"', `"p${n}"`],
    [' ann"', ` p${n}"`],
  ] as const
  return JSON.parse(names.reduce((text, [from, to]) => text.replaceAll(from, to), made)) as Copied[]
}

/** What is counted of a person grows with the history. */
const grown = (item: Copied, times: number): Copied =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      value.N !== undefined && name !== 'expires' ? { N: String(Number(value.N) * times) } : value,
    ]),
  )

const openFolder = async (dir: string): Promise<Engine> => {
  const storage = await openStorage(dir)
  const engine: Engine = {
    ...{ storage, tables: new Map(), now: Date.now, wall: Date.now, region: 'us-east-1', account: '000000000000' },
    sequence: 0,
  }
  await loadTables(engine)
  return engine
}

const all = async (engine: Engine, name: string): Promise<Copied[]> => {
  const items: Copied[] = []
  const prefix = itemPrefix(name)
  for await (const [, item] of engine.storage.entries<Copied>({ gte: prefix, lt: `${prefix}\uffff` })) items.push(item)
  return items
}

const kept = (items: readonly Copied[], pk: string, sk = 'A'): Copied => {
  const found = items.find((item) => item.pk?.S === pk && item.sk?.S === sk)
  if (!found) throw new Error(`The table has no ${pk} ${sk} to copy: the worker has to write it first.`)
  return found
}

function* wanted(items: readonly Copied[], from: number, to: number): Generator<Copied> {
  const [asked, answered] = [kept(items, 'M#community#m0'), kept(items, 'M#community#m1')]
  const ann = JSON.stringify([kept(items, 'I#community:ann'), kept(items, `P#${birthId('community:ann')}`)])
  for (let n = from; n < to; n++) {
    yield mentionOf(n % 2 === 0 ? asked : answered, n)
    yield* personOf(ann, n)
  }
  for (const item of items)
    if (item.type?.S === 'rollup' || item.type?.S === 'edge') yield grown(item, from > 0 ? to / from : 1)
}

/**
 * @param dir the folder, which nobody else has open; the worker has written the mentions 0 to `from` into it
 * @returns how many items were written
 */
export const fillHistory = async (dir: string, name: string, from: number, to: number): Promise<number> => {
  const engine = await openFolder(dir)
  const table = engine.tables.get(name)
  if (!table) throw new Error(`There is no table ${name} in ${dir}.`)
  const before = await all(engine, name)
  const stored = new Map(before.map((item) => [`${item.pk?.S} ${item.sk?.S}`, item]))
  let written = 0
  let changes: Parameters<typeof commitChanges>[1][number][] = []
  for (const item of wanted(before, from, to)) {
    const after = item as Item
    const old = stored.get(`${item.pk?.S} ${item.sk?.S}`) as Item | undefined
    changes.push({ table, key: database.createKey(after, table.description), before: old, after })
    written++
    if (changes.length < CHUNK) continue
    await commitChanges(engine, changes)
    changes = []
  }
  await commitChanges(engine, changes)
  await engine.storage.close()
  return written
}
