import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  countSoftBounce,
  failureOf,
  type MailOutcome,
  SOFT_BOUNCE_PAUSE,
  suppressedBy,
  worseOutcome,
} from '../../../shared/domain/nudge/outcome.ts'
import { DAY, isoOf } from '../../../shared/domain/time.ts'

const OUTCOMES: MailOutcome[] = ['delayed', 'delivered', 'rejected', 'bounced', 'complained']
const day = (count: number): string => isoOf(Date.UTC(2026, 0, 1) + count * DAY)

describe('outcomes', () => {
  it('end at the worst in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...OUTCOMES), { minLength: 1 }), (outcomes) => {
        const all = outcomes.reduce<MailOutcome | undefined>((worst, next) => worseOutcome(worst, next), undefined)
        const back = outcomes.reduceRight<MailOutcome | undefined>(
          (worst, next) => worseOutcome(worst, next),
          undefined,
        )
        expect(all).toBe(back)
      }),
    )
  })

  it('count a complaint after the delivery and a delivery after the delay', () => {
    expect(worseOutcome('delivered', 'complained')).toBe('complained')
    expect(worseOutcome('delivered', 'delayed')).toBe('delivered')
  })
})

describe('suppression', () => {
  it('keeps the complaint before the bounce, then the older, in any order', () => {
    const one = { reason: 'bounce', at: day(2) } as const
    const older = { reason: 'bounce', at: day(1) } as const
    const complaint = { reason: 'complaint', at: day(3) } as const
    expect(suppressedBy(undefined, one)).toBe(one)
    expect(suppressedBy(one, older)).toBe(older)
    expect(suppressedBy(older, one)).toBe(older)
    expect(suppressedBy(one, complaint)).toBe(complaint)
    expect(suppressedBy(complaint, one)).toBe(complaint)
  })
})

describe('temporary bounces', () => {
  it('make a pause with the third within two weeks', () => {
    const first = countSoftBounce({}, { messageId: 'a', at: day(0) })
    expect(first).toEqual({ softBounces: { a: day(0) } })
    const second = countSoftBounce(first ?? {}, { messageId: 'b', at: day(5) })
    const third = countSoftBounce(second ?? {}, { messageId: 'c', at: day(10) })
    expect(third?.snoozedUntil).toBe(isoOf(Date.parse(day(10)) + SOFT_BOUNCE_PAUSE))
  })

  it('are forgotten after two weeks', () => {
    const before = { softBounces: { a: day(0), b: day(1) } }
    expect(countSoftBounce(before, { messageId: 'c', at: day(16) })).toEqual({ softBounces: { c: day(16) } })
  })

  it('count once each, and never shorten a pause', () => {
    const before = { softBounces: { a: day(0), b: day(1) }, snoozedUntil: day(300) }
    expect(countSoftBounce(before, { messageId: 'a', at: day(0) })).toBeUndefined()
    expect(countSoftBounce(before, { messageId: 'c', at: day(2) })?.snoozedUntil).toBe(day(300))
  })
})

describe('a failed call to SES', () => {
  const of = (name: string, over: { status?: number; code?: string; message?: string } = {}) =>
    failureOf({ name, message: '', ...over }, 'hello@news.example.com')

  it.each([
    ['TooManyRequestsException', { status: 429 }],
    ['ThrottlingException', { status: 400 }],
    ['Throttling', { status: 400 }],
    ['LimitExceededException', { status: 400 }],
    ['Error', { code: 'ECONNREFUSED' }],
    ['Error', { code: 'ENOTFOUND' }],
    ['Unheard', { status: 429 }],
  ])('by %s %j is tried again later', (name, over) => {
    expect(of(name, over)).toMatchObject({ kind: 'later', daily: false })
  })

  it('because the day is used up is tried again much later', () => {
    const message = 'Daily message quota exceeded.'
    expect(of('TooManyRequestsException', { status: 429, message })).toMatchObject({ kind: 'later', daily: true })
  })

  it.each([
    ['SendingPausedException', { status: 400 }],
    ['AccountSuspendedException', { status: 400 }],
    ['MailFromDomainNotVerifiedException', { status: 400 }],
    ['NotFoundException', { status: 404 }],
    ['AccessDeniedException', { status: 403 }],
    ['CredentialsProviderError', {}],
    ['MessageRejected', { status: 400, message: 'Email address is not verified: Hello@news.example.com' }],
  ])('by %s %j stops all sending', (name, over) => {
    expect(of(name, over)).toEqual({ kind: 'stop', code: name })
  })

  it.each([
    ['MessageRejected', { status: 400, message: 'Email address is not verified: jim@example.com' }],
    ['BadRequestException', { status: 400 }],
    ['ValidationException', { status: 400 }],
  ])('by %s %j ends this email only', (name, over) => {
    expect(of(name, over)).toEqual({ kind: 'refused', code: name })
  })

  it.each([
    ['InternalServiceError', { status: 500 }],
    ['ServiceUnavailable', { status: 503 }],
    ['TimeoutError', { code: 'ECONNRESET' }],
    ['TimeoutError', {}],
    ['SyntaxError', { status: 200 }],
  ])('by %s %j leaves it unknown', (name, over) => {
    expect(of(name, over)).toEqual({ kind: 'unknown', code: name })
  })
})
