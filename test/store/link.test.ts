import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { canonicalId } from '../../shared/domain/connect/canon.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { emailIdentity } from '../../shared/store/addresses.ts'
import { birthId, keys } from '../../shared/store/keys.ts'
import { link, markKnown } from '../../shared/store/link.ts'
import type { Evidence } from '../../shared/store/link-actions.ts'
import { getPerson, resolvePerson } from '../../shared/store/people.ts'
import { getAll, query, type Table } from '../../shared/store/table.ts'
import { withTable } from '../support/table.ts'
import { tableForAll } from '../support/tables.ts'
import { applyAll, CrashError, crashing, scan } from './ingest-bench.ts'

const test = tableForAll()
let table: Table
beforeAll(() => {
  table = test.table
})

const AT = '2026-03-01T00:00:00.000Z'
const account = (iid: string, over: Record<string, unknown> = {}): Activity => {
  const [platform = '', id = ''] = iid.split(':')
  return {
    kind: 'account',
    source: 'forum',
    platform,
    id: `account-${id}`,
    at: AT,
    revision: '1',
    author: { id, ...over },
  } as Activity
}
const order = (iid: string, over: Record<string, unknown> = {}): Activity =>
  ({ ...account(iid, over), kind: 'order', id: `order-${iid}`, total: { amount: 100, currency: 'EUR' } }) as Activity
const evidence = (a: string, b: string): Evidence => ({
  a,
  b,
  kind: 'verified-email',
  confidence: 0.95,
  actor: 'source:test',
  at: AT,
})
const see = (on: Table, ...iids: string[]) =>
  applyAll(
    on,
    iids.map((iid) => account(iid)),
  )
const personOf = async (iid: string) => (await resolvePerson(table, iid))?.person
const births = (...iids: string[]) => iids.map(birthId).sort()

describe('a link', () => {
  it('makes two identities one person, under the smaller of their birth ids', async () => {
    await see(table, 'l1:a', 'l1:b')
    expect(await link(table, evidence('l1:a', 'l1:b'))).toBe('linked')
    const person = await personOf('l1:a')
    expect(person?.personId).toBe(births('l1:a', 'l1:b')[0])
    expect(await personOf('l1:b')).toEqual(person)
    expect(Object.keys(person?.ids ?? {}).sort()).toEqual(['l1:a', 'l1:b'])
  })

  it('lets both old ids find the person, also after several merges', async () => {
    const iids = ['l2a:1', 'l2b:1', 'l2c:1', 'l2d:1', 'l2e:1', 'l2f:1', 'l2g:1', 'l2h:1'].sort((a, b) =>
      birthId(a) < birthId(b) ? 1 : -1,
    )
    await see(table, ...iids)
    // Every link has a new, smaller winner.
    for (const [at, iid] of iids.entries()) if (at > 0) await link(table, evidence(iids[at - 1] ?? '', iid))
    const person = await personOf(iids[0] ?? '')
    for (const iid of iids) expect(await getPerson(table, birthId(iid))).toEqual(person)
    expect(await getPerson(table, 'nobody')).toBeUndefined()
  })

  it('does nothing when it is told again', async () => {
    await see(table, 'l3:a', 'l3:b')
    await link(table, evidence('l3:a', 'l3:b'))
    const before = await personOf('l3:a')
    expect(await link(table, evidence('l3:b', 'l3:a'))).toBe('known')
    expect(await personOf('l3:a')).toEqual(before)
  })

  it('is noted when the two are one person already', async () => {
    await see(table, 'l4:a', 'l4:b', 'l4:c')
    await link(table, evidence('l4:a', 'l4:b'))
    await link(table, evidence('l4:b', 'l4:c'))
    expect(await link(table, evidence('l4:a', 'l4:c'))).toBe('same')
    expect((await getAll(table, [keys.evidence('l4:a', 'l4:c', 'verified-email')]))[0]).toMatchObject({ active: true })
  })

  it('that would join more than a person has is kept as a conflict', async () => {
    const iids = ['l5:a', 'l5:b', 'l5:c', 'l5:d']
    await see(table, ...iids)
    await link(table, evidence('l5:a', 'l5:b'))
    await link(table, evidence('l5:b', 'l5:c'))
    expect(await link(table, evidence('l5:c', 'l5:d'))).toBe('conflict')
    expect(await link(table, evidence('l5:c', 'l5:d'))).toBe('conflict')
    expect((await getAll(table, [keys.conflict('l5:c', 'l5:d', 'verified-email')]))[0]).toMatchObject({
      reason: 'more than 3 of l5',
    })
    expect(Object.keys((await personOf('l5:d'))?.ids ?? {})).toEqual(['l5:d'])
  })

  it('needs identities that have been seen', async () => {
    await see(table, 'l6:a')
    await expect(link(table, evidence('l6:a', 'l6:nobody'))).rejects.toThrow('never been seen')
  })

  it('writes a line into the history of the person', async () => {
    await see(table, 'l7:a', 'l7:b')
    await link(table, evidence('l7:a', 'l7:b'))
    const [winner = '', loser = ''] = births('l7:a', 'l7:b')
    const { items } = await query(table, {
      pk: keys.person(winner).pk,
      where: 'begins_with(#sk, :log)',
      values: { ':log': 'LOG#' },
    })
    expect(items).toEqual([expect.objectContaining({ what: 'link', from: loser, actor: 'source:test' })])
  })
})

describe('a known customer', () => {
  it('gives the person its id', async () => {
    await see(table, 'k1:a', 'k1:b', 'k1:c')
    await link(table, evidence('k1:a', 'k1:b'))
    await link(table, evidence('k1:b', 'k1:c'))
    const largest = ['k1:a', 'k1:b', 'k1:c'].sort((a, b) => (birthId(a) < birthId(b) ? 1 : -1))[0] ?? ''
    await markKnown(table, largest, { at: AT, actor: 'source:shop' })
    for (const iid of ['k1:a', 'k1:b', 'k1:c']) expect((await personOf(iid))?.personId).toBe(birthId(largest))
    for (const iid of ['k1:a', 'k1:b', 'k1:c'])
      expect((await getPerson(table, birthId(iid)))?.personId).toBe(birthId(largest))
  })

  it('is one who orders, at first sight or later', async () => {
    await applyAll(table, [order('k2:new')])
    expect((await resolvePerson(table, 'k2:new'))?.identity.known).toBe(true)
    await see(table, 'k2:old')
    await applyAll(table, [order('k2:old')])
    expect((await resolvePerson(table, 'k2:old'))?.identity.known).toBe(true)
    expect((await personOf('k2:old'))?.ids['k2:old']?.k).toBe(true)
  })

  it('that nobody has seen changes nothing', async () => {
    await markKnown(table, 'k3:nobody', { at: AT, actor: 'source:shop' })
    expect(await resolvePerson(table, 'k3:nobody')).toBeUndefined()
  })
})

describe('an address that a platform has verified', () => {
  const jim = { email: ' Jim.Davies@Example.com', emailVerified: true }

  it('joins the accounts that have it, and is kept in one attribute of one item only', async () => {
    await withTable(async ({ table: own }) => {
      await applyAll(own, [account('forum:1', jim), order('shop:7', { ...jim, email: 'JIM.davies@example.com ' })])
      const iids = ['forum:1', 'shop:7', emailIdentity('a pepper', 'jim.davies@example.com')]
      const people = await Promise.all(iids.map(async (iid) => (await resolvePerson(own, iid))?.person.personId))
      expect(new Set(people)).toEqual(new Set([birthId('shop:7')]))
      const holders = (await scan(own)).filter((item) => /jim.davies/i.test(JSON.stringify(item)))
      expect(holders.map(({ pk, address }) => [pk, address])).toEqual([
        [keys.identity(iids[2] ?? '').pk, 'jim.davies@example.com'],
      ])
    })
  })

  it.each([
    ['is not verified', { email: 'x@example.com' }],
    ['is no address', { email: 'x', emailVerified: true }],
    ['is an office', { email: 'info@example.com', emailVerified: true }],
  ])('does nothing when it %s', async (_, author) => {
    await withTable(async ({ table: own }) => {
      await applyAll(own, [account('forum:1', author)])
      expect((await scan(own)).map(({ type }) => type).sort()).toEqual(['identity', 'person'])
    })
  })

  it('brings what the sign-up promised, once', async () => {
    await withTable(async ({ table: own }) => {
      await applyAll(own, [account('forum:1', jim), account('forum:1', jim)])
      const words = (await scan(own)).filter(({ type }) => type === 'consent')
      expect(words).toEqual([
        expect.objectContaining({
          granted: true,
          signUp: true,
          basis: 'soft-opt-in',
          topics: ['tips'],
          source: 'forum',
        }),
      ])
    })
  })

  it("takes the person's own word on email", async () => {
    await withTable(async ({ table: own }) => {
      const word = { granted: false, topics: ['*'], basis: 'consent', wording: 'v2' }
      await applyAll(own, [{ ...account('forum:1', jim), kind: 'consent', ...word } as Activity])
      const [prefs] = await getAll(own, [keys.preferences(emailIdentity('a pepper', 'jim.davies@example.com'))])
      expect(prefs?.topics).toMatchObject({ '*': { granted: false, wording: 'v2' } })
    })
  })

  it.each([
    ['is deleted', { deleted: true, revision: '1.deleted' }],
    ['is taken back in a later state of the same moment', { granted: false, revision: '2' }],
  ])('may no longer be mailed once the word that allowed it %s', async (_, over) => {
    await withTable(async ({ table: own }) => {
      const word = { kind: 'consent', granted: true, topics: ['tips'], basis: 'consent', wording: 'v1' }
      const given = { ...account('forum:1', jim), ...word } as Activity
      await applyAll(own, [given, { ...given, ...over } as Activity, given])
      const [prefs] = await getAll(own, [keys.preferences(emailIdentity('a pepper', 'jim.davies@example.com'))])
      expect(prefs?.topics).toMatchObject({ tips: { granted: false } })
    })
  })

  it('does not connect an account that is gone', async () => {
    await withTable(async ({ table: own }) => {
      await applyAll(own, [{ ...account('forum:1', jim), deleted: true } as Activity])
      expect((await scan(own)).map(({ type }) => type).sort()).toEqual(['identity', 'person'])
    })
  })
})

describe('links in any order, side by side and cut short', () => {
  const IIDS = Array.from({ length: 12 }, (_, at) => `p${at}:x`)

  const clusters = (pairs: readonly (readonly [number, number])[]) => {
    const group = IIDS.map((_, at) => at)
    for (const [a, b] of pairs) {
      const [from, to] = [group[a], group[b]]
      group.forEach((one, at) => {
        if (one === from) group[at] = to ?? one
      })
    }
    return IIDS.map((_, at) => {
      const members = IIDS.filter((__, other) => group[other] === group[at])
      return canonicalId(Object.fromEntries(members.map((iid) => [iid, { b: birthId(iid), k: false }])))
    })
  }

  it('end in the same people as a union of all pairs', async () => {
    const pair = fc.tuple(fc.nat(11), fc.nat(11)).filter(([a, b]) => a !== b)
    await fc.assert(
      fc.asyncProperty(
        fc.array(pair, { minLength: 4, maxLength: 14 }),
        fc.infiniteStream(fc.nat(99)),
        async (pairs, dice) => {
          await withTable(async ({ table: own }) => {
            await see(own, ...IIDS)
            const dies = crashing(own, () => (dice.next().value ?? 0) < 5)
            const queue = [...pairs, ...pairs]
            const work = async () => {
              for (let next = queue.pop(); next; next = queue.pop()) {
                const [a, b] = next
                try {
                  await link(dies, evidence(IIDS[a] ?? '', IIDS[b] ?? ''))
                } catch (error) {
                  if (!(error instanceof CrashError)) throw error
                  queue.unshift(next)
                }
              }
            }
            await Promise.all([work(), work(), work()])
            const people = await Promise.all(IIDS.map(async (iid) => (await resolvePerson(own, iid))?.person.personId))
            expect(people).toEqual(clusters(pairs))
          })
        },
      ),
      { numRuns: 6 },
    )
  }, 60_000)
})
