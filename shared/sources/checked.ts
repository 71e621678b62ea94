import { normaliseAddress } from '../domain/connect/address.ts'
import { type Activity, type Author, activitySchema } from '../domain/listen/activity.ts'
import { MalformedDeliveryError } from './errors.ts'
import { readFields } from './fields.ts'

/**
 * An author whose address is in `email` only, and there only when the platform has verified it. Some platforms show the
 * address where an account has no name; as an id it would become part of keys.
 */
const withoutStrayAddress = ({ email, emailVerified, ...author }: Author, under: string): Author => {
  const address = email === undefined ? undefined : normaliseAddress(email)
  if (email === undefined || address === undefined) return author
  const isAddress = (value: unknown): boolean => typeof value === 'string' && normaliseAddress(value) === address
  if (isAddress(author.id))
    throw new MalformedDeliveryError(`${under}.author.id`, "is the account's email address; send an id that is none")
  const kept = Object.fromEntries(Object.entries(author).filter(([, value]) => !isAddress(value)))
  return { ...kept, id: author.id, ...(emailVerified ? { email, emailVerified } : {}) }
}

/**
 * An activity as it goes on from a source: valid, and without addresses that nobody has verified. What nobody signed is
 * marked, and an address that it says is verified is not.
 * @param under the place of the activity, for messages
 * @throws MalformedDeliveryError
 */
export const checked = (value: Activity, under: string, unverified: boolean): Activity => {
  const activity = readFields(activitySchema, value, under)
  if (!unverified) return { ...activity, author: withoutStrayAddress(activity.author, under) }
  const author = withoutStrayAddress({ ...activity.author, emailVerified: false }, under)
  return { ...activity, unverified, author }
}
