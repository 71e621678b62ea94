import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  type Claim,
  type ClaimEvent,
  isLive,
  LINK_LIFE,
  newClaim,
  SESSION_LIFE,
  stepClaim,
} from '../../../shared/domain/connect/claim.ts'
import { HOUR, isoOf, MINUTE } from '../../../shared/domain/time.ts'

const START = Date.parse('2026-11-21T10:00:00.000Z')
const at = (ms: number): string => isoOf(START + ms)

const ACCOUNT = 'forum:7'
const OTHER = 'forum:8'
const heard = (over: Partial<Extract<ClaimEvent, { do: 'heard' }>> = {}): ClaimEvent => ({
  do: 'heard',
  hash: 'c1',
  account: ACCOUNT,
  mention: { platform: 'forum', id: 'p1' },
  createdAt: at(2 * MINUTE),
  ...over,
})

/** What a row of events makes of a fresh claim; refusals are passed over, as callers do. */
const made = (...events: [ms: number, event: ClaimEvent][]): Claim =>
  events.reduce(
    (claim, [ms, event]) => {
      const step = stepClaim(claim, event, at(ms))
      return 'claim' in step ? step.claim : claim
    },
    newClaim(at(0)),
  )

const open: [number, ClaimEvent] = [MINUTE, { do: 'open', session: 's1' }]
const code: [number, ClaimEvent] = [MINUTE, { do: 'code', hash: 'c1' }]
const refusalOf = (claim: Claim, event: ClaimEvent, ms: number): string | undefined => {
  const step = stepClaim(claim, event, at(ms))
  return 'refused' in step ? step.refused : undefined
}

describe('a claim', () => {
  it('goes from the address over the account to the agreement', () => {
    const claim = made(
      open,
      code,
      [3 * MINUTE, heard()],
      [4 * MINUTE, { do: 'agree', account: ACCOUNT }],
      [4 * MINUTE, { do: 'settle', as: 'linked' }],
    )
    expect(claim).toMatchObject({ state: 'linked', session: 's1', codes: 1, proof: { account: ACCOUNT, by: 'code' } })
    expect(claim).not.toHaveProperty('code')
  })

  it('goes by a sign-in as well', () => {
    const claim = made(
      open,
      [MINUTE, { do: 'sign-in', state: 'x' }],
      [2 * MINUTE, { do: 'signed-in', state: 'x', account: 'github:1', handle: 'octo' }],
    )
    expect(claim.proof).toEqual({ account: 'github:1', by: 'github', at: at(2 * MINUTE), handle: 'octo' })
    expect(
      made(
        open,
        [MINUTE, { do: 'sign-in', state: 'x' }],
        [2 * MINUTE, { do: 'signed-in', state: 'x', account: 'github:1' }],
      ).proof,
    ).not.toHaveProperty('handle')
    expect(claim).not.toHaveProperty('signIn')
  })

  it('is opened once, and in time', () => {
    expect(refusalOf(made(open), { do: 'open', session: 's2' }, 2 * MINUTE)).toBe('used')
    expect(refusalOf(newClaim(at(0)), { do: 'open', session: 's' }, LINK_LIFE)).toBe('expired')
    expect(isLive(newClaim(at(0)), at(0))).toBe(false)
    expect(isLive(made(open), at(MINUTE))).toBe(true)
    expect(isLive(made(open), at(MINUTE + SESSION_LIFE))).toBe(false)
  })

  it('does nothing before the address is shown', () => {
    const fresh = newClaim(at(0))
    for (const event of [code[1], heard(), { do: 'sign-in', state: 'x' }, { do: 'agree', account: ACCOUNT }] as const)
      expect(refusalOf(fresh, event, 0)).toBe('not_now')
  })

  it('does nothing after its day is over', () => {
    const claim = made(open, code)
    for (const event of [heard(), { do: 'code', hash: 'c2' }, { do: 'agree', account: ACCOUNT }] as const)
      expect(refusalOf(claim, event, 25 * HOUR)).toBe('expired')
  })

  it('knows its own code only, and no post from before it', () => {
    const claim = made(open, code)
    expect(refusalOf(claim, heard({ hash: 'c2' }), 3 * MINUTE)).toBe('no_such_code')
    expect(refusalOf(claim, heard({ createdAt: at(-2 * MINUTE) }), 3 * MINUTE)).toBe('too_early')
    // A platform's clock may be a little behind.
    expect(refusalOf(claim, heard({ createdAt: at(-MINUTE) }), 3 * MINUTE)).toBeUndefined()
  })

  it('forgets a code when another one is given out, and gives out five', () => {
    const claim = made(open, code, [2 * MINUTE, { do: 'code', hash: 'c2' }])
    expect(refusalOf(claim, heard(), 3 * MINUTE)).toBe('no_such_code')
    const many = made(
      open,
      ...Array.from({ length: 9 }, (_, n): [number, ClaimEvent] => [MINUTE, { do: 'code', hash: `c${n}` }]),
    )
    expect(many.codes).toBe(5)
    expect(refusalOf(many, { do: 'code', hash: 'c' }, MINUTE)).toBe('too_many_codes')
  })

  it('believes neither of two accounts that post one code', () => {
    const claim = made(open, code, [3 * MINUTE, heard()], [4 * MINUTE, heard({ account: OTHER })])
    expect(claim).toMatchObject({ state: 'open', dropped: 'two_accounts' })
    expect(claim).not.toHaveProperty('proof')
    expect(refusalOf(claim, heard(), 5 * MINUTE)).toBe('no_such_code')
    expect(
      made(
        open,
        code,
        [3 * MINUTE, heard()],
        [4 * MINUTE, heard({ account: OTHER })],
        [5 * MINUTE, { do: 'code', hash: 'c2' }],
      ),
    ).not.toHaveProperty('dropped')
  })

  it('keeps what has been shown until it is dropped', () => {
    const claim = made(open, code, [3 * MINUTE, heard()])
    expect(refusalOf(claim, { do: 'code', hash: 'c2' }, 4 * MINUTE)).toBe('not_now')
    expect(refusalOf(claim, { do: 'sign-in', state: 'x' }, 4 * MINUTE)).toBe('not_now')
    expect(refusalOf(claim, { do: 'signed-in', state: 'x', account: OTHER }, 4 * MINUTE)).toBe('not_now')
    const dropped = made(open, code, [3 * MINUTE, heard()], [4 * MINUTE, { do: 'drop', why: 'gone' }])
    expect(dropped).toMatchObject({ state: 'open', dropped: 'gone' })
    expect(dropped).not.toHaveProperty('proof')
    expect(made(open, code, [3 * MINUTE, { do: 'drop' }])).not.toHaveProperty('dropped')
  })

  it('takes a sign-in that it has begun, for ten minutes', () => {
    const left = made(open, [MINUTE, { do: 'sign-in', state: 'x' }])
    expect(refusalOf(left, { do: 'signed-in', state: 'y', account: ACCOUNT }, 2 * MINUTE)).toBe('other')
    expect(refusalOf(left, { do: 'signed-in', state: 'x', account: ACCOUNT }, 11 * MINUTE)).toBe('expired')
    expect(refusalOf(made(open), { do: 'signed-in', state: 'x', account: ACCOUNT }, 2 * MINUTE)).toBe('not_now')
  })

  it('agrees to the account that was shown, and to no other', () => {
    const claim = made(open, code, [3 * MINUTE, heard()])
    expect(refusalOf(claim, { do: 'agree', account: OTHER }, 4 * MINUTE)).toBe('other')
    expect(refusalOf(made(open), { do: 'agree', account: ACCOUNT }, 4 * MINUTE)).toBe('not_now')
    const agreed = made(open, code, [3 * MINUTE, heard()], [4 * MINUTE, { do: 'agree', account: ACCOUNT }])
    expect(stepClaim(agreed, { do: 'agree', account: ACCOUNT }, at(30 * HOUR))).toEqual({ claim: agreed })
  })

  it('settles once it is agreed to, and not after it is taken back', () => {
    expect(refusalOf(made(open), { do: 'settle', as: 'linked' }, MINUTE)).toBe('not_now')
    const undone = made(
      open,
      code,
      [3 * MINUTE, heard()],
      [4 * MINUTE, { do: 'agree', account: ACCOUNT }],
      [5 * MINUTE, { do: 'undo' }],
    )
    expect(undone.state).toBe('undone')
    expect(refusalOf(undone, { do: 'settle', as: 'linked' }, 6 * MINUTE)).toBe('not_now')
    const linked: Claim = { ...undone, state: 'linked' }
    expect(stepClaim(linked, { do: 'settle', as: 'linked' }, at(HOUR))).toEqual({ claim: linked })
    expect(refusalOf(linked, { do: 'settle', as: 'refused' }, HOUR)).toBe('not_now')
    expect(stepClaim(undone, { do: 'undo' }, at(HOUR))).toEqual({ claim: undone })
  })
})

const accounts = fc.constantFrom(ACCOUNT, OTHER)
const hashes = fc.constantFrom('c1', 'c2', 'x', 'y')
const anyEvent: fc.Arbitrary<ClaimEvent> = fc.oneof(
  fc.record({ do: fc.constant('open' as const), session: hashes }),
  fc.record({ do: fc.constant('code' as const), hash: hashes }),
  fc.record({
    do: fc.constant('heard' as const),
    hash: hashes,
    account: accounts,
    mention: fc.constant({ platform: 'forum', id: 'p' }),
    createdAt: fc.integer({ min: -10, max: 3_000 }).map((minutes) => at(minutes * MINUTE)),
  }),
  fc.record({ do: fc.constant('sign-in' as const), state: hashes }),
  fc.record({ do: fc.constant('signed-in' as const), state: hashes, account: accounts }),
  fc.constantFrom<ClaimEvent>({ do: 'drop' }, { do: 'drop', why: 'gone' }, { do: 'undo' }),
  fc.record({ do: fc.constant('agree' as const), account: accounts }),
  fc.record({ do: fc.constant('settle' as const), as: fc.constantFrom('linked' as const, 'refused' as const) }),
)
/** Minutes from one event to the next. */
const history = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), anyEvent), { maxLength: 40 })

/** All states of a claim that somebody does anything with, in any order. */
const walk = (steps: readonly [number, ClaimEvent][]) => {
  const seen: { before: Claim; event: ClaimEvent; after: Claim; now: string }[] = []
  let claim = newClaim(at(0))
  let minutes = 0
  for (const [later, event] of steps) {
    minutes += later
    const now = at(minutes * MINUTE)
    const step = stepClaim(claim, event, now)
    if ('claim' in step) {
      seen.push({ before: claim, event, after: step.claim, now })
      claim = step.claim
    }
  }
  return { seen, claim }
}

const ORDER = ['asked', 'open', 'agreed', 'linked', 'refused', 'undone']

describe('whatever anybody does in any order', () => {
  it('nothing is agreed to but an account that was shown, by an address that was, in time', () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const { before, event, after: next, now } of walk(steps).seen) {
          if (next.state !== 'agreed' || before.state === 'agreed') continue
          expect(before.state).toBe('open')
          expect(now < before.until).toBe(true)
          expect(before.session).toBeDefined()
          expect(event).toEqual({ do: 'agree', account: before.proof?.account })
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('a proof comes from a code of this claim, or a sign-in that it has begun, and is never replaced', () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const { before, event, after: next } of walk(steps).seen) {
          if (before.proof && next.proof) expect(next.proof).toEqual(before.proof)
          if (before.proof || !next.proof) continue
          if (event.do === 'heard') expect(before.code?.hash).toBe(event.hash)
          else expect([event.do, before.signIn?.state]).toEqual(['signed-in', 'state' in event ? event.state : ''])
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('states only go on, and what is undone stays undone', () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const { before, after: next } of walk(steps).seen) {
          expect(ORDER.indexOf(next.state)).toBeGreaterThanOrEqual(ORDER.indexOf(before.state))
          if (before.state === 'linked') expect(next.state).not.toBe('refused')
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('telling something twice is telling it once', () => {
    fc.assert(
      fc.property(history, anyEvent, fc.integer({ min: 0, max: 60 }), (steps, event, minutes) => {
        const { claim } = walk(steps)
        const now = at(steps.reduce((sum, [later]) => sum + later, minutes) * MINUTE)
        const once = stepClaim(claim, event, now)
        // A code is given out anew each time: that is what somebody asked for.
        if (!('claim' in once) || event.do === 'code') return
        const twice = stepClaim(once.claim, event, now)
        expect('claim' in twice ? twice.claim : once.claim).toEqual(once.claim)
      }),
      { numRuns: 2_000 },
    )
  })
})
