import type { Activity } from '../domain/listen/activity.ts'
import { readMapping } from '../domain/listen/mapping/read.ts'
import { type Problem, sayProblem } from '../domain/respond/problems.ts'
import type { Iso } from '../domain/time.ts'
import { checked } from './checked.ts'
import { MalformedDeliveryError } from './errors.ts'
import { exactJson } from './json.ts'
import { normaliseMapped } from './mapped.ts'

/** A mapping and a body to try it on. */
export type Sample = {
  /** The source's name: the namespace of the activities' ids. */
  source: string
  /** The mapping as somebody wrote it; without one the body has to be an activity by itself. */
  mapping?: unknown
  /** The body: parsed JSON, or its text, in which numbers of 2^53 and more stay exact. */
  sample: unknown
  /** Headers that the source keeps, lower-case. */
  headers?: Readonly<Record<string, string>>
  /** What `$receivedAt` is, ISO 8601. */
  receivedAt: Iso
  /** The source's deliveries are not signed, so what they say of addresses is not believed. */
  unverified?: boolean
}

/** What came of it: activities, or why there are none, or what is wrong, one sentence each. */
export type SampleResult = { activities: Activity[]; ignored?: string; problems: string[] }

const wrong = (...problems: string[]): SampleResult => ({ activities: [], problems })

const bodyOf = (sample: unknown): { body: unknown } | { problem: string } => {
  if (typeof sample !== 'string') return { body: sample }
  try {
    return { body: exactJson(sample) }
  } catch {
    return { problem: 'sample: came text that is no JSON, expected the body of a delivery' }
  }
}

/** A mapping, problems of which are said with the place in the mapping. */
const problemIn = ({ at, ...problem }: Problem): string =>
  sayProblem({ ...problem, at: at ? `mapping.${at}` : 'mapping' })

/**
 * Tries a mapping on a body and stores nothing. Pure: the API and the command line do the same. Never throws for what
 * is in the sample or the mapping.
 */
export const trySample = ({
  source,
  mapping,
  sample,
  headers = {},
  receivedAt,
  unverified = false,
}: Sample): SampleResult => {
  const read = mapping === undefined ? undefined : readMapping(mapping)
  if (read && 'problems' in read) return wrong(...read.problems.map(problemIn))
  const given = bodyOf(sample)
  if ('problem' in given) return wrong(given.problem)
  if (typeof given.body !== 'object' || given.body === null)
    return wrong('sample: came JSON that is neither an object nor a list, expected the body of a delivery')
  try {
    const context = { source, headers, receivedAt, ...(read ? { mapping: read.mapping } : {}) }
    const { activities, ignored } = normaliseMapped(given.body, context)
    const said = activities.map((activity, at) => checked(activity, `activities.${at}`, unverified))
    return { activities: said, problems: [], ...(ignored === undefined ? {} : { ignored }) }
  } catch (error) {
    if (error instanceof MalformedDeliveryError) return wrong(error.message)
    throw error
  }
}
