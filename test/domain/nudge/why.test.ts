import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { CONDITION_NAMES } from '../../../shared/domain/nudge/conditions.ts'
import { type OutlookInput, outlookOf } from '../../../shared/domain/nudge/outlook.ts'
import { endOfQuiet, isZone } from '../../../shared/domain/nudge/quiet-hours.ts'
import { REASON_CODES } from '../../../shared/domain/nudge/reasons.ts'
import {
  type Telling,
  type ToldDecision,
  tellDecision,
  tellOutlook,
  tellStop,
  wordsFor,
} from '../../../shared/domain/nudge/why.ts'
import { HOUR, isoOf, MINUTE, msOf } from '../../../shared/domain/time.ts'
import { byTemporal } from '../../support/quiet-by-temporal.ts'
import { address, gateInput, NOON, other, recipe, settings, word } from './factories.ts'

const telling: Telling = { name: 'Ann', timeZone: 'Europe/London', now: '2026-11-20T12:00:00.000Z' }

const decision = (over: Partial<ToldDecision> = {}): ToldDecision => ({
  state: 'held',
  reason: 'resolved',
  detail: 'thread.answered',
  dueAt: '2026-11-13T10:00:00.000Z',
  subject: { kind: 'post', at: '2026-11-12T10:00:00.000Z' },
  asks: true,
  ...over,
})

describe('the sentence of a decision', () => {
  it('says when, who, where, what had become of it, and that nothing was sent', () =>
    expect(tellDecision(decision({ place: 'Descaling' }), telling)).toBe(
      'On 12 November Ann asked in “Descaling”; after 24 hours somebody had answered, so nothing was sent.',
    ))

  it('says what was sent and when', () =>
    expect(
      tellDecision(
        decision({
          reason: 'sent',
          state: 'sent',
          asks: false,
          dueAt: decision().subject.at,
          sentAt: '2026-11-12T10:01:00.000Z',
          content: { title: 'A guide' },
        }),
        telling,
      ),
    ).toBe('On 12 November Ann wrote; an email about “A guide” was sent at 10:01 on 12 November.'))

  it('has words for every reason, and leaves no hole open, whatever is known', () => {
    for (const reason of REASON_CODES) expect([reason, wordsFor('became', reason)]).not.toEqual([reason, ''])
    const any = fc.record({
      reason: fc.constantFrom(...REASON_CODES),
      detail: fc.option(
        fc.constantFrom(...CONDITION_NAMES, 'waiting_cap', 'welcome', '2026-12-01T00:00:00.000Z', '0.2', '2026-99-99T'),
        { nil: undefined },
      ),
      until: fc.option(fc.constant('2027-01-02T08:00:00.000Z'), { nil: undefined }),
      sentAt: fc.option(fc.constant('2026-11-13T10:00:00.000Z'), { nil: undefined }),
      content: fc.option(fc.constant({ title: '{name} $& $1' }), { nil: undefined }),
      place: fc.option(fc.constant('X'), { nil: undefined }),
      asks: fc.boolean(),
      kind: fc.constantFrom('post', 'reply', 'order', 'reaction', 'follow', 'segment'),
    })
    fc.assert(
      fc.property(any, ({ kind, ...over }) => {
        const sentence = tellDecision(decision({ ...over, subject: { kind, at: decision().subject.at } }), telling)
        expect(sentence.replace('{name} $& $1', '')).not.toMatch(/[{}]|undefined/)
        expect(sentence).toMatch(/^On 12 November Ann .*\.$/)
      }),
    )
  })

  it('has words of its own for every condition, true and not', () => {
    for (const kind of ['resolved', 'condition_failed'] as const)
      for (const name of CONDITION_NAMES) expect(wordsFor(kind, name)).not.toBe(wordsFor(kind, '?'))
    expect(wordsFor('condition_failed', 'when')).not.toBe(wordsFor('condition_failed', '?'))
  })

  it('names the segment, the stage, the topic, and how long it was quiet, as far as they are known', () => {
    const did = (event: string, about?: string, of?: string) =>
      tellDecision(
        decision({ subject: { kind: 'x', at: decision().subject.at, event, of }, asks: false, about, reason: 'sent' }),
        telling,
      ).replace(/;.*/, '')
    expect(did('segment.entered', 'At risk')).toBe('On 12 November Ann entered the segment “At risk”')
    expect(did('segment.left', 'At risk')).toBe('On 12 November Ann left the segment “At risk”')
    expect(did('segment.left')).toBe('On 12 November Ann left a segment')
    expect(did('stage.reached', 'onboarding')).toBe('On 12 November Ann reached the stage “onboarding” of the journey')
    expect(did('topic.hot', 'descaling')).toBe(
      'On 12 November Ann had written about “descaling”, which many wrote about then',
    )
    expect(did('topic.hot')).toBe('On 12 November Ann had written about what many wrote about then')
    expect(did('person.quiet', 'quiet-60d', 'quiet-60d')).toBe('On 12 November Ann had not been heard of for 60 days')
    expect(did('person.quiet', undefined, 'other')).toBe('On 12 November Ann had not been heard of for some time')
    expect(did('person.quiet')).toBe('On 12 November Ann had not been heard of for some time')
  })

  it('says of peers how many were asked, and of whoever is asked that they may know the answer', () => {
    const told = (over: Partial<ToldDecision>) => tellDecision(decision(over), telling).replace(/.*?; /, '')
    expect(told({ reason: 'peers_called', detail: '3' })).toBe(
      'after 24 hours help was asked of 3 people who may know the answer.',
    )
    expect(told({ reason: 'peers_called', detail: '1' })).toMatch(/asked of one person who/)
    expect(told({ reason: 'peers_called', detail: undefined })).toMatch(/asked of people who/)
    expect(tellDecision(decision({ call: {}, place: 'Descaling', about: 'x' }), telling)).toMatch(
      /^On 12 November Ann was among those who may know the answer to a question in “Descaling”; /,
    )
  })

  it('says what goes first by its name, and that what waits for a paused recipe may be sent yet', () => {
    const until = '2026-11-13T08:00:00.000Z'
    const told = (over: Partial<ToldDecision>) =>
      tellDecision(decision({ ...over, until }), telling).replace(/.*?; /, '')
    expect(told({ reason: 'outranked', state: 'waiting', detail: 'Welcome' })).toBe(
      'another email, “Welcome”, goes first; this one is looked at again at 08:00 on 13 November.',
    )
    expect(told({ reason: 'outranked', state: 'waiting', detail: undefined })).toMatch(/^another email goes first/)
    expect(told({ reason: 'paused_recipe', state: 'waiting' })).toBe(
      'the recipe is paused; it is looked at again at 08:00 on 13 November.',
    )
    expect(told({ reason: 'paused_recipe', state: 'held' })).toBe('the recipe is not live, so nothing was sent.')
  })

  it('names what kept it, and how long the recipe waited', () => {
    const told = (over: Partial<ToldDecision>) => tellDecision(decision(over), telling)
    expect(told({ reason: 'expired', detail: 'snoozed' })).toMatch(
      /too late to be of use \(kept back by a break from emails\)/,
    )
    expect(told({ dueAt: '2026-11-15T10:00:00.000Z' })).toMatch(/after 3 days somebody/)
    expect(told({ dueAt: '2026-11-12T10:30:00.000Z' })).toMatch(/after 30 minutes somebody/)
    expect(told({ dueAt: '2026-11-12T11:00:00.000Z' })).toMatch(/after 1 hour somebody/)
    expect(told({ reason: 'cooldown', detail: '2027-01-02T08:00:00.000Z' })).toMatch(/before 08:00 on 2 January 2027/)
    expect(told({ detail: undefined })).toMatch(/nothing left to help with/)
  })
})

const input = (over: Partial<OutlookInput> = {}): OutlookInput => {
  const { decision: _, facts: __, recipe: ___, ...rest } = gateInput()
  return { ...rest, recipe: recipe(), personId: 'P1', ...over }
}

describe('what may be sent next', () => {
  const reasons = (over: Partial<OutlookInput>) => outlookOf(input(over)).stops.map(({ reason }) => reason)

  it('is anything now, when no gate stops it, whatever the recipe asks of what calls for it', () => {
    expect(outlookOf(input())).toEqual({ may: 'now', notBefore: NOON, stops: [] })
    expect(outlookOf(input({ recipe: recipe({ unless: ['subject.deleted'], if: ['person.first_order'] }) })).may).toBe(
      'now',
    )
  })

  it('is nothing while consent is missing, an address is suppressed, or everything is paused', () => {
    expect(outlookOf(input({ addresses: [] }))).toEqual({ may: 'no', stops: [{ reason: 'no_address' }] })
    expect(reasons({ addresses: [address({ topics: {} })] })).toEqual(['no_consent'])
    expect(reasons({ addresses: [address({ topics: { answers: word({ granted: false }) } })] })).toEqual(['topic_off'])
    expect(reasons({ addresses: [address({ suppressed: { reason: 'complaint', at: NOON } })] })).toEqual([
      'suppressed_complaint',
    ])
    expect(reasons({ pausedAll: true })).toEqual(['paused_all'])
    expect(outlookOf(input({ recipe: recipe({ status: 'archived' }) })).stops).toEqual([
      { reason: 'paused_recipe', detail: 'archived' },
    ])
    expect(reasons({ recipe: recipe({ status: 'dry-run' }) })).toEqual(['dry_run'])
  })

  it('names every wait on the way, the last of which ends when it may be sent', () => {
    const sent = [{ id: 'x', at: isoOf(msOf(NOON) - 10 * HOUR) }]
    const outlook = outlookOf(input({ addresses: [address({ sent, snoozedUntil: '2026-06-10T18:00:00.000Z' })] }))
    expect(outlook).toEqual({
      may: 'later',
      notBefore: '2026-06-11T07:00:00.000Z',
      stops: [
        { reason: 'snoozed', until: '2026-06-10T18:00:00.000Z' },
        { reason: 'waiting_cap', until: '2026-06-10T22:00:00.000Z' },
        { reason: 'waiting_quiet_hours', until: '2026-06-11T07:00:00.000Z' },
      ],
    })
    expect(tellOutlook(outlook, { name: 'Help' }, telling)).toBe(
      '“Help” may be sent to Ann, not before 08:00 on 11 June.',
    )
    expect(tellStop(outlook.stops[0] ?? { reason: 'expired' }, telling)).toBe(
      'There is a break from emails until 19:00 on 10 June.',
    )
  })

  it('waits out the cool-down, and never comes again where a recipe is sent once', () => {
    const others = [other({ sentAt: '2026-06-08T12:00:00.000Z' })]
    expect(outlookOf(input({ others }))).toMatchObject({
      may: 'later',
      notBefore: '2026-06-15T12:00:00.000Z',
      stops: [{ reason: 'cooldown' }],
    })
    expect(reasons({ others, recipe: recipe({ once: { per: 'person' } }) })).toEqual(['already_for_subject'])
    expect(reasons({ others: [other({ state: 'queued' })] })).toEqual([])
  })

  it('is nothing for the holdout, given or to be drawn, and for whom a link has mixed', () => {
    const half = recipe({ holdout: 0.5 })
    expect(reasons({ recipe: half, arms: ['holdout'] })).toEqual(['holdout'])
    expect(reasons({ recipe: recipe({ holdout: 1 }) })).toEqual(['holdout'])
    expect(reasons({ recipe: half, arms: ['holdout', 'treated'] })).toEqual(['mixed_arms'])
  })

  it('is nothing where quiet hours are all day', () => {
    const allDay = recipe({ quietHours: { start: '12:00', end: '12:00' } })
    expect(outlookOf(input({ recipe: allDay })).may).toBe('now')
    const night = settings({ quietHours: { start: '09:00', end: '17:30' } })
    const outlook = outlookOf(input({ settings: night, timeZone: undefined }))
    expect(outlook.stops.map(({ reason }) => reason)).toEqual(['expired'])
    expect(tellOutlook(outlook, { name: 'Help' }, telling)).toBe('“Help” is not sent to Ann as things are.')
  })

  it('has a sentence for everything that keeps it', () => {
    const any = fc.record({
      pausedAll: fc.boolean(),
      status: fc.constantFrom('live', 'paused', 'dry-run'),
      holdout: fc.constantFrom(0, 0.5),
      hours: fc.array(fc.nat(800), { maxLength: 6 }),
      at: fc.nat(60 * 24 * 365),
      addresses: fc.constantFrom(
        [address()],
        [],
        [address({ topics: {} })],
        [address({ suppressed: { reason: 'bounce' as const, at: NOON } })],
      ),
    })
    fc.assert(
      fc.property(any, ({ status, holdout, hours, at, addresses, pausedAll }) => {
        const now = isoOf(msOf(NOON) + at * MINUTE)
        const sent = hours.map((ago, id) => ({ id: String(id), at: isoOf(msOf(now) - ago * HOUR) }))
        const outlook = outlookOf(
          input({
            now,
            pausedAll,
            recipe: recipe({ status, holdout }),
            addresses: addresses.map((one) => ({ ...one, sent })),
          }),
        )
        for (const stop of outlook.stops) {
          expect(wordsFor('keeps', stop.reason)).not.toBe(wordsFor('keeps', '?'))
          expect(tellStop(stop, telling)).not.toMatch(/[{}]/)
        }
        expect(outlook.may === 'no' || outlook.notBefore >= now).toBe(true)
        expect(tellOutlook(outlook, { name: 'Help' }, telling)).not.toMatch(/[{}]|undefined/)
      }),
    )
    expect(tellStop({ reason: 'sending' }, telling)).toBe('Something keeps it back (sending).')
    expect(tellOutlook({ may: 'now', notBefore: NOON, stops: [] }, { name: 'Help' }, telling)).toMatch(
      /as soon as something/,
    )
  })
})

describe('quiet hours asked minute by minute', () => {
  it('end when the library for time zones says so, in all odd zones, around changes of the clocks too', () => {
    const zones = [
      'Europe/London',
      'Australia/Lord_Howe',
      'Pacific/Chatham',
      'Africa/Cairo',
      'America/Havana',
      'Africa/Casablanca',
      'Atlantic/Azores',
    ]
    const clock = fc
      .record({ h: fc.nat(23), m: fc.constantFrom(0, 15, 30) })
      .map(({ h, m }) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
    const window = fc.record({ start: clock, end: clock })
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.array(window, { minLength: 1, maxLength: 2 }),
        fc.nat(60 * 24 * 365),
        (zone, windows, at) => {
          const from = isoOf(Date.parse('2026-01-01T00:00:00.000Z') + at * MINUTE + 1)
          expect(endOfQuiet(from, zone, windows)).toBe(byTemporal(from, zone, windows))
        },
      ),
      { numRuns: 100 },
    )
  }, 60_000)

  it('knows zones', () =>
    expect(['Europe/London', 'Nowhere/At_All', undefined].map(isZone)).toEqual([true, false, false]))
})
