import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ActivityOf } from '../../shared/domain/listen/activity.ts'
import { consentFor } from '../../shared/domain/nudge/consent.ts'
import { emailIdentity } from '../../shared/store/addresses.ts'
import { applyActivity } from '../../shared/store/apply.ts'
import { readPreferences } from '../../shared/store/preferences.ts'
import { createTable, type TestTable } from '../support/table.ts'
import { applyingWith } from './ingest-bench.ts'
import { RECEIVED } from './ingest-world.ts'

let test: TestTable
beforeAll(async () => {
  test = await createTable()
})
afterAll(() => test.close())

const PEPPER = 'a pepper'
const ADDRESS = 'mika@mail.example'

let people = 0
/** Somebody's words on email, as activities; `say` applies one and tells whether tips may be mailed now. */
const somebody = () => {
  const id = `c${++people}`
  const address = `${id}-${ADDRESS}`
  const say = async (minute: number, over: Partial<ActivityOf<'consent'>> = {}): Promise<boolean> => {
    const at = `2026-06-01T10:0${minute}:00.000Z`
    const activity: ActivityOf<'consent'> = {
      kind: 'consent',
      source: 'shop',
      platform: 'shop',
      id: `consent:${id}`,
      at,
      revision: at,
      author: { id, email: address, emailVerified: true },
      granted: true,
      topics: ['tips'],
      basis: 'consent',
      wording: 'w1',
      ...over,
    }
    await applyActivity(applyingWith(test.table), activity, { receivedAt: RECEIVED })
    const said = await readPreferences(test.table, emailIdentity(PEPPER, address))
    return consentFor(said?.topics ?? {}, 'tips').allowed
  }
  return { id, say }
}

describe('a word on email', () => {
  it('is taken back', async () => {
    const { say } = somebody()
    expect(await say(1)).toBe(true)
    expect(await say(2, { granted: false })).toBe(false)
  })

  it('is taken back when the platform deletes it', async () => {
    const { say } = somebody()
    expect(await say(1)).toBe(true)
    expect(await say(2, { deleted: true })).toBe(false)
  })

  it('is taken back at every address of the account when the platform does not say which', async () => {
    const { id, say } = somebody()
    expect(await say(1)).toBe(true)
    expect(await say(2, { granted: false, author: { id } })).toBe(false)
    expect(await say(2, { granted: false, author: { id } })).toBe(false)
  })

  it('is taken back at every address of the account when the platform has not verified the one it names', async () => {
    const { id, say } = somebody()
    expect(await say(1)).toBe(true)
    expect(await say(2, { granted: false, author: { id, email: 'x@y.example', emailVerified: false } })).toBe(false)
  })

  it('is given for no address that the platform has not verified', async () => {
    const { id, say } = somebody()
    expect(await say(1, { author: { id } })).toBe(false)
    expect(await say(2, { granted: false, author: { id } })).toBe(false)
  })
})
