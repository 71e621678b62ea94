import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { readChunks, readRun, saveChunk, takeRun } from '../../shared/store/nightly-pass.ts'
import type { RunItem } from '../../shared/store/score-items.ts'
import { createNearTable } from '../support/table.ts'

/** What a nightly pass puts aside: it has to fit into items of DynamoDB, whatever was read. */

let near: Awaited<ReturnType<typeof createNearTable>>
beforeAll(async () => {
  near = await createNearTable()
})
afterAll(() => near?.close())

const random = (n: number): string => createHash('sha256').update(`p${n}`).digest('hex')

const run: RunItem = {
  ...{ pk: 'NIGHTLY', sk: 'RUN', type: 'run', day: '2026-11-21', startedAt: '2026-11-21T02:00:00.000Z' },
  ...{ phase: 'scan', segments: {}, told: 0, lease: '2026-11-21T02:05:00.000Z' },
}

it('keeps all that was read also where it does not shrink below 400 KB', async () => {
  await takeRun(near.table, run, undefined)
  const people = Array.from({ length: 12_000 }, (_, n): [string, string[]] => [random(n), [`email:${random(-n - 1)}`]])
  const edges = [{ from: 'forum:a', to: 'forum:b', count: 2 }]
  const gathered = { people, scores: [], edges, places: [] }
  await saveChunk(near.table, { run: { ...run, told: 1 }, segment: '0', number: 0 }, gathered)
  await saveChunk(near.table, { run: { ...run, told: 2 }, segment: '0', number: 1 }, { ...gathered, people: [] })
  const found = await readChunks(near.table, run.day)
  expect(found.people).toHaveLength(people.length)
  expect(found.edges).toEqual([...edges, ...edges])
  expect(await readRun(near.table)).toMatchObject({ told: 2 })
}, 20_000)
