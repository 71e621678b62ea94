import { describe, expect, it } from '@jest/globals'
import type { PeerAnswer } from '../../shared/domain/respond/peer-answers.ts'
import { indexKeys } from '../../shared/store/index-keys.ts'
import { birthId, keys } from '../../shared/store/keys.ts'
import { link } from '../../shared/store/link.ts'
import { listPeers } from '../../shared/store/peers.ts'
import { getPerson } from '../../shared/store/people.ts'
import { settings } from '../domain/nudge/factories.ts'
import { apiForAll } from '../functions/api/ask.ts'
import { put } from '../functions/nudge/world.ts'
import type { TestTable } from '../support/table.ts'
import { tableForAll } from '../support/tables.ts'
import { evidence, see } from './linking/world.ts'

const test = tableForAll()
const api = apiForAll(test, { nudges: settings(), sources: { shop: { type: 'standard' } } })

const replied = (from: string, to: string, counts: Record<string, number>) =>
  put(test.table, { ...keys.edge(from, to), type: 'edge', au: indexKeys.repliers(to), at: from, ...counts })

type Page = { items: PeerAnswer[]; next: string | null }
const page = async (iid: string, query = ''): Promise<Page> =>
  (await api.askAs('listPeers', `/api/people/${birthId(iid)}/peers${query}`)) as Page

const all = async (iid: string, limit: number): Promise<PeerAnswer[]> => {
  const found: PeerAnswer[] = []
  let next: string | null = null
  do {
    const one: Page = await page(iid, `?limit=${limit}${next ? `&next=${encodeURIComponent(next)}` : ''}`)
    found.push(...one.items)
    next = one.next
  } while (next)
  return found
}

describe('whom a person talks with', () => {
  it('is told both ways with counts, tone, the latest month and who it is, over all accounts', async () => {
    await see(test.table, 'aa:1', 'ab:1', 'aa:2')
    await link(test.table, evidence('aa:1', 'ab:1'))
    await put(test.table, {
      ...keys.identity('aa:2'),
      type: 'identity',
      iid: 'aa:2',
      platform: 'aa',
      accountId: '2',
      birth: birthId('aa:2'),
      personId: birthId('aa:2'),
      profile: {
        role: { v: 'staff', at: '2026-01-01T00:00:00.000Z' },
        handle: { v: 'sue', at: '2026-01-01T00:00:00.000Z' },
      },
      firstSeenAt: '2026-01-01T00:00:00.000Z',
      ver: 1,
    })
    await replied('aa:1', 'aa:2', { c: 3, pos: 1, neg: 1, 'm2026-01': 2, 'm2026-03': 1, 'm2026-04': 0 })
    await replied('ab:1', 'aa:2', { c: 1, pos: 1, 'm2026-02': 1 })
    await replied('aa:2', 'ab:1', { c: 2, neg: 2, 'm2026-05': 2 })
    await replied('aa:1', 'ab:1', { c: 5, 'm2026-01': 5 })
    await replied('aa:1', 'aa:3', { c: 0, 'm2026-01': 0 })
    expect(await page('aa:1')).toEqual({
      items: [
        {
          ...{
            identity: 'aa:2',
            person: birthId('aa:2'),
            name: 'sue',
            handle: 'sue',
            customer: false,
            outside: 'staff',
          },
          to: { replies: 4, positive: 2, negative: 1, lastMonth: '2026-03' },
          from: { replies: 2, positive: 0, negative: 2, lastMonth: '2026-05' },
        },
      ],
      next: null,
    })
    expect((await page('aa:2')).items).toMatchObject([
      { identity: 'aa:1', to: { replies: 0 }, from: { replies: 3 } },
      { identity: 'ab:1', to: { replies: 2 }, from: { replies: 1 } },
    ])
  })

  it('comes page by page, each account once, whatever way it talks', async () => {
    await see(test.table, 'pp:me')
    const names = Array.from({ length: 23 }, (_, at) => `pp:${at}`)
    for (const [at, name] of names.entries()) {
      if (at % 3 !== 0) await replied('pp:me', name, { c: 1, 'm2026-01': 1 })
      if (at % 3 !== 1) await replied(name, 'pp:me', { c: 1, 'm2026-01': 1 })
    }
    for (const limit of [1, 4, 23, 100])
      expect((await all('pp:me', limit)).map(({ identity }) => identity)).toEqual([...names].sort())
  })

  it('reads no more of an account that thousands replied to than a page takes', async () => {
    await see(test.table, 'hot:1')
    await Promise.all(Array.from({ length: 150 }, (_, at) => replied(`hot:x${at}`, 'hot:1', { c: 1 })))
    let read = 0
    const client = {
      send: async (command: unknown) => {
        const answer = (await test.table.client.send(command as never)) as { Count?: number }
        read += answer.Count ?? 0
        return answer
      },
    }
    const table = { name: test.table.name, client } as unknown as TestTable['table']
    const me = await getPerson(test.table, birthId('hot:1'))
    const found = me && (await listPeers(table, me, { limit: 5, roleOf: () => undefined }))
    expect(found?.items).toHaveLength(5)
    expect(found?.next).toBe(found?.items.at(-1)?.identity)
    expect(read).toBe(6)
  })
})
