import { DAY, type Iso, isoOf, msOf } from '../time.ts'
import { ALL_TOPICS, consentFor, type TopicWord } from './consent.ts'
import { minutesOf, type QuietHours, within } from './quiet-window.ts'

/** How often emails may come, from the stage's own limits to the rarest. Whoever says nothing has `usual`. */
export const OFTEN = ['usual', 'weekly', 'fortnightly', 'monthly'] as const
export type Often = (typeof OFTEN)[number]

/** The most emails in the rolling windows that a choice allows; the stage's limits hold besides. */
export const MOST: Readonly<Record<Exclude<Often, 'usual'>, { per7Days: number; per30Days: number }>> = {
  weekly: { per7Days: 1, per30Days: 5 },
  fortnightly: { per7Days: 1, per30Days: 2 },
  monthly: { per7Days: 1, per30Days: 1 },
}

/** The part of the day in which emails may come; `any`: whenever it is not quiet. */
export const PARTS_OF_DAY = ['any', 'morning', 'midday', 'evening'] as const
export type PartOfDay = (typeof PARTS_OF_DAY)[number]

/** From when until when a part of the day is, in the person's zone. */
const PART_HOURS: Readonly<Record<Exclude<PartOfDay, 'any'>, { from: string; to: string }>> = {
  morning: { from: '08:00', to: '12:00' },
  midday: { from: '11:00', to: '15:00' },
  evening: { from: '17:00', to: '21:00' },
}

/** When it is quiet for somebody who wants emails in one part of the day only. */
export const quietOutside = (part: PartOfDay | undefined): QuietHours[] => {
  if (part === undefined || part === 'any') return []
  const { from, to } = PART_HOURS[part]
  return [{ start: to, end: from }]
}

/** Less than this in a part of the day would hardly ever see an email. Minutes. */
const LEAST = 60

/** The parts of the day that leave an hour outside the stage's quiet hours. The others are not offered: nothing would come. */
export const partsOffered = (quiet: QuietHours): PartOfDay[] =>
  PARTS_OF_DAY.filter((part) => {
    if (part === 'any') return true
    const [from, to] = [minutesOf(PART_HOURS[part].from), minutesOf(PART_HOURS[part].to)]
    const open = Array.from({ length: to - from }, (_, at) => from + at).filter((minute) => !within(minute, quiet))
    return open.length >= LEAST
  })

/** How long a break is. */
const BREAK = 30 * DAY

/** What an address has chosen. */
export type Choices = {
  topics: Readonly<Record<string, TopicWord>>
  often?: Often
  snoozedUntil?: Iso
  partOfDay?: PartOfDay
  language?: string
  timeZone?: string
}

/** What makes emails fewer: whoever has a link may do it at once. `off` may hold {@link ALL_TOPICS}. */
export type Down = { off: readonly string[]; often?: Often; snoozedUntil?: Iso; partOfDay?: PartOfDay }

/** What does not: it is done when somebody who reads the address has confirmed it. `address`: only that they read it. */
export type Wish = {
  address?: true
  on?: readonly string[]
  often?: Often
  resume?: true
  partOfDay?: PartOfDay
  language?: string
  timeZone?: string
}

/** What somebody has asked for: what is left out stays as it is. */
export type Asked = {
  topics?: Readonly<Record<string, boolean>>
  often?: Often | undefined
  break?: 'begin' | 'end' | undefined
  partOfDay?: PartOfDay | undefined
  language?: string | undefined
  timeZone?: string | undefined
}

const rarity = (often: Often | undefined): number => OFTEN.indexOf(often ?? 'usual')

/** Of several choices the rarest. */
export const rarest = (choices: readonly (Often | undefined)[]): Often =>
  choices.reduce<Often>((best, often = 'usual') => (rarity(often) > rarity(best) ? often : best), 'usual')

const isOn = ({ topics }: Choices, topic: string): boolean => consentFor(topics, topic).allowed

const isBreak = (until: Iso | undefined, now: Iso): until is Iso => until !== undefined && until > now

/** A break that was begun today is as long as one that is begun now: pressing twice does the same as once. */
const newBreak = (until: Iso | undefined, now: Iso): Iso | undefined => {
  const wanted = isoOf(msOf(now) + BREAK)
  return until !== undefined && msOf(wanted) - msOf(until) < DAY ? undefined : wanted
}

const some = <T extends object>(value: T): T | undefined =>
  Object.values(value).some((part) => part !== undefined && (!Array.isArray(part) || part.length > 0))
    ? value
    : undefined

/**
 * Takes apart what somebody asked for: what only ever turns emails down, and what somebody who reads the address has to
 * confirm first. A time of day may be chosen at once where there was none; the zone and the language may not, as either
 * can make emails worse for whoever gets them (docs/consent.md).
 * @returns neither where nothing changes
 */
export const splitChoices = (
  before: Choices,
  asked: Asked,
  now: Iso,
): { down: Down | undefined; wish: Wish | undefined } => {
  const topics = Object.entries(asked.topics ?? {})
  const part = asked.partOfDay === (before.partOfDay ?? 'any') ? undefined : asked.partOfDay
  const narrower = (before.partOfDay ?? 'any') === 'any'
  const often = asked.often === (before.often ?? 'usual') ? undefined : asked.often
  const rarer = often !== undefined && rarity(often) > rarity(before.often)
  const until = asked.break === 'begin' ? newBreak(before.snoozedUntil, now) : undefined
  const language = asked.language === before.language ? undefined : asked.language
  const timeZone = asked.timeZone === before.timeZone ? undefined : asked.timeZone
  return {
    down: some({
      off: topics.flatMap(([topic, on]) => (!on && isOn(before, topic) ? [topic] : [])),
      ...(rarer ? { often } : {}),
      ...(until ? { snoozedUntil: until } : {}),
      ...(part && narrower ? { partOfDay: part } : {}),
    }),
    wish: some({
      on: topics.flatMap(([topic, on]) => (on && !isOn(before, topic) ? [topic] : [])),
      ...(often !== undefined && !rarer ? { often } : {}),
      ...(asked.break === 'end' && isBreak(before.snoozedUntil, now) ? { resume: true as const } : {}),
      ...(part && !narrower ? { partOfDay: part } : {}),
      ...(language ? { language } : {}),
      ...(timeZone ? { timeZone } : {}),
    }),
  }
}

/** The fields of what an address has chosen, besides its topics. */
export type ChoiceChange = Partial<Omit<Choices, 'topics'>>

/** What turning down changes of what was chosen; never makes emails more, whatever has been chosen meanwhile. Topics are words. */
export const turnedDown = (before: Choices | undefined, down: Down): ChoiceChange => ({
  ...(down.often && rarity(down.often) > rarity(before?.often) ? { often: down.often } : {}),
  ...(down.snoozedUntil && down.snoozedUntil > (before?.snoozedUntil ?? '') ? { snoozedUntil: down.snoozedUntil } : {}),
  ...(down.partOfDay && (before?.partOfDay ?? 'any') === 'any' && down.partOfDay !== 'any'
    ? { partOfDay: down.partOfDay }
    : {}),
})

/** What a confirmed wish changes of what was chosen. Topics are words. */
export const granted = ({ often, resume, partOfDay, language, timeZone }: Wish, now: Iso): ChoiceChange => ({
  ...(often ? { often } : {}),
  ...(resume ? { snoozedUntil: now } : {}),
  ...(partOfDay ? { partOfDay } : {}),
  ...(language ? { language } : {}),
  ...(timeZone ? { timeZone } : {}),
})

/** The topics of which something is on; all of them by name. */
export const topicsOn = (choices: Choices, names: readonly string[]): string[] =>
  names.filter((name) => isOn(choices, name))

/** Whether there is nothing left to stop: every topic that anything was said of is off, and so is the word on all. */
export const isAllOff = ({ topics }: Choices): boolean =>
  [ALL_TOPICS, ...Object.keys(topics)].every((topic) => {
    const answer = consentFor(topics, topic)
    return !answer.allowed && answer.reason !== 'no_consent'
  })
