import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { startDynamoDB } from '../../../local/dynamodb/server.ts'
import { getAll, type Item, openTable, query } from '../../../shared/store/table.ts'
import { readStream } from '../../support/stream.ts'
import { localClient } from '../../support/table.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'earshot-crash-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const WRITER = join(import.meta.dirname, 'crash-writer.ts')

/** Lets the writer work and kills it in the middle. Answers the numbers that were acknowledged. */
const writeUntilKilled = (first: number, acknowledgements: number): Promise<number[]> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', WRITER, dir, String(first)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let told = ''
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString()
      if (told.split('\n').length > acknowledgements) child.kill('SIGKILL')
    })
    child.on('error', reject)
    child.on('close', (_code, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error('The writer ended by itself.'))
      // The last line may be cut short by the kill.
      resolve(told.split('\n').slice(0, -1).map(Number))
    })
  })

const allOf = async (table: ReturnType<typeof openTable>): Promise<Item[]> => {
  const items: Item[] = []
  let from: Item | undefined
  do {
    const page = await query(table, { index: 'byAuthor', pk: 'all', from })
    items.push(...page.items)
    from = page.next
  } while (from)
  return items
}

describe('a kill -9 in the middle of writing', () => {
  it('loses no acknowledged item, index entry or stream record, and leaves no transaction half done', async () => {
    const acknowledged = [...(await writeUntilKilled(0, 150)), ...(await writeUntilKilled(10_000, 150))]
    expect(acknowledged.length).toBeGreaterThanOrEqual(300)
    const server = await startDynamoDB({ dir })
    const table = openTable('crash', localClient(server.url))
    try {
      const stored = await getAll(
        table,
        acknowledged.map((n) => ({ pk: `item${n}`, sk: 'A' })),
      )
      expect(stored.map((item) => item?.n)).toEqual(acknowledged)

      const indexed = new Set((await allOf(table)).map(({ pk }) => pk))
      expect(acknowledged.filter((n) => !indexed.has(`item${n}`))).toEqual([])

      const [count] = await getAll(table, [{ pk: 'count', sk: 'A' }])
      expect(count?.n).toBe(indexed.size)

      const records = await readStream({ client: localClient(server.url), url: server.url, name: 'crash' })
      const inserted = records.filter(({ eventName }) => eventName === 'INSERT')
      expect(new Set(inserted.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S))).toEqual(new Set([...indexed, 'count']))
      expect(records).toHaveLength(2 * indexed.size)
    } finally {
      await server.close()
    }
  })
})
