import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { canonicalId, type Members } from '../../../shared/domain/connect/canon.ts'
import { components, joinApart, type Party, planLink, planSplit } from '../../../shared/domain/connect/cluster.ts'

const IIDS = Array.from({ length: 9 }, (_, at) => `p${at}:x`)
const member = fc.constantFrom(...IIDS)
const pair = fc.record({ a: member, b: member })

/** A party of these identities, whose birth ids are their names. */
const party = (iids: readonly string[], more: Partial<Party> & { known?: readonly string[] } = {}): Party => {
  const ids: Members = Object.fromEntries(iids.map((iid) => [iid, { b: iid, k: more.known?.includes(iid) ?? false }]))
  return { personId: canonicalId(ids), ids, ...(more.apart ? { apart: more.apart } : {}) }
}

describe('components', () => {
  it('are the groups that evidence connects, by way of others too', () => {
    const evidence = [
      { a: 'a', b: 'b' },
      { a: 'c', b: 'b' },
      { a: 'd', b: 'elsewhere' },
    ]
    expect(components(['a', 'b', 'c', 'd'], evidence)).toEqual([['a', 'b', 'c'], ['d']])
  })

  it('hold every member once, and two of one group are connected by a walk', () => {
    fc.assert(
      fc.property(fc.uniqueArray(member, { minLength: 1 }), fc.array(pair), (members, evidence) => {
        const groups = components(members, evidence)
        expect(groups.flat().toSorted()).toEqual(members.toSorted())
        const reach = (from: string): Set<string> => {
          const seen = new Set([from])
          for (const at of seen)
            for (const { a, b } of evidence)
              for (const [one, other] of [
                [a, b],
                [b, a],
              ] as const)
                if (one === at && members.includes(other)) seen.add(other)
          return seen
        }
        for (const group of groups) expect([...reach(group[0] ?? '')].toSorted()).toEqual(group.toSorted())
      }),
    )
  })
})

describe('a planned link', () => {
  it('names the smaller id, and a known customer before all others', () => {
    expect(planLink(party(['a:1']), party(['b:1']))).toMatchObject({ winner: 'a:1', loser: 'b:1' })
    expect(planLink(party(['a:1']), party(['b:1'], { known: ['b:1'] }))).toMatchObject({ winner: 'b:1', loser: 'a:1' })
  })

  it('is refused by a limit, in words', () => {
    expect(planLink(party(['g:1', 'g:2']), party(['g:3', 'g:4']))).toEqual({ refused: 'more than 3 of g' })
  })

  it.each([
    ['the one', party(['a:1'], { apart: { 'a:1': ['b:1'] } }), party(['b:1'])],
    ['the other', party(['a:1']), party(['b:1'], { apart: { 'b:1': ['a:1'] } })],
  ])('is refused by somebody’s word that %s holds', (_, one, other) => {
    expect(planLink(one, other)).toEqual({ refused: 'said to be two people' })
  })

  it('is not refused by a word about somebody else, and keeps that word', () => {
    const plan = planLink(party(['a:1'], { apart: { 'a:1': ['z:1'] } }), party(['b:1'], { apart: { 'b:1': ['z:1'] } }))
    expect(plan).toMatchObject({ winner: 'a:1', apart: { 'a:1': ['z:1'], 'b:1': ['z:1'] } })
  })
})

describe('words that two are two people', () => {
  it('are joined without doubles, in order', () => {
    expect(joinApart({ a: ['c', 'b'] }, { a: ['b'], d: ['e'] })).toEqual({ a: ['b', 'c'], d: ['e'] })
    expect(joinApart()).toEqual({})
  })
})

describe('a planned split', () => {
  it('leaves a person alone that other evidence holds together', () => {
    const one = party(['a:1', 'b:1'])
    expect(planSplit(one, [{ a: 'a:1', b: 'b:1' }])).toEqual([{ ...one, apart: {} }])
  })

  it('gives the parts their own words, and the first the person’s id', () => {
    const one = party(['a:1', 'b:1', 'c:1'], { known: ['c:1'], apart: { 'b:1': ['z:1'] } })
    const [rest, part] = planSplit(one, [{ a: 'a:1', b: 'b:1' }])
    expect(rest).toMatchObject({ personId: 'c:1', apart: {} })
    expect(part).toMatchObject({ personId: 'a:1', apart: { 'b:1': ['z:1'] } })
  })

  it('undoes a link exactly, whoever the two sides were', () => {
    const some = fc.uniqueArray(member, { minLength: 2 })
    fc.assert(
      fc.property(some, fc.nat(), fc.array(member), (iids, at, known) => {
        const cut = 1 + (at % (iids.length - 1))
        const [one, other] = [party(iids.slice(0, cut), { known }), party(iids.slice(cut), { known })]
        const plan = planLink(one, other)
        if ('refused' in plan) throw new Error(plan.refused)
        const chain = (side: Party) => {
          const names = Object.keys(side.ids)
          return names.slice(1).map((b, step) => ({ a: names[step] ?? '', b }))
        }
        const parts = planSplit({ personId: plan.winner, ids: plan.members }, [...chain(one), ...chain(other)])
        expect(parts[0]?.personId).toBe(plan.winner)
        const names = ({ personId, ids }: Party) => [personId, ...Object.keys(ids).sort()]
        expect(parts.map(names).sort()).toEqual([names(one), names(other)].sort())
      }),
    )
  })
})
