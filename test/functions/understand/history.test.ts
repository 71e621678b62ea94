import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Activity, ActivityOf } from '../../../shared/domain/listen/activity.ts'
import type { DeliveryMarks } from '../../../shared/domain/listen/delivery.ts'
import { consentFor } from '../../../shared/domain/nudge/consent.ts'
import { emailIdentity } from '../../../shared/store/addresses.ts'
import { applyActivity } from '../../../shared/store/apply.ts'
import type { ActivityItem, RollupItem } from '../../../shared/store/items.ts'
import { keys } from '../../../shared/store/keys.ts'
import { readPreferences } from '../../../shared/store/preferences.ts'
import { NOON } from '../../domain/nudge/factories.ts'
import { applyingWith, stateOf } from '../../store/ingest-bench.ts'
import { understandingFor } from '../../store/ingest-world.ts'
import { createTable } from '../../support/table.ts'
import { tablePerTest } from '../../support/tables.ts'
import { decisionsOf, JIM, jim, planAll, planning, putItems, read } from '../nudge/world.ts'

/** What an import tells is connected and counted as always; it starts nothing, and grants nothing unless it is let. */

const ASKED = '2026-06-10T11:00:00.000Z'
const AN_HOUR_LATER = '2026-06-10T12:00:00.000Z'
const LIVE: DeliveryMarks = { receivedAt: NOON }
const IMPORTED: DeliveryMarks = { receivedAt: NOON, history: true, grantsNothing: true }

const asks = 'NEUTRAL true How do I clean it?'
const says = 'NEUTRAL false I clean it.'

const post = (over: Partial<ActivityOf<'post'>> = {}): ActivityOf<'post'> => ({
  kind: 'post',
  source: 'forum',
  platform: 'forum',
  id: 'p1',
  at: ASKED,
  revision: '1',
  author: { id: '1' },
  text: asks,
  thread: { id: 't1' },
  createdAt: ASKED,
  ...over,
})

const test = tablePerTest()
beforeEach(async () => {
  await putItems(test.table, jim())
})

const apply = async (activity: Activity, marks: DeliveryMarks) => {
  const understanding = understandingFor(activity)
  return await applyActivity(applyingWith(test.table), activity, { ...(understanding && { understanding }), ...marks })
}

/** What the planner makes of all that was written. @returns what the decisions are about */
const nudged = async (): Promise<string[]> => {
  await planAll(planning(test.table), test)
  return (await decisionsOf(test.table)).map(({ subject }) => subject.id)
}

const item = async (id = 'p1') => (await read(test.table, keys.activity('forum', id))) as ActivityItem | undefined

describe('an imported question', () => {
  it('starts no nudge, where the same question by webhook does', async () => {
    await apply(post(), IMPORTED)
    expect(await nudged()).toEqual([])
    await apply(post({ id: 'p2', thread: { id: 't2' } }), LIVE)
    expect(await nudged()).toEqual(['p2'])
  })

  it('starts none when its webhook comes once more', async () => {
    await apply(post(), IMPORTED)
    expect(await apply(post(), LIVE)).toBe('stale')
    expect(await nudged()).toEqual([])
  })

  it('starts none when it is edited later, live', async () => {
    await apply(post({ text: says }), IMPORTED)
    await apply(post({ revision: '2' }), LIVE)
    expect(await item()).toMatchObject({ rev: '2', history: 'born', intents: ['question'] })
    expect(await nudged()).toEqual([])
  })

  it('starts none when things that point at it came first', async () => {
    const reply = { id: 'r1', author: { id: '2' }, parent: { id: 'p1' }, text: says, thread: { id: 't1' } }
    await apply({ ...post(), ...reply, kind: 'reply' }, LIVE)
    await apply(post(), IMPORTED)
    expect(await item()).toMatchObject({ history: 'born' })
    expect(await nudged()).toEqual([])
  })

  it('lets a live answer to it count for its own author', async () => {
    await apply(post({ author: { id: '2' } }), IMPORTED)
    const question = { id: 'r1', parent: { id: 'p1' }, thread: { id: 't1' } }
    await apply({ ...post(question), kind: 'reply' }, LIVE)
    expect(await nudged()).toEqual(['r1'])
  })
})

describe('an import of what is known already', () => {
  it('leaves the nudge of a live question alone', async () => {
    await apply(post(), LIVE)
    expect(await apply(post(), IMPORTED)).toBe('stale')
    expect(await item()).not.toHaveProperty('history')
    expect(await nudged()).toEqual(['p1'])
  })

  it('starts none by the newer words that it brings, and the next live words count again', async () => {
    await apply(post({ text: says }), LIVE)
    await apply(post({ revision: '2' }), IMPORTED)
    expect(await item()).toMatchObject({ history: 'told' })
    expect(await nudged()).toEqual([])
    await apply(post({ revision: '3', text: says }), LIVE)
    await apply(post({ revision: '4' }), LIVE)
    expect(await item()).not.toHaveProperty('history')
    expect(await nudged()).toEqual(['p1'])
  })

  it('changes nothing when it comes twice', async () => {
    await apply(post(), IMPORTED)
    const once = await stateOf(test.table)
    expect(await apply(post(), IMPORTED)).toBe('stale')
    expect(await stateOf(test.table)).toEqual(once)
  })
})

describe('what is imported', () => {
  it('counts in the month in which it happened, and lives as long as if it had come then', async () => {
    const old = '2026-02-03T10:00:00.000Z'
    await apply(post({ at: AN_HOUR_LATER, createdAt: old }), IMPORTED)
    const rollup = (await read(test.table, keys.rollup(JIM, '2026-02'))) as RollupItem | undefined
    expect(rollup).toMatchObject({ n: 1, questions: 1 })
    expect(await read(test.table, keys.rollup(JIM, '2026-06'))).toBeUndefined()
    expect(await item()).toMatchObject({ expires: Date.parse(old) / 1_000 + 180 * 86_400 })
  })
})

describe('an imported account with an address', () => {
  const ADDRESS = 'ada@mail.example'
  const author = { id: '7', email: ADDRESS, emailVerified: true }
  const account: Activity = {
    ...{ kind: 'account', source: 'forum', platform: 'forum', id: 'account:7', at: ASKED, revision: ASKED },
    author,
  }
  const consent = (granted: boolean, at = ASKED): Activity => ({
    ...{ kind: 'consent', source: 'forum', platform: 'forum', id: 'consent:7', at, revision: at, author, granted },
    ...{ topics: ['tips'], basis: 'consent', wording: 'w1' },
  })
  const mayMail = async (): Promise<boolean> =>
    consentFor((await readPreferences(test.table, emailIdentity('a pepper', ADDRESS)))?.topics ?? {}, 'tips').allowed

  it('may not be written to on the word of the import', async () => {
    await apply(account, IMPORTED)
    await apply(consent(true), IMPORTED)
    expect(await mayMail()).toBe(false)
  })

  it('may be written to where the import is let grant', async () => {
    await apply(account, { receivedAt: NOON, history: true })
    expect(await mayMail()).toBe(true)
  })

  it('may be written to once the platform itself speaks of it', async () => {
    await apply(account, IMPORTED)
    await apply(account, LIVE)
    expect(await mayMail()).toBe(true)
  })

  it('may not be written to any more when the import takes consent back', async () => {
    await apply(consent(true), LIVE)
    expect(await mayMail()).toBe(true)
    await apply(consent(false, AN_HOUR_LATER), IMPORTED)
    expect(await mayMail()).toBe(false)
  })
})

describe('what comes out of the archive', () => {
  const REPLAYED: DeliveryMarks = { receivedAt: NOON, replayed: true, quiet: true }

  it('is kept and counted as it was the first time, and starts no nudge', async () => {
    expect(await apply(post(), REPLAYED)).toBe('new')
    const replayed = await item()
    const fresh = await createTable()
    try {
      const understanding = understandingFor(post())
      await applyActivity(applyingWith(fresh.table), post(), { ...(understanding && { understanding }), ...LIVE })
      const { history, ...rest } = replayed ?? {}
      expect(history).toBe('told')
      expect(rest).toEqual(await read(fresh.table, keys.activity('forum', 'p1')))
    } finally {
      await fresh.close()
    }
    expect(await nudged()).toEqual([])
  })

  it('starts a nudge when that is asked for', async () => {
    await apply(post(), { receivedAt: NOON, replayed: true })
    expect(await nudged()).toEqual(['p1'])
  })

  it('does not keep a later edit, live, from starting one', async () => {
    await apply(post({ text: says }), REPLAYED)
    await apply(post({ revision: '2' }), LIVE)
    expect((await item())?.history).toBeUndefined()
    expect(await nudged()).toEqual(['p1'])
  })

  it('stays what an import made it', async () => {
    await apply(post(), { ...IMPORTED, replayed: true, quiet: true })
    expect(await item()).toMatchObject({ history: 'born' })
  })

  it('is not counted again when the table has forgotten it in the meantime', async () => {
    const receivedAt = '2020-01-01T00:00:00.000Z'
    expect(await apply(post(), { receivedAt, replayed: true, quiet: true })).toBe('stale')
    expect(await item()).toBeUndefined()
    expect(await apply(post(), { receivedAt: NOON, replayed: true, quiet: true })).toBe('new')
  })
})
