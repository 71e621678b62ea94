import { createHmac } from 'node:crypto'

/**
 * The form in which two spellings of an email address are the same: without spaces around it, in Unicode NFC, lower case
 * throughout. (The part before the @ may by the letter of RFC 5321 tell cases apart; no provider of note does, and taking
 * Ann@ and ann@ for two people would let one of them be mailed after the other has unsubscribed.)
 * @returns undefined when it is no address
 */
export const normaliseAddress = (address: string): string | undefined => {
  const normal = address.trim().normalize('NFC').toLowerCase()
  return /^[^\s@"<>]{1,64}@[^\s@"<>]+\.[^\s@"<>.]{2,63}$/u.test(normal) && normal.length <= 254 ? normal : undefined
}

/** Parts before the @ that stand for an office, a machine or nobody, not for one person. */
const OFFICES = new Set(
  (
    'abuse accounts admin administrator anonymous billing bot careers contact customerservice enquiries feedback finance ' +
    'hello help helpdesk hostmaster hr info jobs mail mailer-daemon marketing newsletter nobody none null office orders postmaster press ' +
    'privacy sales security service shop support team test undefined unknown webmaster'
  ).split(' '),
)
const MACHINES = /^(no|do-?not|never)[-_.]?reply\b|^(bounces?|notifications?)\b/
const MACHINE_DOMAINS = /@(users\.noreply\.github\.com|.*\.invalid)$/

/**
 * Whether an address belongs to an office or a machine (`info@`, `noreply@`): it tells nothing about who a person is, and
 * linking by it would make strangers one person.
 * @param address normalised
 */
export const isSharedAddress = (address: string): boolean => {
  const local = address.slice(0, address.indexOf('@')).replace(/\+.*$/, '')
  return OFFICES.has(local) || MACHINES.test(local) || MACHINE_DOMAINS.test(address)
}

/**
 * An email identity's account id: HMAC-SHA256 of the normalised address, base64url. Whoever has the table but not the
 * pepper cannot try addresses against it.
 * @param pepper the secret, any text
 */
export const addressDigest = (pepper: string, address: string): string =>
  createHmac('sha256', pepper).update(address).digest('base64url')
