/** The most identities that one person may have. */
export const MAX_IDENTITIES = 50
/** The most email addresses that one person may have. */
const MAX_ADDRESSES = 5
/** The most accounts on one platform that one person may have. */
const MAX_ACCOUNTS_PER_PLATFORM = 3

const LIMITS: Record<string, number> = { email: MAX_ADDRESSES, crm: 1 }

/**
 * Why a set of identities cannot be one person: evidence that would join more than a person plausibly has says more
 * about the evidence (a shared mailbox, a test account) than about the person.
 * @param identities ids `<platform>:<account>`
 * @returns the limit in words, or undefined when they can
 */
export const limitExceeded = (identities: readonly string[]): string | undefined => {
  if (identities.length > MAX_IDENTITIES) return `more than ${MAX_IDENTITIES} identities`
  const counts = new Map<string, number>()
  for (const iid of identities) {
    const platform = iid.slice(0, iid.indexOf(':'))
    const count = (counts.get(platform) ?? 0) + 1
    const limit = LIMITS[platform] ?? MAX_ACCOUNTS_PER_PLATFORM
    if (count > limit) return `more than ${limit} of ${platform}`
    counts.set(platform, count)
  }
  return undefined
}
