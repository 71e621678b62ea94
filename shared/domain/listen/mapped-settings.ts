import * as z from 'zod/mini'
import { parsePath } from './mapping/path.ts'

/** Sources whose deliveries a mapping reads (docs/mapping.md): signed in one of the usual ways, or not at all. */

const header = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, "expected a header's name in lower case such as x-signature"))

/** Headers that the mapping reads as `$headers.<name>`; all others are dropped at the door. */
const headers = z.optional(z.array(header).check(z.maxLength(10)))

const HOLES = /\{body\}|\{ts\}|\{id\}/g
/** No separator is needed here: a time has digits only or ends with its Z, and JSON begins with a bracket. */
const TIME_THEN_BODY = '{ts}{body}'

const times = (text: string, part: string): number => text.split(part).length - 1

/** What is signed has to be readable in one way only: nothing of an id may pass for a time, and nothing of a time for a body. */
const isTemplate = (text: string): boolean => {
  if (text.length > 100 || !/^[ -~]+$/.test(text) || /[{}]/.test(text.replace(HOLES, ''))) return false
  if (times(text, '{body}') !== 1 || times(text, '{ts}') > 1 || times(text, '{id}') > 1) return false
  if (/\}\{/.test(text.replace(TIME_THEN_BODY, '{body}'))) return false
  const [before, after] = text.split('{id}')
  // A dot is what no id that we take has in it.
  return after === undefined || ((before === '' || before?.at(-1) === '.') && (after === '' || after.startsWith('.')))
}

const signature = z
  .object({
    /** The header that carries the signature. */
    header,
    /** What stands before the signature there, `sha256=`. */
    prefix: z.optional(z.string().check(z.regex(/^[!-~]{0,32}$/, 'expected at most 32 characters without blanks'))),
    algorithm: z.optional(z.enum(['sha1', 'sha256', 'sha512'])),
    encoding: z.optional(z.enum(['hex', 'base64'])),
    /** What is signed. */
    over: z.optional(
      z
        .string()
        .check(
          z.refine(isTemplate, 'expected {body}, {ts}.{body}, {ts}{body} or {id}.{ts}.{body}, with a dot around {id}'),
        ),
    ),
    /** Where the signed time is, and how far off it may be; 300 seconds unless told. */
    timestamp: z.optional(
      z.object({
        header,
        form: z.optional(z.enum(['seconds', 'milliseconds', 'iso'])),
        toleranceSeconds: z.optional(z.int().check(z.gte(1), z.lte(86_400))),
      }),
    ),
    /** The header with the delivery's id, the same when it is tried again. */
    id: z.optional(header),
  })
  .check(
    z.refine(({ over = '', timestamp }) => over.includes('{ts}') === (timestamp !== undefined), {
      error: 'expected timestamp together with {ts} in over: a time that is not signed proves nothing',
      path: ['over'],
    }),
    z.refine(({ over = '', id }) => !over.includes('{id}') || id !== undefined, {
      error: 'expected id, the header that {id} in over is taken from',
      path: ['id'],
    }),
  )

/** Where a delivery says whose it is, and what it has to say. */
const tenant = z
  .object({
    header: z.optional(header),
    path: z.optional(
      z.string().check(
        z.maxLength(200),
        z.refine((text) => parsePath(text)?.root === 'thing', 'expected a path such as shop.id'),
      ),
    ),
    equals: z.string().check(z.minLength(1), z.maxLength(300)),
  })
  .check(
    z.refine(({ header: name, path }) => (name === undefined) !== (path === undefined), {
      error: 'expected either header or path, and equals',
    }),
  )

/** Signed with an HMAC in a way that the settings tell, and read by a mapping. */
export const hmacSettings = { type: z.literal('hmac'), signature, tenant: z.optional(tenant), headers }

/** Not signed at all: who knows the door's address may speak for it, and what comes in is marked `unverified`. */
export const tokenSettings = { type: z.literal('token'), headers }
