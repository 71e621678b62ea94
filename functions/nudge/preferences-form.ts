import { type Asked, OFTEN, type Often, PARTS_OF_DAY, type PartOfDay } from '../../shared/domain/nudge/choices.ts'
import { isZone } from '../../shared/domain/nudge/quiet-hours.ts'

/** What can be wrong with a field. */
export type Problem = 'wrong_choice' | 'wrong_zone'

/** The fields of the form that can be wrong. */
export type Field = 'often' | 'break' | 'part' | 'language' | 'zone'

/** What a form asks for, or what is wrong with which field. `hide`: nobody is to be pointed to what they wrote. */
export type ReadForm = { asked: Asked; hide: boolean } | { problems: Partial<Record<Field, Problem>> }

/** What may be chosen on the page. */
export type Offer = { topics: readonly string[]; parts: readonly PartOfDay[]; languages: readonly string[] }

const oneOf = <T extends string>(
  value: string | undefined,
  allowed: readonly T[],
): { value?: T | undefined; problem?: Problem } => {
  // Nothing was said: that changes nothing.
  if (value === undefined || value === '') return {}
  const found = allowed.find((one) => one === value)
  return found === undefined ? { problem: 'wrong_choice' } : { value: found }
}

/** The boxes that the page showed: what was not on it, such as a topic that is new since, was not said no to. */
const topicsOf = (form: ReadonlyMap<string, string>, { topics }: Offer): Record<string, boolean> => {
  const shown = new Set((form.get('shown') ?? '').split(' '))
  return Object.fromEntries(
    topics.filter((topic) => shown.has(topic)).map((topic) => [topic, form.has(`topic-${topic}`)]),
  )
}

/** Reads the form of choices. What is missing changes nothing; what nobody could have chosen is told at its field. */
export const readForm = (form: ReadonlyMap<string, string>, offer: Offer): ReadForm => {
  const often = oneOf<Often>(form.get('often'), OFTEN)
  const pause = oneOf<'keep' | 'begin' | 'end'>(form.get('break'), ['keep', 'begin', 'end'])
  const part = oneOf<PartOfDay>(form.get('part'), PARTS_OF_DAY)
  const language = oneOf(form.get('language'), offer.languages)
  const zone = form.get('zone') || undefined
  const wrongZone = zone !== undefined && (zone.length > 60 || !isZone(zone))
  const problems = Object.entries({
    often: often.problem,
    break: pause.problem,
    part: part.problem,
    language: language.problem,
    zone: wrongZone ? 'wrong_zone' : undefined,
  }).filter(([, problem]) => problem !== undefined)
  if (problems.length > 0) return { problems: Object.fromEntries(problems) }
  return {
    asked: {
      topics: topicsOf(form, offer),
      often: often.value,
      break: pause.value === 'keep' ? undefined : pause.value,
      partOfDay: part.value,
      language: language.value,
      timeZone: zone,
    },
    hide: form.has('hide'),
  }
}
