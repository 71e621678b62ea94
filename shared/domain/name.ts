import * as z from 'zod/mini'

/** A name that somebody gives in the settings: it becomes part of addresses, of keys and of metrics. */
export const name = z
  .string()
  .check(z.regex(/^[a-z][a-z0-9-]{0,30}$/, 'expected lower-case letters, digits and dashes'))
