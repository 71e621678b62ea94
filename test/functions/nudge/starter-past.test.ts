import { describe, expect, it } from '@jest/globals'
import { birthId, keys } from '../../../shared/store/keys.ts'
import { NOON } from '../../domain/nudge/factories.ts'
import { identityItem, personItems } from '../../support/graph-items.ts'
import { tablePerTest } from '../../support/tables.ts'
import { member, said, scoresItem, starterWorld } from './starter-world.ts'

const ANN = 'forum:ann'
const PID = birthId(ANN)
const LATER = '2026-06-11T13:00:00.000Z'
const LAST = '2026-04-11'

const test = tablePerTest()

const gone = { gone: { v: true, at: NOON } }

describe('somebody who has taken the account down', () => {
  const joined = { joined: '2026-06-10T11:00:00.000Z' }

  it('is not welcomed', async () => {
    const world = starterWorld(test, 'welcome')
    await world.has(member(ANN))
    await world.content({ stage: 'research' })
    const known = identityItem(ANN, { personId: PID })
    await world.changes(known, { ...known, ...joined })
    await world.has(member(ANN, { ...joined, ...gone }))
    await world.at('2026-06-10T13:00:00.000Z')
    expect(await world.decisions(ANN)).toMatchObject([{ reason: 'resolved', detail: 'subject.deleted' }])
  })

  it.each([
    ['gone-quiet', { segments: { 'quiet-60d': NOON }, segmentsRev: 3, made: { last: Date.parse(LAST) } as never }],
    ['research-stage', { journey: { stage: 'research' as const, since: '2026-06-10T00:00:00.000Z' } }],
  ])('is not written to by %s, which is about the person', async (recipe, scores) => {
    const world = starterWorld(test, recipe)
    await world.has([...member(ANN, gone), said({ id: 'q1', iid: ANN })])
    await world.content({ stage: recipe === 'gone-quiet' ? 'use' : 'research' })
    const after = scoresItem(PID, scores)
    await world.changes({ ...after, segments: {}, journey: undefined }, after)
    await world.at(LATER)
    expect(await world.decisions(ANN)).toMatchObject([{ reason: 'resolved', detail: 'subject.deleted' }])
  })

  it('is still written to by what is about the person when another account is there', async () => {
    const world = starterWorld(test, 'gone-quiet')
    const address = { iid: `email:${ANN}`, address: 'ann@example.com' }
    await world.has([
      ...personItems([{ iid: ANN, ...gone }, { iid: 'github:ann' }, address]),
      ...member(ANN).filter(({ type }) => type === 'preferences'),
    ])
    await world.content({ stage: 'use' })
    const before = scoresItem(PID, { segmentsRev: 3, made: { last: Date.parse(LAST) } as never })
    await world.changes(before, { ...before, segments: { 'quiet-60d': NOON } })
    expect(await world.decisions(ANN)).toMatchObject([{ state: 'queued' }])
  })
})

describe('somebody who went quiet', () => {
  const went = async (...items: object[]) => {
    const world = starterWorld(test, 'gone-quiet')
    await world.has([...member(ANN), ...items])
    await world.content({ stage: 'use' })
    const before = scoresItem(PID, { segmentsRev: 3, made: { last: Date.parse(LAST) } as never })
    await world.changes(before, { ...before, segments: { 'quiet-60d': NOON } })
    return (await world.decisions(ANN))[0]
  }

  it('unhappy is left alone: the last that was heard counts, not the months of silence', async () => {
    const month = { ...keys.rollup(ANN, '2026-04'), type: 'rollup', pos: 0, neg: 2 }
    expect(await went(month)).toMatchObject({ reason: 'resolved', detail: 'person.unhappy' })
  })

  it('with a ticket that nobody closed is left alone', async () => {
    const ticket = { id: 'conversation:1', iid: ANN, threadId: 'conversation:1', createdAt: `${LAST}T08:00:00.000Z` }
    expect(await went(said(ticket))).toMatchObject({ reason: 'resolved', detail: 'case.open' })
  })

  it('is written to when all was well', async () => {
    expect(await went()).toMatchObject({ state: 'queued' })
  })
})
