import { type Letter, type LetterWords, letter } from '../letter.ts'
import { plainLine } from '../nudge/email-text.ts'
import type { Brand } from '../settings.ts'
import type { ClaimKey } from './pages/claim-keys.ts'
import type { ClaimWords } from './pages/claim-words.ts'

/**
 * The emails of a claim. They answer what somebody has just done; they offer nothing, so they have no choices to unsubscribe from,
 * and nothing in the first one comes from whoever typed the address.
 */

/** `prove`: the link that shows that somebody reads the address. The others tell what was connected, and the way back. */
export type ClaimMail =
  | { kind: 'prove'; link: string }
  | { kind: 'connected'; link: string; account: ClaimedAccount }
  /** To an address that the account had before; `address`: the new one, masked. */
  | { kind: 'notice'; link: string; account: ClaimedAccount; address: string }

/** An account as an email names it: `GitHub`, `octo`. */
type ClaimedAccount = { platform: string; name: string }

const accountWords = ({ platform, name }: ClaimedAccount): string =>
  `${plainLine(platform, 60)}: ${plainLine(name, 60)}`

/** What each email says besides what all of them have: the keys of its subject, its button and so on. */
const KEYS = {
  prove: ['mail_prove', 'mail_prove_lead', 'mail_prove_more', 'mail_prove_button', 'mail_prove_why'],
  connected: [
    'mail_connected',
    'mail_connected_lead',
    'mail_connected_more',
    'mail_connected_button',
    'mail_connected_why',
  ],
  notice: ['mail_notice', 'mail_notice_lead', 'mail_notice_more', 'mail_notice_button', 'mail_notice_why'],
} as const satisfies Record<ClaimMail['kind'], readonly ClaimKey[]>

/** Makes an email of a claim. */
export const renderClaimMail = (mail: ClaimMail, brand: Brand, words: ClaimWords): Letter => {
  const holes = {
    brand: plainLine(brand.name, 80),
    account: mail.kind === 'prove' ? '' : accountWords(mail.account),
    address: mail.kind === 'notice' ? plainLine(mail.address, 260) : '',
  }
  const [subject, lead, more, button, why] = KEYS[mail.kind]
  const said: LetterWords = {
    language: words.language,
    subject: words.say(subject, holes),
    paragraphs: [words.say(lead, holes), words.say(more)],
    button: words.say(button),
    footer: words.say(why),
  }
  return letter(said, mail.link, brand)
}
