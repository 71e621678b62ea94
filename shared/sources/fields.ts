import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import type { Author } from '../domain/listen/activity.ts'
import { MalformedDeliveryError } from './errors.ts'

/** Pieces of the schemas in which sources describe what platforms send. Fields that nobody needs are left out there. */

/** An id: a number or text on the wire, text from here on. */
export const idField = z.pipe(
  z.union([z.string().check(z.minLength(1), z.maxLength(150)), z.int()]),
  z.transform((id): string => String(id)),
)

/** Text that may be missing or null. */
export const textField = z.nullish(z.string())

/** A time by the platform's clock, in any form that JavaScript reads: ISO 8601 in UTC out. */
export const timeField = z.pipe(
  z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)), 'expected a time such as 2026-11-21T20:47:57Z')),
  z.transform((text): string => new Date(text).toISOString()),
)

/** A time in seconds since the epoch, up to the year 9999: ISO 8601 in UTC out. */
export const momentField = z.pipe(
  z.int().check(z.nonnegative(), z.lte(253_402_300_799)),
  z.transform((seconds): string => new Date(seconds * 1_000).toISOString()),
)

/** A time in whole seconds since the epoch: ISO 8601 in UTC out. */
export const secondsField = z.pipe(
  z.int().check(z.gte(0), z.lte(9_999_999_999)),
  z.transform((seconds): string => new Date(seconds * 1_000).toISOString()),
)

type Issue = { code?: string; message: string; path: PropertyKey[]; expected?: unknown; keys?: string[] }

const PROBLEMS: Record<string, (issue: Issue) => string> = {
  invalid_type: ({ expected }) => `expected ${String(expected)}`,
  invalid_union: () => 'is of no form that is known here',
  too_big: () => 'is too long or too great',
  too_small: () => 'is too short or too small',
  invalid_value: () => 'is none of the values that are allowed',
  invalid_format: () => 'is not of the expected form',
  unrecognized_keys: ({ keys }) => `does not know ${(keys ?? []).map((key) => `"${key.slice(0, 40)}"`).join(', ')}`,
}

const described = (issue: Issue): string => {
  const own = issue.message === 'Invalid input' ? undefined : issue.message
  return own ?? PROBLEMS[issue.code ?? '']?.(issue) ?? 'is wrong'
}

/**
 * Reads a value by a schema.
 * @param under the path of the value within the delivery, for the message
 * @throws MalformedDeliveryError that names the first field that is wrong
 */
export const readFields = <S extends z.ZodMiniType>(schema: S, value: unknown, under = ''): z.infer<S> => {
  const result = z.safeParse(schema, value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const path = [under, ...(issue?.path ?? [])].filter((part) => part !== '').map(String)
  throw new MalformedDeliveryError(path.join('.') || 'body', issue ? described(issue) : 'is wrong', {
    cause: result.error,
  })
}

/**
 * A short hash of what makes one state of a thing different from another: orders states that share a clock, the same
 * way in any order of arrival.
 */
export const stateDigest = (...parts: unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 12)

/** The object without the fields that are undefined. */
export const compact = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }

/** Stands for the author where a platform tells of a deleted thing no more than its id. */
export const NOBODY: Author = { id: 'unknown', role: 'bot' }
