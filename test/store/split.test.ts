import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { listConflicts, retryOldConflicts, withdrawConflict } from '../../shared/store/conflicts.ts'
import { birthId, keys } from '../../shared/store/keys.ts'
import { link } from '../../shared/store/link.ts'
import { UnknownIdentityError } from '../../shared/store/link-actions.ts'
import { getPerson } from '../../shared/store/people.ts'
import { evidenceOf, keepApart, liftApart, StillConnectedError, unlink } from '../../shared/store/split.ts'
import { getAll, query, type Table } from '../../shared/store/table.ts'
import { createTable } from '../support/table.ts'
import { tableForAll } from '../support/tables.ts'
import { CrashError } from './ingest-bench.ts'
import { evidence, flaws, found, reference, see } from './linking/world.ts'

const test = tableForAll()
let table: Table
beforeAll(() => {
  table = test.table
})

const LATER = '2026-03-02T00:00:00.000Z'
const word = { by: 'user:ann', at: LATER, why: 'two colleagues' }
const chain = async (...iids: string[]) => {
  await see(table, ...iids)
  for (const [at, iid] of iids.entries()) if (at > 0) await link(table, evidence(iids[at - 1] ?? '', iid))
}
const historyOf = async (iid: string) => {
  const { items } = await query(table, {
    pk: keys.person(birthId(iid)).pk,
    where: 'begins_with(#sk, :l)',
    values: { ':l': 'LOG#' },
  })
  return items
}

describe('evidence that is taken back', () => {
  it('splits the person, and both sides have the ids that they had before', async () => {
    await chain('a1:x', 'a2:x', 'a3:x', 'a4:x')
    const done = await unlink(table, { a: 'a3:x', b: 'a2:x', kind: 'agent' }, word)
    expect(done.outcome).toBe('split')
    const pairs = [
      { a: 'a1:x', b: 'a2:x' },
      { a: 'a3:x', b: 'a4:x' },
    ]
    const iids = ['a1:x', 'a2:x', 'a3:x', 'a4:x']
    expect(await found(table, iids)).toEqual(reference(iids, pairs))
    expect(await flaws(table, iids)).toEqual([])
  })

  it('changes nothing when other evidence holds the person together', async () => {
    await chain('b1:x', 'b2:x', 'b3:x')
    await link(table, evidence('b1:x', 'b3:x'))
    expect(await unlink(table, { a: 'b1:x', b: 'b2:x', kind: 'agent' }, word)).toEqual({ outcome: 'kept' })
    expect(new Set(Object.values(await found(table, ['b1:x', 'b2:x', 'b3:x']))).size).toBe(1)
  })

  it('stays taken back when it is told again, unless somebody decides so', async () => {
    await chain('c1:x', 'c2:x')
    await unlink(table, { a: 'c1:x', b: 'c2:x', kind: 'agent' }, word)
    expect(await link(table, evidence('c1:x', 'c2:x'))).toBe('known')
    expect(new Set(Object.values(await found(table, ['c1:x', 'c2:x']))).size).toBe(2)
    expect(await link(table, evidence('c1:x', 'c2:x'), { again: true })).toBe('linked')
    expect(new Set(Object.values(await found(table, ['c1:x', 'c2:x']))).size).toBe(1)
    expect(await evidenceOf(table, ['c1:x'])).toEqual([expect.not.objectContaining({ retracted: expect.anything() })])
  })

  it('says who took it back, when and why, on the evidence and in both histories', async () => {
    await chain('d1:x', 'd2:x')
    await unlink(table, { a: 'd1:x', b: 'd2:x', kind: 'agent' }, word)
    expect(await evidenceOf(table, ['d1:x'])).toEqual([expect.objectContaining({ active: false, retracted: word })])
    for (const iid of ['d1:x', 'd2:x'])
      expect(await historyOf(iid)).toContainEqual(
        expect.objectContaining({ what: 'split', actor: 'user:ann', why: 'two colleagues', at: LATER }),
      )
  })

  it('twice, or never told, does nothing', async () => {
    await chain('e1:x', 'e2:x')
    const gone = { a: 'e1:x', b: 'e2:x', kind: 'agent' } as const
    await unlink(table, gone, word)
    const before = await getPerson(table, birthId('e1:x'))
    expect(await unlink(table, gone, word)).toEqual({ outcome: 'known' })
    expect(await unlink(table, { ...gone, kind: 'claim' }, word)).toEqual({ outcome: 'known' })
    expect(await getPerson(table, birthId('e1:x'))).toEqual(before)
  })

  it('about somebody whom nobody has seen is an error that names them', async () => {
    await expect(unlink(table, { a: 'e9:x', b: 'e8:x', kind: 'agent' }, word)).rejects.toThrow(UnknownIdentityError)
  })

  it('makes room for a link that a limit forbade', async () => {
    await chain('f:1', 'f:2', 'f:3')
    await see(table, 'f:4')
    expect(await link(table, evidence('f:3', 'f:4'))).toBe('conflict')
    await unlink(table, { a: 'f:1', b: 'f:2', kind: 'agent' }, word)
    expect(new Set(Object.values(await found(table, ['f:2', 'f:3', 'f:4']))).size).toBe(1)
    expect((await getAll(table, [keys.conflict('f:3', 'f:4', 'agent')]))[0]).toBeUndefined()
  })
})

describe('two who are said to be two people', () => {
  it('are parted, and no evidence links them while the word stands', async () => {
    await chain('g1:x', 'g2:x')
    expect((await keepApart(table, { a: 'g1:x', b: 'g2:x' }, word)).outcome).toBe('split')
    expect(await link(table, evidence('g1:x', 'g2:x', { kind: 'claim' }))).toBe('conflict')
    expect((await listConflicts(table, { limit: 50 })).items).toContainEqual(
      expect.objectContaining({ a: 'g1:x', b: 'g2:x', reason: 'said to be two people' }),
    )
    expect(await keepApart(table, { a: 'g2:x', b: 'g1:x' }, word)).toEqual({ outcome: 'known' })
  })

  it('are kept apart by way of others too', async () => {
    await see(table, 'h1:x', 'h2:x', 'h3:x')
    expect(await keepApart(table, { a: 'h1:x', b: 'h3:x' }, word)).toEqual({ outcome: 'kept' })
    expect(await link(table, evidence('h1:x', 'h2:x'))).toBe('linked')
    expect(await link(table, evidence('h2:x', 'h3:x'))).toBe('conflict')
  })

  it('and whom others still connect are named with the evidence that does', async () => {
    await chain('i1:x', 'i2:x', 'i3:x')
    const said = keepApart(table, { a: 'i1:x', b: 'i3:x' }, word)
    await expect(said).rejects.toThrow(StillConnectedError)
    await expect(said).rejects.toThrow('i1:x and i2:x (agent, by user:test); i2:x and i3:x (agent, by user:test)')
    expect(new Set(Object.values(await found(table, ['i1:x', 'i2:x', 'i3:x']))).size).toBe(1)
  })

  it('come together once the word is taken back', async () => {
    await chain('j1:x', 'j2:x')
    await keepApart(table, { a: 'j1:x', b: 'j2:x' }, word)
    await link(table, evidence('j1:x', 'j2:x', { kind: 'claim' }))
    expect(await liftApart(table, { a: 'j1:x', b: 'j2:x' }, word)).toBe(true)
    expect(new Set(Object.values(await found(table, ['j1:x', 'j2:x']))).size).toBe(1)
    expect(await liftApart(table, { a: 'j1:x', b: 'j2:x' }, word)).toBe(false)
    expect((await getPerson(table, birthId('j1:x')))?.apart).toBeUndefined()
  })

  it('keep the word through links and splits of their own', async () => {
    await see(table, 'k1:x', 'k2:x', 'k3:x')
    await keepApart(table, { a: 'k1:x', b: 'k3:x' }, word)
    await link(table, evidence('k1:x', 'k2:x'))
    await unlink(table, { a: 'k1:x', b: 'k2:x', kind: 'agent' }, word)
    expect(await link(table, evidence('k2:x', 'k3:x'))).toBe('linked')
    expect(await link(table, evidence('k1:x', 'k2:x', { kind: 'claim' }))).toBe('conflict')
  })
})

const dyingOnceWritten = ({ name, client }: Table): Table => {
  const send = async (command: unknown) => {
    const answer = await (client.send as (command: unknown) => Promise<unknown>)(command)
    if (command instanceof TransactWriteCommand) throw new CrashError('after the call')
    return answer
  }
  return { name, client: Object.assign(Object.create(client), { send }) }
}

describe('all conflicts', () => {
  it('end when they are taken back', async () => {
    await chain('m:1', 'm:2', 'm:3')
    await see(table, 'm:4')
    expect(await link(table, evidence('m:3', 'm:4'))).toBe('conflict')
    const pair = { a: 'm:3', b: 'm:4', kind: 'agent' } as const
    expect(await withdrawConflict(table, pair, word)).toBe(true)
    expect(await withdrawConflict(table, pair, word)).toBe(false)
    // Told again, as platforms do with every post.
    expect(await link(table, evidence('m:3', 'm:4'))).toBe('known')
    await unlink(table, { a: 'm:1', b: 'm:2', kind: 'agent' }, word)
    expect((await found(table, ['m:4']))['m:4']).toBe(birthId('m:4'))
    expect((await getAll(table, [keys.evidence('m:3', 'm:4', 'agent')]))[0]).toMatchObject({
      active: false,
      retracted: { by: word.by },
    })
    expect(await link(table, evidence('m:3', 'm:4'), { again: true })).toBe('linked')
  })

  it('hold what somebody decided to bring back, and was forbidden to', async () => {
    await chain('n:1', 'n:2', 'n:3')
    await see(table, 'n:4')
    await unlink(table, { a: 'n:2', b: 'n:3', kind: 'agent' }, word)
    // Somebody else has come in meanwhile, and there is no more room.
    await link(table, evidence('n:2', 'n:4', { kind: 'claim' }))
    expect(await link(table, evidence('n:2', 'n:3'), { again: true })).toBe('conflict')
    await unlink(table, { a: 'n:2', b: 'n:4', kind: 'claim' }, word)
    const people = await found(table, ['n:2', 'n:3'])
    expect(people['n:3']).toBe(people['n:2'])
  })

  it('are tried again, for what a crash left behind', async () => {
    const own = await createTable()
    try {
      await see(own.table, 'l:1', 'l:2', 'l:3', 'l:4')
      for (const [a, b] of [
        ['l:1', 'l:2'],
        ['l:2', 'l:3'],
        ['l:3', 'l:4'],
      ] as const)
        await link(own.table, evidence(a, b))
      const [conflict] = (await listConflicts(own.table, { limit: 5 })).items
      expect(await retryOldConflicts(own.table, '2026-03-01T00:59:00.000Z')).toMatchObject({ tried: 0 })
      expect(await retryOldConflicts(own.table, LATER)).toEqual({ tried: 1, linked: 0, failed: 0 })
      // It waits for its next turn.
      expect(await retryOldConflicts(own.table, LATER)).toMatchObject({ tried: 0 })
      // Cut short right after a split: there is room, and nobody has looked.
      await expect(unlink(dyingOnceWritten(own.table), { a: 'l:1', b: 'l:2', kind: 'agent' }, word)).rejects.toThrow(
        CrashError,
      )
      expect(conflict).toMatchObject({ reason: 'more than 3 of l' })
      expect(await retryOldConflicts(own.table, '2026-03-03T00:00:00.000Z')).toEqual({ tried: 1, linked: 1, failed: 0 })
      expect((await listConflicts(own.table, { limit: 5 })).items).toEqual([])
    } finally {
      await own.close()
    }
  })
})
