import { deflateRawSync } from 'node:zlib'
import { Token } from 'aws-cdk-lib'
import { PACKED } from '../../shared/platform/env.ts'

/** Lambda's limit for all variables of a function together, which it measures as one JSON object: what is quoted in them counts twice. */
const LIMIT = 4_096
/** What a reference to another resource becomes at deployment: about an ARN. */
const REFERENCE = 'x'.repeat(128)
/** What a grant adds to a function that is made already: one queue's URL. */
const ADDED = { ALERTS_QUEUE_URL: REFERENCE }

type Values = Record<string, string>

const bytesOf = (values: Values): number =>
  Buffer.byteLength(
    JSON.stringify({ ...ADDED, ...mapped(values, (value) => (Token.isUnresolved(value) ? REFERENCE : value)) }),
  )

const mapped = (values: Values, change: (value: string) => string): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))

/** JSON about half as long, as `readEnv` reads it; what is only known at deployment stays as it is. */
const packed = (value: string): string =>
  value.startsWith('{') && !Token.isUnresolved(value)
    ? PACKED + deflateRawSync(value, { level: 9 }).toString('base64')
    : value

/**
 * A function's variables as text, objects as JSON. Where that is more than Lambda takes, what is JSON is packed; otherwise it stays
 * as people can read it.
 * @throws Error when it is too much all the same
 */
export const environmentOf = (id: string, variables: Readonly<Record<string, string | object>>): Values => {
  const plain: Values = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
  if (bytesOf(plain) <= LIMIT) return plain
  const small = mapped(plain, packed)
  const bytes = bytesOf(small)
  if (bytes <= LIMIT) return small
  throw new Error(
    `Function ${id}: got ${bytes} bytes of environment variables, packed, expected at most ${LIMIT}. Shorten sources or nudges in infra/config.ts.`,
  )
}
