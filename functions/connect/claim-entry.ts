import { isIPv6 } from 'node:net'
import { isSharedAddress, normaliseAddress } from '../../shared/domain/connect/address.ts'
import { newClaim } from '../../shared/domain/connect/claim.ts'
import { macsOf } from '../../shared/domain/nudge/tokens.ts'
import { DAY, HOUR, isoOf, MINUTE } from '../../shared/domain/time.ts'
import { count } from '../../shared/platform/logger.ts'
import { allowedBy, createClaim, type RateLimit } from '../../shared/store/claims.ts'
import { type ClaimAnswer, type ClaimDeps, type ClaimRequest, claimAnswer } from './claim-request.ts'
import { entryPage, mailedPage } from './claim-view.ts'

/** Per caller. Several people may share an address of the internet, few of them claim anything on one day. */
const PER_CALLER: readonly RateLimit[] = [
  { most: 5, within: 10 * MINUTE },
  { most: 20, within: DAY },
]
/** Emails in an hour, all together, where the settings say nothing. */
const MAILS_PER_HOUR = 200
/** SES takes ASCII only. */
const PLAIN = /^[\x21-\x7e]+$/

/** An IPv6 customer has a whole network: its first half tells them apart. */
const networkOf = (ip: string): string => {
  if (!isIPv6(ip)) return ip
  const [head = '', tail] = ip.split('::')
  const left = head.split(':').filter(Boolean)
  const right = (tail ?? '').split(':').filter(Boolean)
  const middle = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...middle, ...right].slice(0, 4).join(':')
}

const problemWith = (address: string | undefined): string | undefined => {
  if (!address || !PLAIN.test(address))
    return 'This is not an address that we can write to. One looks like name@example.com.'
  return isSharedAddress(address)
    ? 'This address belongs to an office or a machine, as far as we can tell. Please use one that only you read.'
    : undefined
}

/** @returns the page that says so when there is no room for another email */
const crowded = async (
  { table, brand, settings, keys, now }: ClaimDeps,
  ip: string,
): Promise<ClaimAnswer | undefined> => {
  const caller =
    macsOf(await keys(), 'caller', networkOf(ip))[0]
      ?.toString('base64url')
      .slice(0, 22) ?? ''
  const said = { problem: 'That was often in a short time. Please try again in an hour.' }
  if (!(await allowedBy(table, `ip#${caller}`, PER_CALLER, now()))) {
    count({ ClaimsLimited: 1 }, { by: 'caller' })
    return claimAnswer(429, entryPage(brand, said))
  }
  const all = [{ most: settings.mailsPerHour ?? MAILS_PER_HOUR, within: HOUR }]
  if (await allowedBy(table, 'all', all, now())) return undefined
  count({ ClaimsLimited: 1 }, { by: 'all' })
  return claimAnswer(429, entryPage(brand, said))
}

/**
 * Somebody wants a link mailed to an address. Nothing here asks what is known of the address, so nothing in the answer can tell:
 * whether it gets an email is decided behind the queue.
 */
export const askForLink = async (
  deps: ClaimDeps,
  request: ClaimRequest,
  form: ReadonlyMap<string, string>,
): Promise<ClaimAnswer> => {
  const { brand, table, random, enqueue, now } = deps
  const typed = (form.get('address') ?? '').slice(0, 254)
  const address = normaliseAddress(typed)
  const problem = problemWith(address)
  if (problem !== undefined || address === undefined)
    return claimAnswer(422, entryPage(brand, { problem: problem ?? '', address: typed }))
  const full = await crowded(deps, request.requestContext.http.sourceIp)
  if (full) return full
  const id = random(18).toString('base64url')
  await createClaim(table, { id, address, claim: newClaim(isoOf(now())) })
  await enqueue(JSON.stringify({ v: 1, do: 'prove', id }))
  count({ Claims: 1 }, { step: 'asked' })
  return claimAnswer(200, mailedPage(brand))
}
