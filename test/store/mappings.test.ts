import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from '@jest/globals'
import { putStoredMapping, readStoredMapping } from '../../shared/store/mappings.ts'
import { withTable } from '../support/table.ts'

const by = (who: string, minute: number) => ({ by: who, at: `2026-11-20T10:0${minute}:00.000Z` })

describe('a source’s mapping', () => {
  it('is the one that was put last, and every change is on record', async () => {
    await withTable(async ({ table }) => {
      expect(await readStoredMapping(table, 'reviews')).toBeUndefined()
      await putStoredMapping(table, 'reviews', '{"rules":[1]}', by('ann', 1))
      await putStoredMapping(table, 'reviews', '{"rules":[1]}', by('ben', 2))
      await putStoredMapping(table, 'reviews', '{"rules":[2]}', by('ben', 3))
      await putStoredMapping(table, 'reviews', undefined, by('cleo', 4))
      await putStoredMapping(table, 'blog', '{"rules":[9]}', by('ann', 5))
      expect(await readStoredMapping(table, 'reviews')).toEqual({ source: 'reviews', rev: 3, ...by('cleo', 4) })
      expect(await readStoredMapping(table, 'blog')).toMatchObject({ rev: 1, mapping: '{"rules":[9]}' })
      const { Items = [] } = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :pk and begins_with(sk, :sk)',
          ExpressionAttributeValues: { ':pk': 'S#reviews', ':sk': 'MAPPING#' },
        }),
      )
      expect(Items.map(({ rev, by: who, mapping }) => [rev, who, mapping])).toEqual([
        [1, 'ann', '{"rules":[1]}'],
        [2, 'ben', '{"rules":[2]}'],
        [3, 'cleo', undefined],
      ])
    })
  })

  it('has a number of its own for each change, also for those of the same moment', async () => {
    await withTable(async ({ table }) => {
      const changes = Array.from({ length: 6 }, (_, at) =>
        putStoredMapping(table, 'reviews', `{"at":${at}}`, by('ann', 1)),
      )
      const revs = (await Promise.all(changes)).map((stored) => stored?.rev)
      expect(revs.sort()).toEqual([1, 2, 3, 4, 5, 6])
      expect((await readStoredMapping(table, 'reviews'))?.rev).toBe(6)
    })
  })

  it('that is not there is not taken away', async () => {
    await withTable(async ({ table }) => {
      expect(await putStoredMapping(table, 'reviews', undefined, by('ann', 1))).toBeUndefined()
      expect(await readStoredMapping(table, 'reviews')).toBeUndefined()
    })
  })
})
