import { describe, expect, it } from '@jest/globals'
import { keys } from '../../shared/store/keys.ts'
import { donePrivacyRequest, notePrivacyRequest, openPrivacyRequests } from '../../shared/store/privacy-requests.ts'
import { getAll } from '../../shared/store/table.ts'
import { withTable } from '../support/table.ts'

const at = (day: number): string => `2026-11-${day}T20:00:00.000Z`
const from = (delivery: string, day: number) => ({ source: 'store', delivery, at: at(day) })

describe('what platforms ask for in a person’s name', () => {
  it('is open until somebody has done it, the oldest first, however often it comes', async () => {
    await withTable(async ({ table }) => {
      await notePrivacyRequest(table, { wants: 'erasure' }, from('d2', 21))
      await notePrivacyRequest(table, { wants: 'access', account: '7' }, from('d1', 20))
      await notePrivacyRequest(table, { wants: 'access', account: '7' }, from('d1', 22))
      const [first, second, ...more] = await openPrivacyRequests(table)
      expect(more).toEqual([])
      expect(first).toMatchObject({ source: 'store', at: at(20), wants: 'access', account: '7' })
      expect(second).toMatchObject({ source: 'store', at: at(21), wants: 'erasure' })
      const id = first?.id ?? ''
      expect(await donePrivacyRequest(table, id, { by: 'user:ada', at: at(23), why: 'sent' })).toBe(true)
      expect(await donePrivacyRequest(table, id, { by: 'user:bob', at: at(24) })).toBe(false)
      expect(await donePrivacyRequest(table, 'nothing', { by: 'user:bob', at: at(24) })).toBe(false)
      // Out of the archive it comes again, and stays done.
      await notePrivacyRequest(table, { wants: 'access', account: '7' }, from('d1', 20))
      expect((await openPrivacyRequests(table)).map(({ wants }) => wants)).toEqual(['erasure'])
      const [item] = await getAll(table, [keys.privacyRequest(id)])
      expect(item).toMatchObject({
        done: { by: 'user:ada', at: at(23), why: 'sent' },
        expires: Date.parse('2029-11-22T20:00:00.000Z') / 1_000,
      })
    })
  })
})
