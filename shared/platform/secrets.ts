import { getSecretValue } from './aws.ts'

/** How long a secret is believed before it is read again, in milliseconds. */
export const SECRET_TTL = 5 * 60_000

/** Reads one secret's text. */
export type ReadSecret = (secretId: string) => Promise<string>

/** Reads one secret's text, from memory if what is remembered is at most `maxAge` milliseconds old. */
export type ReadCachedSecret = (secretId: string, maxAge?: number) => Promise<string>

/**
 * A reader that remembers secrets for five minutes, so that a rotation is seen soon and a delivery costs no call. Who
 * has reason to think that a secret was just rotated asks for a younger one; when that cannot be had, what is remembered
 * goes on for its five minutes.
 * @param read the call behind it
 * @param now milliseconds since the epoch: a frozen function's steady clock stands still, and hours would pass for minutes
 */
export const cachedSecrets = (read: ReadSecret = getSecretValue, now: () => number = Date.now): ReadCachedSecret => {
  const known = new Map<string, { value: Promise<string>; since: number }>()
  return (secretId, maxAge = SECRET_TTL) => {
    const hit = known.get(secretId)
    const age = hit ? now() - hit.since : -1
    // A clock that was put back does not say how old something is.
    if (hit && age >= 0 && age < maxAge) return hit.value
    const value = read(secretId)
    known.set(secretId, { value, since: now() })
    value.catch(() => {
      if (known.get(secretId)?.value !== value) return
      if (hit) known.set(secretId, hit)
      else known.delete(secretId)
    })
    return value
  }
}
