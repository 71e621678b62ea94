import * as z from 'zod/mini'
import { crossCheck } from './cross-checks.ts'
import { type Stage, stageSchema } from './stage.ts'

/** The configuration is wrong. Each problem names its field, what came and what was expected. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(
      `infra/config.ts is wrong in ${problems.length === 1 ? 'one place' : `${problems.length} places`}:\n  ${problems.join('\n  ')}`,
    )
    this.problems = problems
  }
}

type Path = readonly PropertyKey[]
type Issue = z.core.$ZodIssue

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value)

const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))

const size = (bound: 'least' | 'most', limit: number | bigint, origin: string): string =>
  `expected at ${bound} ${limit}${origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : ''}`

const expected = (issue: Issue): string => {
  if (issue.message.startsWith('expected')) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${issue.expected === 'int' ? 'a whole number' : issue.expected}`
    case 'invalid_value':
      return `expected one of ${issue.values.map(show).join(', ')}`
    case 'too_small':
      return issue.inclusive === false
        ? `expected more than ${issue.minimum}`
        : size('least', issue.minimum, issue.origin)
    case 'too_big':
      return size('most', issue.maximum, issue.origin)
    case 'invalid_format':
      return issue.format === 'url'
        ? 'expected an address such as https://community.example.com'
        : `expected ${issue.format}`
    case 'invalid_union':
      return `expected one of ${('options' in issue && Array.isArray(issue.options) ? issue.options : []).map(show).join(', ')}`
    case 'invalid_key':
      return `expected a name of lower-case letters, digits and dashes, which starts with a letter`
    default:
      return issue.message
  }
}

const pathText = (stage: string, path: Path): string => ['stages', stage, ...path.map(String)].join('.')

/** Fields that no schema knows: a typing error in a name would otherwise be ignored without a word. */
const unknownFields = (input: unknown, known: unknown, path: Path): Path[] => {
  if (typeof input !== 'object' || input === null || typeof known !== 'object' || known === null) return []
  return Object.keys(input).flatMap((key) => {
    const here = [...path, key]
    if (!(key in known)) return [here]
    return unknownFields(at(input, [key]), at(known, [key]), here)
  })
}

const checkStage = (name: string, input: unknown): { stage?: Stage; problems: string[] } => {
  const result = z.safeParse(stageSchema, input)
  if (!result.success) {
    return {
      problems: result.error.issues.map(
        (issue) =>
          `${pathText(name, issue.path)}: got ${issue.code === 'invalid_key' ? show(issue.path.at(-1)) : show(at(input, issue.path))}, ${expected(issue)}`,
      ),
    }
  }
  const strangers = unknownFields(input, result.data, []).map(
    (path) => `${pathText(name, path)}: got a field that Earshot does not know, expected one of docs/configuration.md`,
  )
  return { stage: result.data, problems: strangers }
}

/**
 * Checks all stages, whichever is deployed, so that a mistake in `prod` is seen while working on `dev`.
 * @throws ConfigError with every problem found
 */
export const checkStages = (input: Record<string, unknown>): Record<string, Stage> => {
  const stages: Record<string, Stage> = {}
  const problems: string[] = []
  for (const [name, value] of Object.entries(input)) {
    if (!/^[a-z][a-z0-9]{0,15}$/.test(name)) {
      problems.push(`stages.${name}: got ${show(name)}, expected a stage name of 1 to 16 lower-case letters and digits`)
    }
    const checked = checkStage(name, value)
    problems.push(...checked.problems)
    if (checked.stage) stages[name] = checked.stage
  }
  problems.push(...crossCheck(stages))
  if (problems.length > 0) throw new ConfigError(problems)
  return stages
}

/**
 * One stage by name.
 * @throws ConfigError when there is none of that name, or any stage is wrong
 */
export const stageOf = (input: Record<string, unknown>, name: string): Stage => {
  const stage = checkStages(input)[name]
  if (stage) return stage
  throw new ConfigError([`stages: got the stage name ${show(name)}, expected one of ${Object.keys(input).join(', ')}`])
}
