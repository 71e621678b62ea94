import { describe, expect, it } from '@jest/globals'
import { hinting } from '../../functions/score/hinting.ts'
import type { IdentityItem } from '../../shared/store/items.ts'
import { suggestAlike } from '../../shared/store/likenesses.ts'
import { suggestionsOf } from '../../shared/store/suggestions.ts'
import { personItems, putItems } from '../support/graph-items.ts'
import { tableForAll } from '../support/tables.ts'

const test = tableForAll()

const AT = '2026-03-01T00:00:00.000Z'
const account = async (iid: string, fields: Record<string, string>, address?: string): Promise<IdentityItem> => {
  const profile = Object.fromEntries(Object.entries(fields).map(([name, v]) => [name, { v, at: AT }]))
  const items = personItems([{ iid, profile, ...(address ? { address } : {}) }])
  await putItems(test.table, items)
  return items[1] as IdentityItem
}
const come = async (iid: string, fields: Record<string, string>, address?: string) =>
  suggestAlike(test.table, undefined, await account(iid, fields, address), AT)

describe('an account that is new', () => {
  it('is suggested with accounts of the same handle elsewhere, and with an address that begins so', async () => {
    expect(await come('github:1', { handle: 'JimboBrews' })).toBe(0)
    expect(await come('bluesky:1', { handle: 'jimbobrews.bsky.social' })).toBe(1)
    expect(await come('email:jim', {}, 'jimbobrews@mail.example')).toBe(2)
    expect(await suggestionsOf(test.table, 'email:jim')).toMatchObject([
      { a: 'email:jim', b: 'github:1', confidence: 0.4 },
      { a: 'bluesky:1', b: 'email:jim', confidence: 0.4 },
    ])
  })

  it('is surer to be somebody the more they have in common', async () => {
    const same = {
      handle: 'bean.counter',
      name: 'Bea',
      avatar: 'https://gravatar.com/avatar/0123456789abcdef0123456789abcdef',
    }
    await come('github:2', same)
    await come('forum:2', same)
    expect(await suggestionsOf(test.table, 'forum:2')).toMatchObject([
      { confidence: 0.7, reasons: [expect.any(String), expect.any(String)] },
    ])
  })

  it('has nothing to do with who had the handle before on the same platform', async () => {
    await come('github:3', { handle: 'changes-hands' })
    expect(await come('github:4', { handle: 'changes-hands' })).toBe(0)
  })

  it('is suggested with nobody when too many are alike', async () => {
    for (const at of [1, 2, 3, 4, 5, 6]) await come(`p${at}:1`, { handle: 'coffeelover' })
    expect(await come('p7:1', { handle: 'coffeelover' })).toBe(0)
    expect(await suggestionsOf(test.table, 'p7:1')).toEqual([])
  })
})

describe('a change of an account', () => {
  const change = (before: IdentityItem, after: IdentityItem | undefined) => ({
    sequence: '1',
    key: { pk: before.pk, sk: before.sk },
    type: 'identity',
    before,
    ...(after ? { after } : {}),
    at: Date.parse(AT) / 1_000,
  })
  const calls = async (work: () => Promise<unknown>): Promise<number> => {
    let count = 0
    const { client } = test.table
    const send = client.send.bind(client)
    client.send = ((...args: Parameters<typeof send>) => {
      count += 1
      return send(...args)
    }) as typeof client.send
    await work()
    client.send = send
    return count
  }

  it('costs nothing unless it is the handle, name, page or picture', async () => {
    const before = await account('github:9', { handle: 'moka-pot' })
    const react = hinting(test.table)
    expect(await calls(() => react([change(before, { ...before, ver: 2 })]))).toBe(0)
    const renamed = { ...before, profile: { ...before.profile, handle: { v: 'mokapot', at: AT } } }
    expect(await calls(() => react([change(before, renamed)]))).toBe(2)
    expect(
      await calls(() => react([change(before, { ...renamed, gone: { v: true, at: AT } }), change(before, undefined)])),
    ).toBe(0)
    expect(await calls(() => react([{ ...change(before, renamed), type: 'person' }]))).toBe(0)
  })

  it('that cannot be looked at is reported, and keeps no other from its turn', async () => {
    const before = await account('github:10', { handle: 'cortado' })
    const bad = { ...before, profile: null } as unknown as IdentityItem
    const failed = await hinting(test.table)([
      { ...change(before, bad), sequence: '7' },
      { ...change(before, { ...before, profile: { handle: { v: 'cortados', at: AT } } }), sequence: '8' },
    ])
    expect(failed).toEqual(['7'])
  })
})
