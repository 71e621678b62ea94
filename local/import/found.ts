import { isObject } from '../../shared/domain/is-object.ts'
/** Where something stands in what is imported: the file, and the line (from 1) in which it begins. */
export type Place = { file: string; line: number }

/** A delivery as the platform itself would have sent it. `receivedAt`: for platforms that leave the time to the door. */
type NativeEvent = { headers: Record<string, string>; body: object; receivedAt?: string }

/**
 * One thing found in what is imported.
 * - `activity`: in Earshot's own words, for the generic door.
 * - `event`: what the platform's webhook would have said.
 * - `problem`: it cannot be read; `id` names it where it has a name.
 * - `skipped`: it is well, and not wanted here; the reason is counted.
 */
export type Found = Place &
  (
    | { activity: Record<string, unknown> }
    | { event: NativeEvent }
    | { problem: string; id?: string }
    | { skipped: string }
  )

/** What is to be imported cannot be imported at all: the message says what came, what was expected and what to do. */
export class ImportError extends Error {
  override name = 'ImportError'
}

/** The fields of an object that are named; what is not there is left out. */
export const pick = (value: unknown, names: readonly string[]): Record<string, unknown> => {
  const fields = isObject(value) ? value : {}
  return Object.fromEntries(names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]))
}

/** A field that is an object; empty when it is none. */
export const objectIn = (value: unknown, name: string): Record<string, unknown> => {
  const field = isObject(value) ? value[name] : undefined
  return isObject(field) ? field : {}
}

/** A field that is text or a number, as text. */
export const textIn = (value: unknown, name: string): string | undefined => {
  const field = isObject(value) ? value[name] : undefined
  return typeof field === 'string' ? field : typeof field === 'number' ? String(field) : undefined
}

/** A field that is a list; empty when it is none. */
export const listIn = (value: unknown, name: string): unknown[] => {
  const field = isObject(value) ? value[name] : undefined
  return Array.isArray(field) ? field : []
}
