import { type Html, html } from '../html.ts'
import { type Header, headerPhrase, plainLine } from '../nudge/email-text.ts'
import { COLOURS } from '../nudge/templates/layout.ts'
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

/** An email, ready to be handed to SES. */
export type ClaimEmail = { from: string; subject: string; html: string; text: string; headers: Header[] }

type Words = { subject: string; paragraphs: string[]; button: string; footer: string }

const accountWords = ({ platform, name }: ClaimedAccount): string =>
  `${plainLine(platform, 60)}: ${plainLine(name, 60)}`

const WORDS: { [K in ClaimMail['kind']]: (mail: Extract<ClaimMail, { kind: K }>, brand: string) => Words } = {
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

const light = (role: keyof typeof COLOURS): string => COLOURS[role][0]
const dark = (role: keyof typeof COLOURS): string => COLOURS[role][1]
const FONT = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

const STYLE = `:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; }
a:focus { outline: 3px solid ${light('accent')}; outline-offset: 3px; }
@media (max-width: 480px) { .pad { padding: 24px 20px !important; } .edge { padding-left: 20px !important; padding-right: 20px !important; } }
@media (prefers-color-scheme: dark) {
.paper { background: ${dark('paper')} !important; }
.card { background: ${dark('card')} !important; border-color: ${dark('line')} !important; }
.ink { color: ${dark('ink')} !important; }
.soft { color: ${dark('soft')} !important; }
.button { background: ${dark('accent')} !important; }
.button a { color: ${dark('onAccent')} !important; }
}`

const say = (size: number, height: number, role: 'ink' | 'soft'): string =>
  `font-family: ${FONT}; font-size: ${size}px; line-height: ${height}px; color: ${light(role)};`

const paragraph = (words: string): Html =>
  html`<p class="ink" style="margin: 0 0 16px; ${say(17, 27, 'ink')} overflow-wrap: anywhere;">${words}</p>`

const layout = (words: Words, link: string, brand: { name: string; address: string }): string =>
  html`<!doctype html>
<html lang="en" dir="auto"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no"><title>${words.subject}</title>
<style>${{ html: STYLE }}</style></head>
<body class="paper" style="margin: 0; padding: 0; background: ${light('paper')};">
<div role="article" aria-roledescription="email" aria-label="${words.subject}" lang="en">
<table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" border="0" style="background: ${light('paper')};">
<tr><td align="center" style="padding: 24px 12px 40px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width: 560px;">
<tr><td class="ink edge" style="padding: 0 32px 16px; ${say(15, 24, 'ink')} font-weight: 600;">${brand.name}</td></tr>
<tr><td class="card pad" style="padding: 32px; background: ${light('card')}; border: 1px solid ${light('line')}; border-radius: 14px;">
<h1 class="ink" style="margin: 0 0 16px; ${say(24, 31, 'ink')} font-weight: 650; letter-spacing: -0.2px;">${words.subject}</h1>
${words.paragraphs.map(paragraph)}<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td class="button" align="center" style="background: ${light('accent')}; border-radius: 10px;">
<a href="${link}" style="display: inline-block; padding: 12px 24px; font-family: ${FONT}; font-size: 17px; line-height: 24px; font-weight: 600; color: ${light('onAccent')}; text-decoration: none; border-radius: 10px;">${words.button}</a>
</td></tr></table></td></tr>
<tr><td class="soft edge" style="padding: 24px 32px 0; ${say(14, 22, 'soft')}"><p style="margin: 0 0 12px;">${words.footer}</p><p style="margin: 0;">${brand.address}</p></td></tr>
</table></td></tr></table></div></body></html>
`.html

const inText = ({ paragraphs, button, footer }: Words, link: string, address: string): string =>
  `${paragraphs.join('\n\n')}\n\n${button}:\n${link}\n\n--\n${footer}\n\n${address}\n`

/** Makes an email of a claim. */
export const renderClaimMail = (mail: ClaimMail, brand: Brand): ClaimEmail => {
  const name = plainLine(brand.name, 80)
  const make = WORDS[mail.kind] as (mail: ClaimMail, brand: string) => Words
  const words = make(mail, name)
  const address = plainLine(brand.address, 300)
  return {
    from: `${headerPhrase(brand.name)} <${brand.senderName}@${brand.senderDomain}>`,
    subject: plainLine(words.subject, 150),
    html: layout(words, mail.link, { name, address }),
    text: inText(words, mail.link, address),
    headers: [
      { name: 'Auto-Submitted', value: 'auto-generated' },
      { name: 'X-Auto-Response-Suppress', value: 'All' },
    ],
  }
}
