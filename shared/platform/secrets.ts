import { getSecretValue } from './aws.ts'

/** How long a secret is believed before it is read again, in milliseconds. */
export const SECRET_TTL = 5 * 60_000

/** Reads one secret's text. */
export type ReadSecret = (secretId: string) => Promise<string>

/**
 * A reader that remembers secrets for five minutes, so that a rotation is seen soon and a delivery costs no call.
 * @param read the call behind it
 * @param now milliseconds, any steady clock
 */
export const cachedSecrets = (
  read: ReadSecret = getSecretValue,
  now: () => number = () => performance.now(),
): ReadSecret => {
  const known = new Map<string, { value: Promise<string>; until: number }>()
  return (secretId) => {
    const hit = known.get(secretId)
    if (hit && hit.until > now()) return hit.value
    const value = read(secretId)
    known.set(secretId, { value, until: now() + SECRET_TTL })
    value.catch(() => known.delete(secretId))
    return value
  }
}
