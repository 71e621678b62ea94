import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { listBoard } from '../../shared/store/boards.ts'
import { indexKeys, SHARDS, shardOf } from '../../shared/store/index-keys.ts'
import { keys } from '../../shared/store/keys.ts'
import { putItems } from '../support/graph-items.ts'
import { createNearTable } from '../support/table.ts'

let near: Awaited<ReturnType<typeof createNearTable>>
beforeAll(async () => {
  near = await createNearTable()
  await putItems(
    near.table,
    Array.from({ length: 30 }, (_, n) => ({
      ...keys.boardPlace(`p${n}`, 'participation'),
      ...{ type: 'place-on-board', rk: indexKeys.board('participation', shardOf(`p${n}`, SHARDS.board)), rs: 690 + n },
    })),
  )
})
afterAll(() => near?.close())

it('ends a board where it is read on so late that the last one seen has fallen off by then', async () => {
  const first = await listBoard(near.table, 'participation', { limit: 10, least: 690 })
  expect(first.items.map(({ rank }) => rank)).toEqual(Array.from({ length: 10 }, (_, n) => 719 - n))
  const after = first.items.at(-1)
  const next = await listBoard(near.table, 'participation', { limit: 10, after, least: 700 })
  expect([next.items.length, next.more]).toEqual([10, false])
  expect(await listBoard(near.table, 'participation', { limit: 10, after, least: 711 })).toEqual({
    ...{ items: [], more: false },
  })
})
