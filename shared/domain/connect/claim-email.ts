import { type Letter, type LetterWords, letter } from '../letter.ts'
import { plainLine } from '../nudge/email-text.ts'
import type { Brand } from '../settings.ts'

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

const WORDS: { [K in ClaimMail['kind']]: (mail: Extract<ClaimMail, { kind: K }>, brand: string) => LetterWords } = {
  prove: (_, brand) => ({
    subject: `Is this your address? A link from ${brand}`,
    paragraphs: [
      `Somebody, we hope you, wants to connect an account with this address at ${brand}.`,
      'The link works once, for 30 minutes. You will see what would be connected before anything is.',
    ],
    button: 'Go on',
    footer: 'If it was not you, do nothing: without the link nothing happens. This email signs you up for nothing.',
  }),
  connected: ({ account }, brand) => ({
    subject: `An account is connected with your address at ${brand}`,
    paragraphs: [
      `This account and your address belong together now: ${accountWords(account)}.`,
      'You were not signed up for any email. If it was not you who did this, or you change your mind, take it back here, today or at any later time.',
    ],
    button: 'This was not me, or take it back',
    footer: 'You get this email because somebody who reads this address connected the two.',
  }),
  notice: ({ account, address }, brand) => ({
    subject: `Another address is connected with your account at ${brand}`,
    paragraphs: [
      `As far as we know this account is yours: ${accountWords(account)}. Somebody has shown that they use it, and has connected the address ${plainLine(address, 260)} with it.`,
      'If that was you, there is nothing to do. If it was not, separate them here, today or at any later time.',
    ],
    button: 'This was not me',
    footer: 'You get this email because your address was connected with the account before.',
  }),
}

/** Makes an email of a claim. */
export const renderClaimMail = (mail: ClaimMail, brand: Brand): Letter => {
  const make = WORDS[mail.kind] as (mail: ClaimMail, brand: string) => LetterWords
  return letter(make(mail, plainLine(brand.name, 80)), mail.link, brand)
}
