/** An event pattern (EventBridge's language, also used by event source filters), ready to test events. */
export type Pattern = (event: unknown) => boolean

/** A pattern uses an operator that the local runner does not know. */
export class PatternError extends Error {
  override name = 'PatternError'
}

type Test = (value: unknown) => boolean

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

const NUMERIC: Record<string, (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

const numeric = (argument: unknown): Test => {
  const parts = asList(argument)
  const tests: ((value: number) => boolean)[] = []
  for (let at = 0; at < parts.length; at += 2) {
    const compare = NUMERIC[String(parts[at])]
    if (!compare) throw new PatternError(`numeric knows ${Object.keys(NUMERIC).join(' ')}, but got ${parts[at]}.`)
    const bound = Number(parts[at + 1])
    tests.push((value) => compare(value, bound))
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value))
}

const wildcard = (argument: unknown): Test => {
  const source = String(argument)
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
  const regex = new RegExp(`^${source}$`, 's')
  return (value) => typeof value === 'string' && regex.test(value)
}

const OPERATORS: Record<string, (argument: unknown) => Test> = {
  prefix: (argument) => (value) => typeof value === 'string' && value.startsWith(String(argument)),
  suffix: (argument) => (value) => typeof value === 'string' && value.endsWith(String(argument)),
  'equals-ignore-case': (argument) => (value) =>
    typeof value === 'string' && value.toLowerCase() === String(argument).toLowerCase(),
  wildcard,
  numeric,
  'anything-but': (argument) => {
    const tests = asList(argument).map(leaf)
    return (value) => value !== undefined && !tests.some((test) => test(value))
  },
  exists: (argument) => (value) => (value !== undefined) === argument,
}

const leaf = (wanted: unknown): Test => {
  if (typeof wanted !== 'object' || wanted === null) return (value) => value === wanted
  const [entry] = Object.entries(wanted)
  const operator = entry && Object.hasOwn(OPERATORS, entry[0]) ? OPERATORS[entry[0]] : undefined
  if (!entry || !operator)
    throw new PatternError(
      `The pattern operator ${entry?.[0] ?? '{}'} is unknown to the local runner; known: ${Object.keys(OPERATORS).join(', ')}, $or.`,
    )
  return operator(entry[1])
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined

const node = (pattern: unknown): Pattern => {
  if (Array.isArray(pattern)) {
    const tests = pattern.map(leaf)
    return (value) => asList(value).some((one) => tests.some((test) => test(one)))
  }
  if (typeof pattern !== 'object' || pattern === null)
    throw new PatternError(`A pattern's leaves are lists, but got ${JSON.stringify(pattern)}.`)
  const parts = Object.entries(pattern).map(([name, inner]): Pattern => {
    if (name === '$or') {
      const options = asList(inner).map(node)
      return (value) => options.some((test) => test(value))
    }
    const test = node(inner)
    return (value) => test(field(value, name))
  })
  return (value) => parts.every((test) => test(value))
}

/** @throws PatternError for anything unknown, so that a filter never lets through what AWS would not */
export const compilePattern = (pattern: unknown): Pattern => node(pattern)

/** An event passes when one of the patterns fits; no pattern at all lets everything pass. */
export const compileFilters = (patterns: readonly string[]): Pattern => {
  const tests = patterns.map((text) => compilePattern(JSON.parse(text)))
  return (event) => tests.length === 0 || tests.some((test) => test(event))
}
