import type * as z from 'zod/mini'

/** What is wrong with an input: where (`items[2].url`), what came, and what was expected instead. */
export type Problem = { at: string; came: string; expected: string }

type Issue = z.core.$ZodIssue

/** A value in a few words, however large or deep it is. */
export const describe = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (typeof value === 'object') return 'an object'
  if (typeof value !== 'string') return String(value)
  return value.length > 60
    ? `${JSON.stringify(value.slice(0, 60))} and ${value.length - 60} more`
    : JSON.stringify(value)
}

const units: Record<string, string> = { string: ' characters', array: ' entries' }

/** Words for the checks that carry no words of their own. */
const inWords = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return `a value of type ${issue.expected}`
    case 'invalid_value':
      return `one of ${issue.values.join(', ')}`
    case 'too_small':
      return `at least ${issue.minimum}${units[issue.origin] ?? ''}`
    case 'too_big':
      return `at most ${issue.maximum}${units[issue.origin] ?? ''}`
    case 'invalid_format':
      return `the format ${issue.format}`
    default:
      return 'something else'
  }
}

const expectedOf = (issue: Issue): string =>
  issue.message === 'Invalid input' ? inWords(issue) : issue.message.replace(/^expected /, '')

const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((step, depth) => (typeof step === 'number' ? `[${step}]` : `${depth > 0 ? '.' : ''}${String(step)}`))
    .join('')

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<PropertyKey, unknown>)[step]
        : undefined,
    input,
  )

/**
 * Says what is wrong with an input in terms of the input, one problem per place.
 * @param known the names that may be there, said when one is there that may not
 */
export const problemsOf = (issues: readonly Issue[], input: unknown, known: readonly string[] = []): Problem[] => {
  const problems = issues.flatMap((issue): Problem[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          at: pathOf([...issue.path, key]),
          came: describe(valueAt(input, [...issue.path, key])),
          expected: known.length > 0 ? `only ${known.join(', ')}` : 'nothing of this name',
        }))
      : [{ at: pathOf(issue.path), came: describe(valueAt(input, issue.path)), expected: expectedOf(issue) }],
  )
  return [...new Map(problems.toReversed().map((problem) => [problem.at, problem])).values()].toReversed()
}

/** A problem as one sentence: `limit: came "many", expected a whole number from 1 to 100`. */
export const sayProblem = ({ at, came, expected }: Problem): string =>
  `${at ? `${at}: ` : ''}came ${came}, expected ${expected}`
