import { sameValue } from './compare.ts'
import { database, type Item, type Value } from './kernel.ts'

/**
 * Condition expressions as dynalite parses them. Its own interpreter compares maps and lists by identity and text by
 * UTF-16 units; a condition decides over a write, so it is worked out here.
 */
type Path = (string | number)[]
type Operand = Path | Value | Call
type Call = { type: 'function'; name: string; args: Operand[] }
export type Expression = { type: string; name?: string; args: (Operand | Expression)[] }

const sizeOf = (value: Value | undefined): Value | undefined => {
  const [type, content] = Object.entries(value ?? {})[0] ?? []
  if (type === 'S') return { N: String((content as string).length) }
  if (type === 'B') return { N: String(Buffer.byteLength(content as string, 'base64')) }
  if (Array.isArray(content)) return { N: String(content.length) }
  return type === 'M' ? { N: String(Object.keys(content as Item).length) } : undefined
}

const isCall = (operand: Operand): operand is Call => 'type' in operand && operand.type === 'function'

const operandValue = (operand: Operand, item: Item): Value | undefined => {
  if (Array.isArray(operand)) return database.mapPath(operand, item) ?? undefined
  return isCall(operand) ? sizeOf(operandValue(operand.args[0] ?? [], item)) : operand
}

const bytes = ({ S, B }: Value): Buffer => (B === undefined ? Buffer.from(String(S)) : Buffer.from(String(B), 'base64'))

/** Less than 0, 0, more than 0; undefined where the two have no order. */
const order = (a: Value | undefined, b: Value | undefined): number | undefined => {
  const type = Object.keys(a ?? {})[0] ?? ''
  if (!a || !b || !['S', 'N', 'B'].includes(type) || b[type] === undefined) return undefined
  if (type !== 'N') return Buffer.compare(bytes(a), bytes(b))
  if (database.compare('<', a, [b])) return -1
  return database.compare('>', a, [b]) ? 1 : 0
}

const within = (a: Value | undefined, low: Value | undefined, high: Value | undefined): boolean =>
  (order(a, low) ?? -1) >= 0 && (order(a, high) ?? 1) <= 0

const beginsWith = (a: Value | undefined, b: Value | undefined): boolean => {
  const type = Object.keys(a ?? {})[0] ?? ''
  if (!a || !b || !['S', 'B'].includes(type) || b[type] === undefined) return false
  return bytes(a).subarray(0, bytes(b).length).equals(bytes(b))
}

const contains = (whole: Value | undefined, part: Value | undefined): boolean => {
  const [type = '', content] = Object.entries(whole ?? {})[0] ?? []
  const [partType = '', partContent] = Object.entries(part ?? {})[0] ?? []
  if (!whole || !part) return false
  if (type === 'L') return (content as Value[]).some((member) => sameValue(member, part))
  if (type === `${partType}S`) return (content as unknown[]).includes(partContent)
  return type === partType && ['S', 'B'].includes(type) && bytes(whole).includes(bytes(part))
}

type Values = (Value | undefined)[]
const COMPARISONS: Record<string, (values: Values) => boolean> = {
  '=': ([a, b]) => a !== undefined && sameValue(a, b),
  '<>': ([a, b]) => a === undefined || !sameValue(a, b),
  '<': ([a, b]) => (order(a, b) ?? 0) < 0,
  '<=': ([a, b]) => (order(a, b) ?? 1) <= 0,
  '>': ([a, b]) => (order(a, b) ?? 0) > 0,
  '>=': ([a, b]) => (order(a, b) ?? -1) >= 0,
  between: ([a, low, high]) => within(a, low, high),
  in: ([a, ...choices]) => a !== undefined && choices.some((choice) => sameValue(a, choice)),
  attribute_exists: ([a]) => a !== undefined,
  attribute_not_exists: ([a]) => a === undefined,
  attribute_type: ([a, type]) => a !== undefined && Object.keys(a)[0] === type?.S,
  begins_with: ([a, b]) => beginsWith(a, b),
  contains: ([a, b]) => contains(a, b),
}

/** Whether a condition holds for an item. */
export const holds = ({ type, name, args }: Expression, item: Item): boolean => {
  const parts = args as Expression[]
  if (type === 'and') return parts.every((part) => holds(part, item))
  if (type === 'or') return parts.some((part) => holds(part, item))
  if (type === 'not') return parts.every((part) => !holds(part, item))
  const comparison = COMPARISONS[name ?? type]
  if (!comparison) throw new Error(`The embedded DynamoDB has no comparison '${name ?? type}' in conditions.`)
  return comparison(args.map((operand) => operandValue(operand as Operand, item)))
}
