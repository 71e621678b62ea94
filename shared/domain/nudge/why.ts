import { DAY, HOUR, type Iso, MINUTE, msOf } from '../time.ts'
import { GLOBAL } from './arm.ts'
import { OWN_WISH } from './gates.ts'
import type { Outlook, OutlookStop } from './outlook.ts'
import type { DecisionState, ReasonCode } from './reasons.ts'
import { silenceOf } from './subjects.ts'
import { WHY_WORDS } from './why-words.ts'

/** Who is told about, and in which zone moments are told. */
export type Telling = { name: string; timeZone: string; now: Iso }

/** A decision, as far as its sentence needs it. */
export type ToldDecision = {
  state: DecisionState
  reason: ReasonCode
  detail?: string | undefined
  until?: Iso | undefined
  sentAt?: Iso | undefined
  dueAt: Iso
  subject: { kind: string; at: Iso; event?: string | undefined; of?: string | undefined }
  /** The segment, stage or topic that it is about, as the reader may see it. */
  about?: string | undefined
  /** It was made by a recipe that only rehearses. */
  rehearsal?: boolean | undefined
  /** The person is asked to help with somebody else's question. */
  call?: unknown
  content?: { title: string } | undefined
  /** The recipe waits for questions. */
  asks: boolean
  /** The thread that it happened in, as the reader may see it. */
  place?: string | undefined
}

type Kind = 'became' | 'keeps' | 'resolved' | 'condition_failed' | 'kept' | 'did'

let table: ReadonlyMap<string, string> | undefined
const readTable = (): ReadonlyMap<string, string> =>
  new Map(
    WHY_WORDS.trim()
      .split('\n')
      .map((line): [string, string] => {
        const end = line.indexOf(': ')
        return [line.slice(0, end), line.slice(end + 2)]
      }),
  )

/** The text for a code, for a narrower one where that has a text; that for all others, or nothing, where it has none of its own. */
export const wordsFor = (kind: Kind, code: string, narrower = code): string => {
  table ??= readTable()
  return table.get(`${kind} ${narrower}`) ?? table.get(`${kind} ${code}`) ?? table.get(`${kind} ?`) ?? ''
}

/** What the person has chosen is told in other words than what the stage has set. */
const codeOf = ({ reason, detail }: { reason: ReasonCode; detail?: string | undefined }): string =>
  detail === OWN_WISH || detail === GLOBAL ? `${reason} ${detail}` : reason

/** What waits for a recipe that is paused may be sent yet; of what only rehearses nobody was asked anything. */
const becameOf = (decision: ToldDecision): string => {
  const { reason, state, rehearsal } = decision
  if (reason === 'paused_recipe' && state === 'waiting') return 'paused_recipe waiting'
  return reason === 'peers_called' && rehearsal ? 'peers_called rehearsal' : codeOf(decision)
}

/** How long somebody had been quiet; else what a thing is about is told by its name. */
const aboutOf = ({ subject, about }: ToldDecision): string | undefined => {
  if (subject.event !== 'person.quiet') return about
  const silence = silenceOf(subject.of ?? '')
  return silence === undefined ? undefined : lengthOf(silence)
}

const didOf = (decision: ToldDecision, about: string | undefined): string => {
  const { subject, call } = decision
  const what = call ? 'call' : (subject.event ?? subject.kind)
  return fill(wordsFor('did', call || about === undefined ? what : `${what} of`), { of: about ?? '' })
}

/** In one go, so that a title with braces in it stays as it is. */
const fill = (text: string, holes: Readonly<Record<string, string>>): string =>
  text
    .split(/\{(\w+)\}/)
    .map((part, at) => (at % 2 === 1 ? holes[part] : part))
    .join('')

const year = (at: Iso): string => at.slice(0, 4)

/** "12 November", with the year where it is not this one. */
const dayOf = (at: Iso, { timeZone, now }: Telling): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'long',
    ...(year(at) === year(now) ? {} : { year: 'numeric' }),
  }).format(msOf(at))

/** "08:00 on 12 November". */
const momentOf = (at: Iso, telling: Telling): string => {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: telling.timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return `${clock.format(msOf(at))} on ${dayOf(at, telling)}`
}

const UNITS = [
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
] as const

/** "24 hours", "3 days"; nothing for less than a minute. A single day is 24 hours: that is how recipes are written. */
const lengthOf = (ms: number): string => {
  const [unit, name] = UNITS.find(([size]) => ms >= (size === DAY ? 2 * DAY : size) && ms % size === 0) ?? [
    MINUTE,
    'minute',
  ]
  const count = Math.floor(ms / unit)
  return count < 1 ? '' : `${count} ${name}${count === 1 ? '' : 's'}`
}

const isMoment = (text: string | undefined): text is Iso =>
  text !== undefined && /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text))

type Unmet = { reason: ReasonCode; detail?: string | undefined }

const conditionOf = ({ reason, detail = '?' }: Unmet, event: boolean, name: string): string =>
  reason === 'resolved' || reason === 'condition_failed'
    ? fill(wordsFor(reason, detail, event ? `${detail} event` : detail), { name })
    : ''

const holesOf = (decision: ToldDecision, telling: Telling): Record<string, string> => {
  const { detail, until, sentAt, dueAt, subject, content } = decision
  const waited = lengthOf(msOf(dueAt) - msOf(subject.at))
  const when = until ?? (isMoment(detail) ? detail : undefined)
  const kept = wordsFor('kept', detail ?? '')
  return {
    name: telling.name,
    after: waited ? `after ${waited} ` : '',
    until: when ? momentOf(when, telling) : 'later',
    sentAt: sentAt ? ` at ${momentOf(sentAt, telling)}` : '',
    content: content ? ` about “${content.title}”` : '',
    condition: conditionOf(decision, subject.event !== undefined, telling.name),
    other: detail ? `, “${detail}”,` : '',
    people: detail === '1' ? 'one person' : detail ? `${detail} people` : 'people',
    kept: kept ? ` (kept back by ${kept})` : '',
  }
}

/** One sentence on what called for a decision, and what became of it. No hole is ever left open. */
export const tellDecision = (decision: ToldDecision, telling: Telling): string => {
  const { subject, place } = decision
  // A recipe that was edited since may wait for something else now than what its decision is about.
  const asks = decision.asks && decision.call === undefined && subject.event === undefined
  const did = asks ? 'asked' : didOf(decision, aboutOf(decision))
  const where = place && subject.kind !== 'order' ? ` in “${place}”` : asks ? ' something' : ''
  return `On ${dayOf(subject.at, telling)} ${telling.name} ${did}${where}; ${fill(wordsFor('became', becameOf(decision)), holesOf(decision, telling))}`
}

/** One sentence on what keeps the next email back. */
export const tellStop = ({ reason, until, detail }: OutlookStop, telling: Telling): string => {
  const when = until ?? (isMoment(detail) ? detail : undefined)
  return fill(wordsFor('keeps', codeOf({ reason, detail })), {
    name: telling.name,
    until: when ? momentOf(when, telling) : 'later',
    condition: conditionOf({ reason, detail }, false, telling.name),
    reason,
  })
}

/** One sentence on what may be sent next, and not before when. */
export const tellOutlook = (outlook: Outlook, recipe: { name: string }, telling: Telling): string => {
  if (outlook.may === 'no') return `“${recipe.name}” is not sent to ${telling.name} as things are.`
  if (outlook.may === 'now') return `“${recipe.name}” may be sent to ${telling.name} as soon as something calls for it.`
  return `“${recipe.name}” may be sent to ${telling.name}, not before ${momentOf(outlook.notBefore, telling)}.`
}
