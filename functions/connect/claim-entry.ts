import { isIPv6 } from 'node:net'
import { isSharedAddress, normaliseAddress } from '../../shared/domain/connect/address.ts'
import { newClaim } from '../../shared/domain/connect/claim.ts'
import type { ClaimKey } from '../../shared/domain/connect/pages/claim-keys.ts'
import { macsOf } from '../../shared/domain/nudge/tokens.ts'
import { DAY, HOUR, isoOf, MINUTE } from '../../shared/domain/time.ts'
import { count } from '../../shared/platform/logger.ts'
import { allowedBy, createClaim, type RateLimit } from '../../shared/store/claims.ts'
import { type ClaimAnswer, type ClaimRequest, claimAnswer, type Visit } from './claim-request.ts'
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

const problemWith = (address: string | undefined): ClaimKey | undefined => {
  if (!address || !PLAIN.test(address)) return 'no_address'
  return isSharedAddress(address) ? 'shared_address' : undefined
}

/** @returns the page that says so when there is no room for another email */
const crowded = async (visit: Visit, ip: string): Promise<ClaimAnswer | undefined> => {
  const { table, settings, keys, now, words } = visit
  const caller =
    macsOf(await keys(), 'caller', networkOf(ip))[0]
      ?.toString('base64url')
      .slice(0, 22) ?? ''
  const said = { problem: words.say('too_often') }
  if (!(await allowedBy(table, `ip#${caller}`, PER_CALLER, now()))) {
    count({ ClaimsLimited: 1 }, { by: 'caller' })
    return claimAnswer(429, entryPage(visit, said))
  }
  const all = [{ most: settings.mailsPerHour ?? MAILS_PER_HOUR, within: HOUR }]
  if (await allowedBy(table, 'all', all, now())) return undefined
  count({ ClaimsLimited: 1 }, { by: 'all' })
  return claimAnswer(429, entryPage(visit, said))
}

/**
 * Somebody wants a link mailed to an address. Nothing here asks what is known of the address, so nothing in the answer can tell:
 * whether it gets an email is decided behind the queue.
 */
export const askForLink = async (
  visit: Visit,
  request: ClaimRequest,
  form: ReadonlyMap<string, string>,
): Promise<ClaimAnswer> => {
  const { table, random, enqueue, now, words } = visit
  const typed = (form.get('address') ?? '').slice(0, 254)
  const address = normaliseAddress(typed)
  const problem = problemWith(address)
  if (problem !== undefined || address === undefined)
    return claimAnswer(422, entryPage(visit, { problem: words.say(problem ?? 'no_address'), address: typed }))
  const full = await crowded(visit, request.requestContext.http.sourceIp)
  if (full) return full
  const id = random(18).toString('base64url')
  await createClaim(table, { id, address, claim: newClaim(isoOf(now())), language: words.language })
  await enqueue(JSON.stringify({ v: 1, do: 'prove', id }))
  count({ Claims: 1 }, { step: 'asked' })
  return claimAnswer(200, mailedPage(visit))
}
