import { MappingError } from './error.ts'
import type { FieldType } from './fields.ts'
import { momentOf } from './moment.ts'
import { textOf } from './path.ts'
import { kindOf } from './value.ts'

type Shape = (value: unknown, at: string) => unknown

const wrong = (value: unknown, at: string, expected: string): never => {
  throw new MappingError(at, `came ${kindOf(value)}, expected ${expected}`)
}

const text: Shape = (value, at) => textOf(value) ?? wrong(value, at, 'text or a number')

const FLAGS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ['true', true],
  ['false', false],
])

const count: Shape = (value, at) => {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0
    ? number
    : wrong(value, at, 'a whole number')
}

const list: Shape = (value, at) => {
  const entries = Array.isArray(value) ? (value as unknown[]) : [value]
  // More than an activity can have: cut before every one of them is looked at.
  const texts = entries.slice(0, 50).filter((entry) => entry !== null && entry !== undefined && entry !== '')
  return texts.length > 0 ? texts.map((entry) => text(entry, at)) : undefined
}

const SHAPES: Record<FieldType, Shape> = {
  text,
  count,
  list,
  flag: (value, at) => FLAGS.get(value) ?? wrong(value, at, 'true or false'),
  time: (value, at) => momentOf(value, 'iso', at),
}

/**
 * A value as its field takes it; nothing stays nothing.
 * @throws MappingError when it is of another type
 */
export const shaped = (type: FieldType, value: unknown, at: string): unknown =>
  value === undefined || value === null ? undefined : SHAPES[type](value, at)
