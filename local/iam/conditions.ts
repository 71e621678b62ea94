type Values = string | string[] | undefined
type Operator = (actual: Values, wanted: string[]) => boolean

const patterns = new Map<string, RegExp>()

/** Whether `value` matches an IAM pattern, in which `*` is any text and `?` any character. */
export const matchesPattern = (pattern: string, value: string, ignoreCase = false): boolean => {
  if (!ignoreCase && pattern === value) return true
  const key = `${ignoreCase ? 'i' : 's'}${pattern}`
  let regex = patterns.get(key)
  if (!regex) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
    regex = new RegExp(`^${source}$`, ignoreCase ? 'is' : 's')
    patterns.set(key, regex)
  }
  return regex.test(value)
}

/** A single-valued operator: true when the key is there and one wanted value fits. */
const one =
  (fits: (actual: string, wanted: string) => boolean): Operator =>
  (actual, wanted) => {
    const values = actual === undefined ? [] : [actual].flat()
    return values.length > 0 && values.some((value) => wanted.some((want) => fits(value, want)))
  }

/** A negated operator is also true when the key is missing, as in IAM. */
const not =
  (operator: Operator): Operator =>
  (actual, wanted) =>
    !operator(actual, wanted)

const optional =
  (operator: Operator): Operator =>
  (actual, wanted) =>
    actual === undefined || operator(actual, wanted)

const all =
  (fits: (actual: string, wanted: string) => boolean): Operator =>
  (actual, wanted) =>
    (actual === undefined ? [] : [actual].flat()).every((value) => wanted.some((want) => fits(value, want)))

const equal = (a: string, b: string): boolean => a === b
const equalIgnoringCase = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
const like = (a: string, b: string): boolean => matchesPattern(b, a)

const comparisons: Record<string, (a: string, b: string) => boolean> = {
  StringEquals: equal,
  StringEqualsIgnoreCase: equalIgnoringCase,
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
  Bool: equalIgnoringCase,
  NumericEquals: (a, b) => Number(a) === Number(b),
  NumericLessThan: (a, b) => Number(a) < Number(b),
  NumericLessThanEquals: (a, b) => Number(a) <= Number(b),
  NumericGreaterThan: (a, b) => Number(a) > Number(b),
  NumericGreaterThanEquals: (a, b) => Number(a) >= Number(b),
}

const negations: Record<string, string> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
}

const build = (): Map<string, Operator> => {
  const operators = new Map<string, Operator>()
  const add = (name: string, operator: Operator): void => {
    operators.set(name, operator)
    operators.set(`${name}IfExists`, optional(operator))
  }
  for (const [name, fits] of Object.entries(comparisons)) {
    add(name, one(fits))
    add(`ForAnyValue:${name}`, one(fits))
    add(`ForAllValues:${name}`, all(fits))
  }
  for (const [name, positive] of Object.entries(negations)) {
    const fits = comparisons[positive]
    if (fits) add(name, not(one(fits)))
  }
  operators.set('Null', (actual, wanted) => wanted.some((want) => (want === 'true') === (actual === undefined)))
  return operators
}

/** The condition operators that the evaluator knows. */
export const CONDITION_OPERATORS: ReadonlyMap<string, Operator> = build()
