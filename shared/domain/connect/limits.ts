/** The most identities that one person may have. */
export const MAX_IDENTITIES = 50
/** The most email addresses that one person may have. */
const MAX_ADDRESSES = 5
/** The most accounts on one platform that one person may have. */
const MAX_ACCOUNTS_PER_PLATFORM = 3

const LIMITS: Record<string, number> = { email: MAX_ADDRESSES, crm: 1 }

/** Whether a platform is a CRM: its ids are of people, not of accounts that they make. */
export const isCrm = (platform: string): boolean => /^crm(-|$)/.test(platform)

/** The most identities of one platform that one person may have; of a CRM one. */
export const limitOf = (platform: string): number =>
  LIMITS[isCrm(platform) ? 'crm' : platform] ?? MAX_ACCOUNTS_PER_PLATFORM

/** How many identities of each platform there are, in the order in which they come. */
export const platformsOf = (identities: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const iid of identities) {
    const platform = iid.slice(0, iid.indexOf(':'))
    counts.set(platform, (counts.get(platform) ?? 0) + 1)
  }
  return counts
}

/**
 * Why a set of identities cannot be one person: evidence that would join more than a person plausibly has says more
 * about the evidence (a shared mailbox, a test account) than about the person.
 * @param identities ids `<platform>:<account>`
 * @returns the limit in words, or undefined when they can
 */
export const limitExceeded = (identities: readonly string[]): string | undefined => {
  if (identities.length > MAX_IDENTITIES) return `more than ${MAX_IDENTITIES} identities`
  for (const [platform, count] of platformsOf(identities))
    if (count > limitOf(platform)) return `more than ${limitOf(platform)} of ${platform}`
  return undefined
}
