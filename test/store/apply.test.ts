import { describe, expect, it } from '@jest/globals'
import type { ActivityOf } from '../../shared/domain/listen/activity.ts'
import { consentFor } from '../../shared/domain/nudge/consent.ts'
import { mayMail } from '../../shared/domain/nudge/may-mail.ts'
import { emailIdentity } from '../../shared/store/addresses.ts'
import { applyActivity } from '../../shared/store/apply.ts'
import { newDecision } from '../../shared/store/decisions.ts'
import { link } from '../../shared/store/link.ts'
import { loadNudgeContext } from '../../shared/store/nudge-context.ts'
import { readPreferences } from '../../shared/store/preferences.ts'
import { unlink } from '../../shared/store/split.ts'
import { NOON, recipe, settings, subject } from '../domain/nudge/factories.ts'
import { fixedRecipes } from '../support/recipes.ts'
import { tableForAll } from '../support/tables.ts'
import { applyingWith } from './ingest-bench.ts'
import { RECEIVED } from './ingest-world.ts'

const test = tableForAll()

const PEPPER = 'a pepper'
const ADDRESS = 'mika@mail.example'

type Somebody = {
  id: string
  say: (minute: number, over?: Partial<ActivityOf<'consent'>>) => Promise<boolean>
  allowed: () => Promise<boolean>
  other: () => Promise<{ link: () => Promise<unknown>; unlink: () => Promise<unknown> }>
}

let people = 0
/** Somebody's words on email, as activities; `say` applies one and tells whether tips may be mailed now. */
const somebody = (): Somebody => {
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
  /** Whether tips may be mailed, as a decision about the account would ask. */
  const allowed = async (): Promise<boolean> => {
    const used = recipe({ topic: 'tips' })
    const about = newDecision(used, { subject: subject(), iid: `shop:${id}`, personId: 'P', now: NOON, keepDays: 1 })
    const { addresses, accounts } = await loadNudgeContext(test.table, about, {
      now: NOON,
      settings: settings(),
      recipes: fixedRecipes([used]),
    })
    return mayMail(addresses, { topic: 'tips', accounts }).allowed
  }
  /** Makes the account and another one, which has consent by its address, one person; and two again. */
  const other = async (): Promise<{ link: () => Promise<unknown>; unlink: () => Promise<unknown> }> => {
    const someone = somebody()
    await someone.say(1)
    const pair = { a: `shop:${id}`, b: `shop:${someone.id}`, kind: 'agent' } as const
    const at = '2026-06-02T00:00:00.000Z'
    return {
      link: () => link(test.table, { ...pair, confidence: 1, actor: 'user:ann', at }),
      unlink: () => unlink(test.table, pair, { by: 'user:ann', at }),
    }
  }
  return { id, say, allowed, other }
}

describe('a word on email', () => {
  it('is taken back', async () => {
    const { say } = somebody()
    expect(await say(1)).toBe(true)
    expect(await say(2, { granted: false })).toBe(false)
  })

  it('is taken back by a word of the very same moment', async () => {
    const { say } = somebody()
    expect(await say(1)).toBe(true)
    expect(await say(1, { granted: false })).toBe(false)
    expect(await say(1)).toBe(false)
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

  it('that is dated days ahead gives nothing: it would outlive every no that comes before its day', async () => {
    const { say } = somebody()
    const mistyped = '2062-06-01T10:00:00.000Z'
    expect(await say(1, { at: mistyped, revision: mistyped })).toBe(false)
    expect(await say(2)).toBe(true)
    expect(await say(3, { granted: false })).toBe(false)
    expect(await say(4, { granted: false, at: mistyped, revision: mistyped })).toBe(false)
    expect(await say(5)).toBe(false)
  })

  it('is given for no address that the platform has not verified', async () => {
    const { id, say } = somebody()
    expect(await say(1, { author: { id } })).toBe(false)
    expect(await say(2, { granted: false, author: { id } })).toBe(false)
  })

  it('is remembered when it comes before any address: an address that is linked later meets it', async () => {
    const { id, say, allowed, other } = somebody()
    await say(2, { granted: false, author: { id } })
    const { link, unlink } = await other()
    await link()
    expect(await allowed()).toBe(false)
    await unlink()
    expect(await allowed()).toBe(false)
  })

  it('of one account binds no other once the two are apart', async () => {
    const { id, say, other } = somebody()
    await say(2, { granted: false, author: { id } })
    const someone = somebody()
    await someone.say(1)
    const { link, unlink } = await other()
    await link()
    await unlink()
    expect(await someone.allowed()).toBe(true)
  })

  it('of an account is taken back by that account with a verified address, in whatever order the two come', async () => {
    for (const minutes of [
      [2, 3],
      [3, 2],
    ]) {
      const { id, say, allowed } = somebody()
      for (const minute of minutes)
        await say(minute, minute === 2 ? { granted: false, author: { id } } : { id: `consent:${id}:3` })
      expect(await allowed()).toBe(true)
      await say(4, { granted: false, author: { id } })
      expect(await allowed()).toBe(false)
    }
  })
})
