import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { freeSlot, personalCaps } from '../../../shared/domain/nudge/caps.ts'
import { languageName, topicWords, wishLines, zoneName } from '../../../shared/domain/nudge/choice-words.ts'
import {
  type Asked,
  type Choices,
  type Down,
  granted,
  isAllOff,
  OFTEN,
  PARTS_OF_DAY,
  partsOffered,
  quietOutside,
  rarest,
  splitChoices,
  turnedDown,
} from '../../../shared/domain/nudge/choices.ts'
import { ALL_TOPICS, consentFor } from '../../../shared/domain/nudge/consent.ts'
import { pageWords } from '../../../shared/domain/nudge/pages/page-words.ts'
import { endOfQuiet } from '../../../shared/domain/nudge/quiet-hours.ts'
import { quietPlan } from '../../../shared/domain/nudge/quiet-plan.ts'
import { DAY, isoOf, MINUTE, msOf } from '../../../shared/domain/time.ts'
import { byTemporal } from '../../support/quiet-by-temporal.ts'
import { NOON, recipe, settings, word } from './factories.ts'

const often = fc.constantFrom(...OFTEN)
const part = fc.constantFrom(...PARTS_OF_DAY)
const moment = fc.integer({ min: -60, max: 60 }).map((days) => isoOf(msOf(NOON) + days * DAY))
const anyChoices: fc.Arbitrary<Choices> = fc.record(
  {
    topics: fc.dictionary(
      fc.constantFrom('answers', 'advocates', ALL_TOPICS),
      fc.boolean().map((yes) => word({ granted: yes })),
    ),
    often,
    snoozedUntil: moment,
    partOfDay: part,
    language: fc.constantFrom('de', 'en'),
    timeZone: fc.constantFrom('Asia/Tokyo', 'Europe/London'),
  },
  { requiredKeys: ['topics'] },
)
const anyAsked: fc.Arbitrary<Asked> = fc.record(
  {
    topics: fc.dictionary(fc.constantFrom('answers', 'advocates'), fc.boolean()),
    often,
    break: fc.constantFrom('begin' as const, 'end' as const),
    partOfDay: part,
    language: fc.constantFrom('de', 'en'),
    timeZone: fc.constantFrom('Asia/Tokyo', 'Europe/London'),
  },
  { requiredKeys: [] },
)
const anyDown: fc.Arbitrary<Down> = fc.record(
  { off: fc.constant([]), often, snoozedUntil: moment, partOfDay: part },
  { requiredKeys: ['off'] },
)

const rank = (one: Choices): number => OFTEN.indexOf(one.often ?? 'usual')

describe('what somebody asks for', () => {
  it('turns down nothing but what makes emails fewer, and wishes for nothing that is so already', () => {
    fc.assert(
      fc.property(anyChoices, anyAsked, (before, asked) => {
        const { down, wish } = splitChoices(before, asked, NOON)
        for (const topic of down?.off ?? []) expect(consentFor(before.topics, topic).allowed).toBe(true)
        for (const topic of wish?.on ?? []) expect(consentFor(before.topics, topic).allowed).toBe(false)
        if (down?.often) expect(OFTEN.indexOf(down.often)).toBeGreaterThan(rank(before))
        if (wish?.often) expect(OFTEN.indexOf(wish.often)).toBeLessThan(rank(before))
        if (down?.snoozedUntil) expect(down.snoozedUntil > (before.snoozedUntil ?? '')).toBe(true)
        if (down?.partOfDay) expect(before.partOfDay ?? 'any').toBe('any')
        if (wish?.resume) expect((before.snoozedUntil ?? '') > NOON).toBe(true)
      }),
    )
  })

  it('is done once it is done: the same again asks for nothing', () => {
    fc.assert(
      fc.property(anyChoices, anyAsked, (before, asked) => {
        const { down, wish } = splitChoices(before, asked, NOON)
        const said = [...(down?.off ?? []).map((one) => [one, false]), ...(wish?.on ?? []).map((one) => [one, true])]
        const after: Choices = {
          ...before,
          ...(down ? turnedDown(before, down) : {}),
          ...(wish ? granted(wish, NOON) : {}),
          topics: {
            ...before.topics,
            ...Object.fromEntries(
              said.map(([topic, yes]) => [topic, word({ granted: yes === true, at: '2026-06-10T11:00:00.000Z' })]),
            ),
          },
        }
        expect(splitChoices(after, asked, NOON)).toEqual({ down: undefined, wish: undefined })
      }),
    )
  })

  it('lets a break that was begun today be', () => {
    const { down } = splitChoices({ topics: {} }, { break: 'begin' }, NOON)
    expect(down?.snoozedUntil).toBe('2026-07-10T12:00:00.000Z')
    const begun = { topics: {}, snoozedUntil: '2026-07-10T12:00:00.000Z' }
    expect(splitChoices(begun, { break: 'begin' }, '2026-06-10T20:00:00.000Z').down).toBeUndefined()
    expect(splitChoices(begun, { break: 'begin' }, '2026-06-20T12:00:00.000Z').down).toBeDefined()
  })
})

describe('turning down', () => {
  it('ends in the same in any order, apart from the part of the day, of which the first counts', () => {
    fc.assert(
      fc.property(anyChoices, fc.array(anyDown, { maxLength: 5 }), (before, downs) => {
        const all = (list: readonly Down[]): Choices =>
          list.reduce<Choices>((choices, down) => Object.assign(choices, turnedDown(choices, down)), { ...before })
        const [one, other] = [all(downs), all([...downs].reverse())]
        expect([one.often, one.snoozedUntil]).toEqual([other.often, other.snoozedUntil])
        expect(rank(one)).toBeGreaterThanOrEqual(rank(before))
        expect((one.snoozedUntil ?? '') >= (before.snoozedUntil ?? '')).toBe(true)
        if ((before.partOfDay ?? 'any') !== 'any') expect(one.partOfDay).toBe(before.partOfDay)
      }),
    )
  })

  it('changes nothing of nothing', () => {
    expect(turnedDown(undefined, { off: [] })).toEqual({})
    expect(turnedDown(undefined, { off: [], often: 'weekly' })).toEqual({ often: 'weekly' })
  })

  it('knows when there is nothing left to stop', () => {
    expect(isAllOff({ topics: {} })).toBe(false)
    expect(isAllOff({ topics: { [ALL_TOPICS]: word({ granted: false }) } })).toBe(true)
    const on = { [ALL_TOPICS]: word({ granted: false }), answers: word({ at: '2026-02-01T00:00:00.000Z' }) }
    expect(isAllOff({ topics: on })).toBe(false)
  })
})

describe('personal caps', () => {
  it('never allow more than the stage does, and let the rarest wish of all addresses count', () => {
    const caps = { minGapHours: 20, per7Days: 2, per30Days: 5 }
    fc.assert(
      fc.property(fc.array(often, { maxLength: 4 }), (wishes) => {
        const own = personalCaps(
          caps,
          wishes.map((one) => ({ often: one })),
        )
        expect(own.per7Days).toBeLessThanOrEqual(caps.per7Days)
        expect(own.per30Days).toBeLessThanOrEqual(caps.per30Days)
        expect(own).toEqual(personalCaps(caps, [{ often: rarest(wishes) }, {}]))
      }),
    )
    expect(personalCaps(caps, [{ often: 'weekly' }, { often: 'monthly' }])).toEqual({
      ...caps,
      per7Days: 1,
      per30Days: 1,
    })
    expect(personalCaps({ ...caps, per30Days: 1 }, [{ often: 'fortnightly' }]).per30Days).toBe(1)
  })

  it('say when the next email may come', () => {
    const caps = { minGapHours: 0, per7Days: 10, per30Days: 10 }
    const sent = ['2026-06-01T12:00:00.000Z']
    const at = (wish: (typeof OFTEN)[number]) => freeSlot(NOON, sent, personalCaps(caps, [{ often: wish }]))
    expect(['usual', 'weekly', 'fortnightly'].map((one) => at(one as 'usual'))).toEqual([NOON, NOON, NOON])
    expect(at('monthly')).toBe('2026-07-01T12:00:00.000Z')
  })
})

describe('a part of the day', () => {
  const plan = (over: { zone?: string; quietHours?: unknown }, chosen?: (typeof PARTS_OF_DAY)[number]) =>
    quietPlan(
      {
        recipe: recipe({ quietHours: over.quietHours ?? 'inherit' }),
        settings: settings(),
        timeZone: over.zone ?? 'Asia/Tokyo',
      },
      chosen,
    )

  it('narrows what is quiet, in the person’s zone, also where a recipe has no quiet hours', () => {
    const morning = { start: '12:00', end: '08:00' }
    expect(plan({}, 'morning')).toEqual({ zone: 'Asia/Tokyo', windows: [settings().quietHours, morning] })
    expect(plan({ quietHours: 'none' }, 'morning')).toEqual({ zone: 'Asia/Tokyo', windows: [morning] })
    expect(plan({ quietHours: 'none' }, 'any')).toEqual({ zone: 'Europe/London', windows: [] })
  })

  it('stands for the narrow window of a zone that is not known, or evenings would never come', () => {
    expect(plan({ zone: 'Moon/Base' }).windows).toHaveLength(2)
    const { zone, windows } = plan({ zone: 'Moon/Base' }, 'evening')
    expect(endOfQuiet(NOON, zone, windows)).toBe('2026-06-10T16:00:00.000Z')
  })

  it('is offered where it leaves an hour', () => {
    expect(partsOffered({ start: '21:00', end: '08:00' })).toEqual(['any', 'morning', 'midday', 'evening'])
    expect(partsOffered({ start: '17:30', end: '11:30' })).toEqual(['any', 'midday'])
  })

  it('comes to the same with the library as minute by minute, in every zone with odd rules', () => {
    const zones = [
      'Australia/Lord_Howe',
      'Africa/Cairo',
      'America/Havana',
      'Pacific/Chatham',
      'Europe/London',
      'Asia/Gaza',
    ]
    const start = fc
      .integer({ min: 0, max: 400 * 24 * 60 })
      .map((minutes) => isoOf(msOf('2026-01-01T00:00:00.000Z') + minutes * MINUTE))
    fc.assert(
      fc.property(fc.constantFrom(...zones), part, start, (zone, chosen, from) => {
        const windows = [settings().quietHours, ...quietOutside(chosen)]
        expect(endOfQuiet(from, zone, windows)).toBe(byTemporal(from, zone, windows))
      }),
      { numRuns: 60 },
    )
  })
})

describe('words for choices', () => {
  it('name topics, languages and zones for people', () => {
    const known = settings({ topics: { answers: { en: 'Answers', de: 'Antworten' }, tips: 'Tipps' }, language: 'de' })
    const words = pageWords('en')
    expect(topicWords('answers', known, 'en')).toEqual({ words: 'Answers', language: 'en' })
    expect(topicWords('answers', known, 'fr')).toEqual({ words: 'Antworten', language: 'de' })
    expect(topicWords('tips', known, 'en')).toEqual({ words: 'Tipps', language: 'de' })
    expect(topicWords('gone', known, 'en')).toEqual({ words: 'gone', language: 'en' })
    expect(languageName('de')).toBe('Deutsch')
    expect(zoneName('America/New_York')).toBe('America, New York')
    expect(
      wishLines(
        {
          on: ['answers'],
          often: 'weekly',
          resume: true,
          partOfDay: 'evening',
          language: 'fr',
          timeZone: 'Asia/Tokyo',
        },
        known,
        { words, waiting: [] },
      ),
    ).toEqual([
      'Emails about “Answers”',
      'How often: at most one a week',
      'Emails again, before the break is over',
      'When: in the evening, 17 to 21',
      'Language: Français',
      'Time zone: Asia, Tokyo',
    ])
    expect(wishLines({ address: true }, known, { words, waiting: ['tips'] })).toEqual(['Emails about “Tipps”'])
    expect(wishLines({}, known, { words, waiting: [] })).toEqual([])
  })
})
