import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { newClaim } from '../../shared/domain/connect/claim.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { settleClaim, undoClaim } from '../../shared/store/claim-link.ts'
import { changeClaim, claimAddressed, createClaim, readClaim } from '../../shared/store/claims.ts'
import { link } from '../../shared/store/link.ts'
import { resolvePerson } from '../../shared/store/people.ts'
import { keepApart, liftApart } from '../../shared/store/split.ts'
import { getSuggestion } from '../../shared/store/suggestions.ts'
import { personItems, putItems } from '../support/graph-items.ts'
import { createNearTable } from '../support/table.ts'

let near: Awaited<ReturnType<typeof createNearTable>>
beforeAll(async () => {
  near = await createNearTable()
})
afterAll(() => near.close())

const NOW = Date.parse('2026-11-21T10:00:00.000Z')
const now = isoOf(NOW)

/** A claim that has been agreed to and not carried out yet. */
const agreed = async (n: number) => {
  const { table } = near
  const [id, emailIid, account] = [`claim${n}`, `email:${n}`, `forum:${n}`]
  await putItems(table, personItems([{ iid: account }]))
  await createClaim(table, { id, address: `p${n}@example.com`, claim: newClaim(now) })
  const item = await readClaim(table, id)
  if (!item) throw new Error('no claim')
  await claimAddressed(table, item, { emailIid, language: 'en' })
  await changeClaim(table, id, { do: 'open', session: 's' }, now)
  await changeClaim(table, id, { do: 'sign-in', state: 'x' }, now)
  await changeClaim(table, id, { do: 'signed-in', state: 'x', account }, now)
  await changeClaim(table, id, { do: 'agree', account }, now)
  return { id, emailIid, account }
}

const members = async (iid: string): Promise<string[]> =>
  Object.keys((await resolvePerson(near.table, iid))?.person.ids ?? {}).sort()

describe('a claim that is carried out by several at once', () => {
  it('is one link, and the address goes from the claim', async () => {
    const { id, emailIid, account } = await agreed(0)
    await Promise.all([1, 2, 3].map(() => settleClaim(near.table, id, NOW)))
    expect(await members(account)).toEqual([emailIid, account].sort())
    const item = await readClaim(near.table, id)
    expect(item?.claim.state).toBe('linked')
    expect(item).not.toHaveProperty('address')
  })

  it('is taken back by the next one when the one who linked late died before seeing the undo', async () => {
    const { table } = near
    const { id, emailIid, account } = await agreed(100)
    await settleClaim(table, id, NOW)
    await undoClaim(table, { id, emailIid, account }, now)
    const evidence = { a: emailIid, b: account, kind: 'claim', confidence: 1, actor: 'person:self', at: now } as const
    await link(table, { ...evidence, why: `as said (claim ${id})` }, { again: true })
    await settleClaim(table, id, NOW)
    expect(await members(account)).toEqual([account])
    // Another claim, later, of the same two: an old message does not touch it.
    await link(table, { ...evidence, why: 'as said (claim other)' }, { again: true })
    await settleClaim(table, id, NOW)
    expect(await members(account)).toHaveLength(2)
  })

  it('and is forbidden is for people to look at, and never happens behind the person’s back', async () => {
    const { table } = near
    const { id, emailIid, account } = await agreed(200)
    const other = 'forum:200b'
    await putItems(table, personItems([{ iid: other }, { iid: emailIid }]))
    const pair = { a: emailIid, b: other, kind: 'agent', confidence: 1, actor: 'user:ann', at: now } as const
    await link(table, pair)
    const word = { by: 'user:ann', at: now }
    await keepApart(table, { a: other, b: account }, word)
    expect((await settleClaim(table, id, NOW))?.claim.state).toBe('refused')
    expect(await getSuggestion(table, { a: emailIid, b: account })).toMatchObject({
      confidence: 0.89,
      reasons: [expect.stringContaining('reads the address')],
    })
    await liftApart(table, { a: other, b: account }, word)
    expect(await members(account)).toEqual([account])
    expect(await settleClaim(table, id, NOW)).toMatchObject({ claim: { state: 'refused' } })
  })

  it('stays undone when it is taken back meanwhile, whoever is faster', async () => {
    for (let n = 1; n <= 60; n++) {
      const claim = await agreed(n)
      const later = async <T>(work: () => Promise<T>): Promise<T> => {
        for (let turns = Math.floor(Math.random() * 12); turns > 0; turns--) await new Promise(setImmediate)
        return work()
      }
      await Promise.all([
        later(() => settleClaim(near.table, claim.id, NOW)),
        later(() => undoClaim(near.table, claim, now)),
        later(() => settleClaim(near.table, claim.id, NOW)),
      ])
      expect(await members(claim.account)).toEqual([claim.account])
      expect((await readClaim(near.table, claim.id))?.claim.state).toBe('undone')
      await settleClaim(near.table, claim.id, NOW)
      expect(await members(claim.account)).toEqual([claim.account])
    }
  }, 60_000)
})
