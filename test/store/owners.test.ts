import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { rescore } from '../../functions/score/rescore.ts'
import { birthId, keys } from '../../shared/store/keys.ts'
import { link } from '../../shared/store/link.ts'
import { ownersOf, readScored } from '../../shared/store/scores.ts'
import { unlink } from '../../shared/store/split.ts'
import { NOW, rescoringWith } from '../functions/score/world.ts'
import { personItems, putItems } from '../support/graph-items.ts'
import { createNearTable } from '../support/table.ts'

const [ANN, BOB, EVE] = ['forum:ann', 'forum:bob', 'forum:eve'] as const
const EVIDENCE = { a: ANN, b: BOB, kind: 'agent' as const }
const AT = '2026-11-20T12:00:00.000Z'
const COUPLE = { a: 'forum:fay', b: 'forum:gus', kind: 'agent' as const }

let near: Awaited<ReturnType<typeof createNearTable>>
beforeAll(async () => {
  near = await createNearTable()
  await putItems(
    near.table,
    [ANN, BOB, EVE].flatMap((iid) => personItems([{ iid }])),
  )
})
afterAll(() => near?.close())

const scored = (iid: string, personVer: number) =>
  putItems(near.table, [{ ...keys.scores(birthId(iid)), type: 'scores', personId: birthId(iid), ver: 3, personVer }])

it('accounts that were never linked are with the person that they were born as, who is read with its scores', async () => {
  await scored(EVE, 1)
  const owners = await ownersOf(near.table, [ANN, EVE, 'forum:nobody'])
  expect([...owners.keys()]).toEqual([ANN, EVE])
  expect(owners.get(ANN)).toMatchObject({ personId: birthId(ANN), read: { person: { origin: ANN } } })
  expect(owners.get(ANN)?.read?.scores).toBeUndefined()
  expect(owners.get(EVE)?.read?.scores?.ver).toBe(3)
  expect(await ownersOf(near.table, [])).toEqual(new Map())
})

it('scores that are newer than the person that was read with them are left to be read again', async () => {
  await scored(EVE, 2)
  expect(await ownersOf(near.table, [EVE])).toEqual(new Map([[EVE, { personId: birthId(EVE) }]]))
})

it('an account that was linked to another is where it is now, and back when that was taken back', async () => {
  await link(near.table, { ...EVIDENCE, confidence: 1, actor: 'user:x', at: AT })
  const both = [...(await ownersOf(near.table, [ANN, BOB])).values()]
  expect(new Set(both.map(({ personId }) => personId)).size).toBe(1)
  expect(both.map(({ read }) => read !== undefined).sort()).toEqual([false, true])
  await unlink(near.table, EVIDENCE, { by: 'user:x', at: AT })
  const owners = await ownersOf(near.table, [ANN, BOB])
  expect([ANN, BOB].map((iid) => owners.get(iid)?.personId)).toEqual([birthId(ANN), birthId(BOB)])
})

it.each(['without scores', 'with scores'])(
  'people who are linked after they were read, %s, are scored as what they are by then',
  async (how) => {
    const iids = ['forum:fay', 'forum:gus'].map((iid) => `${iid} ${how}`)
    const [a = '', b = ''] = iids
    const evidence = { ...COUPLE, a, b }
    await putItems(
      near.table,
      iids.flatMap((iid) => personItems([{ iid }])),
    )
    const deps = rescoringWith(near.table)
    if (how === 'with scores') for (const iid of iids) await rescore(deps, birthId(iid))
    const owners = await ownersOf(near.table, iids)
    await link(near.table, { ...evidence, confidence: 1, actor: 'user:x', at: AT })
    await Promise.all(iids.map((iid) => rescore(deps, birthId(iid), { read: owners.get(iid)?.read })))
    const isFirst = (await readScored(near.table, birthId(a))).person?.status === 'active'
    const [stays, gone] = isFirst ? [a, b] : [b, a]
    // As the stream does of the link itself.
    expect(await rescore(deps, birthId(stays))).toBe('scored')
    expect(await rescore(deps, birthId(gone))).toBe('gone')
    const kept = await readScored(near.table, birthId(stays))
    expect(Object.keys(kept.person?.ids ?? {}).sort()).toEqual(iids)
    expect(kept.scores).toMatchObject({ personVer: kept.person?.ver, computedAt: new Date(NOW).toISOString() })
    expect((await readScored(near.table, birthId(gone))).scores).toBeUndefined()
  },
)
