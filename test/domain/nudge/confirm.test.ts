import { describe, expect, it } from '@jest/globals'
import {
  askedNow,
  askWish,
  type Confirmations,
  confirmed,
  confirming,
  newestUnconfirmed,
  unaskWish,
} from '../../../shared/domain/nudge/confirm.ts'
import { fatesOf, type LedgerLine } from '../../../shared/domain/nudge/ledger.ts'
import { asksFirst, mayMail } from '../../../shared/domain/nudge/may-mail.ts'
import { DAY, isoOf, msOf } from '../../../shared/domain/time.ts'
import { address, NOON, settings, word } from './factories.ts'

const later = (days: number): string => isoOf(msOf(NOON) + days * DAY)
const ON = { on: ['answers', 'tips'] }
const ask = (before: Confirmations | undefined, over: Partial<Parameters<typeof askWish>[1]> = {}) =>
  askWish(before, { wish: ON, id: 'w1', now: NOON, ...over })

describe('a wish', () => {
  it('is the same one in any order of its words, and silent for a day', () => {
    const first = ask(undefined)
    expect(ask(first, { wish: { on: ['tips', 'answers'] }, id: 'w2' })).toBeUndefined()
    const second = ask(first, { id: 'w2', now: later(1) })
    expect(second?.pending.map(({ id }) => id)).toEqual(['w2'])
    expect(second?.mails).toEqual([NOON, later(1)])
  })

  it('may be made again once it was confirmed', () => {
    const first = ask(undefined)
    const done = first && confirmed(first, 'w1', NOON)
    expect(ask(done, { id: 'w2' })?.pending.map(({ id }) => id)).toEqual(['w1', 'w2'])
    expect(done && confirmed(done, 'other', NOON)).toEqual(done)
  })

  it('is about an address once for each word of a source that asks nobody', () => {
    const wish = { address: true } as const
    expect(ask(undefined, { wish })).toBeUndefined()
    const asked = ask(undefined, { wish, word: later(-9) })
    const mailed = asked && askedNow(asked, 'w1')
    expect(mailed?.askedFor).toBe(later(-9))
    expect(mailed && [askedNow(mailed, 'w1'), askedNow(mailed, 'w2')]).toEqual([undefined, undefined])
    expect(ask(mailed, { wish, word: later(-9), now: later(60) })).toBeUndefined()
    expect(ask(mailed, { wish, word: later(50), now: later(60) })?.pending).toHaveLength(1)
    expect(ask(mailed, { id: 'w2' })?.askedFor).toBe(later(-9))
  })

  it('is about an address again, a day later, where SES never had the email', () => {
    const wish = { address: true } as const
    const asked = ask(undefined, { wish, word: later(-9) })
    expect(ask(asked, { wish, word: later(-9), id: 'w2' })).toBeUndefined()
    expect(ask(asked, { wish, word: later(-9), id: 'w2', now: later(1) })?.pending.map(({ id }) => id)).toEqual(['w2'])
  })

  it('is taken back as if it had not been made', () => {
    const first = ask(undefined)
    const both = ask(first, { wish: { language: 'de' }, id: 'w2', now: later(1) })
    expect(both && unaskWish(both, 'w2')).toEqual(first)
    const asked = ask(first, { wish: { address: true }, word: NOON, id: 'w3', now: later(1) })
    expect(asked && unaskWish(asked, 'w3')).toEqual(first)
    const kept = ask(asked, { wish: { language: 'de' }, id: 'w4', now: later(2) })
    expect(kept && unaskWish(kept, 'w4')).toEqual(asked)
    expect(asked && unaskWish(asked, 'none')).toEqual(asked)
    const mailed = asked && askedNow(asked, 'w3')
    expect(mailed && unaskWish(mailed, 'w3')).toEqual({ ...first, askedFor: NOON })
  })

  it('knows the newest word that nobody has confirmed', () => {
    const topics = {
      a: word({ source: 'crm' }),
      b: word({ source: 'crm', at: later(-1) }),
      c: word({ at: NOON }),
      d: word({ source: 'crm', at: NOON, granted: false }),
    }
    expect(newestUnconfirmed(topics, asksFirst(settings()))).toBe(later(-1))
    expect(newestUnconfirmed({ c: word() }, asksFirst(settings()))).toBeUndefined()
  })
})

describe('a link that asks for a yes', () => {
  const known = ask(undefined)
  it('is open, done, or over', () => {
    const now = later(3)
    expect(confirming(known, 'w1', { now, topics: {} }).state).toBe('open')
    expect(confirming(known && confirmed(known, 'w1', now), 'w1', { now, topics: {} }).state).toBe('done')
    expect(confirming(known, 'w2', { now, topics: {} }).state).toBe('over')
    expect(confirming(undefined, 'w1', { now, topics: {} }).state).toBe('over')
    expect(confirming(known, 'w1', { now: later(30), topics: {} }).state).toBe('over')
  })

  it('is over once what it would turn on, or everything, was stopped after it', () => {
    const state = (topics: Parameters<typeof confirming>[2]['topics']) =>
      confirming(known, 'w1', { now: later(3), topics }).state
    expect(state({ '*': word({ granted: false, at: later(1) }) })).toBe('over')
    expect(state({ tips: word({ granted: false, at: later(1) }) })).toBe('over')
    expect(state({ tips: word({ granted: false, at: later(-1) }) })).toBe('open')
    expect(state({ other: word({ granted: false, at: later(1) }), answers: word({ at: later(1) }) })).toBe('open')
    const language = ask(undefined, { wish: { language: 'de' } })
    expect(confirming(language, 'w1', { now: NOON, topics: {} }).state).toBe('open')
  })
})

describe('an address that nobody has confirmed', () => {
  const may = (addresses: Parameters<typeof mayMail>[0], over = settings()) =>
    mayMail(addresses, { topic: 'answers', unproven: asksFirst(over) })
  const crm = (over = {}) => address({ iid: 'email:b', topics: { answers: word({ source: 'crm' }) }, ...over })

  it('gets nothing while the word is from a CRM, and all that was agreed to afterwards', () => {
    expect(may([crm()])).toEqual({ allowed: false, reason: 'not_confirmed', iid: 'email:b' })
    expect(may([crm({ confirmedAt: NOON })])).toEqual({ allowed: true, iid: 'email:b' })
    expect(may([crm(), address()])).toEqual({ allowed: true, iid: 'email:a' })
  })

  it('is what the settings say it is', () => {
    expect(may([crm()], settings({ doubleOptIn: [] })).allowed).toBe(true)
    expect(may([address()], settings({ doubleOptIn: ['forum'] }))).toMatchObject({ reason: 'not_confirmed' })
  })

  it('may still say no for all the others', () => {
    const off = crm({ topics: { answers: word({ source: 'crm', granted: false }) } })
    expect(may([address(), off])).toEqual({ allowed: false, reason: 'topic_off', iid: 'email:b' })
  })
})

describe('the ledger', () => {
  const line = (over: Partial<LedgerLine> = {}): LedgerLine => ({ ...word(), topics: ['answers'], ...over })
  const fates = (...lines: LedgerLine[]) => fatesOf(lines, asksFirst(settings()))

  it('tells when and how a yes was taken back, by the first no after it', () => {
    const no = line({ granted: false, at: NOON, channel: 'one-click' })
    expect(fates(line(), no, line({ granted: false, at: later(1) }))).toEqual([
      { withdrawnAt: NOON, withdrawnVia: 'one-click' },
      {},
      {},
    ])
    expect(fates(line(), line({ topics: ['*'], granted: false, at: NOON }))[0]).toMatchObject({ withdrawnVia: 'forum' })
    expect(fates(line({ at: later(1) }), no, line({ topics: ['tips'] }))[0]).toEqual({})
  })

  it('tells when an address was confirmed, where that was needed', () => {
    const yes = line({ source: 'confirm', at: NOON, confirmedAt: NOON })
    expect(fates(line({ source: 'crm' }), line(), yes)).toEqual([{ confirmedAt: NOON }, {}, { confirmedAt: NOON }])
  })
})
