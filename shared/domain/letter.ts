import { type Html, html } from './html.ts'
import { type Header, headerPhrase, plainLine } from './nudge/email-text.ts'
import { COLOURS } from './nudge/templates/colours.ts'
import type { Brand } from './settings.ts'

/**
 * Emails that are no nudges: they answer what somebody has done, offer nothing, and have one button. There is nothing in them
 * to unsubscribe from.
 */

/** What such an email says. `list`: what it is about, item by item, after the first paragraph. */
export type LetterWords = {
  /** The language of the words. */
  language: string
  subject: string
  paragraphs: readonly string[]
  list?: readonly string[]
  button: string
  footer: string
}

/** An email, ready to be handed to SES. */
export type Letter = { from: string; subject: string; html: string; text: string; headers: Header[] }

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

const points = (list: readonly string[]): Html | false =>
  list.length > 0 &&
  html`<ul class="ink" style="margin: 0 0 16px; padding: 0 0 0 22px; ${say(17, 27, 'ink')}">${list.map(
    (words) => html`<li style="margin: 0 0 6px; overflow-wrap: anywhere;">${words}</li>`,
  )}</ul>`

const layout = (words: LetterWords, link: string, brand: { name: string; address: string }): string => {
  const [first = '', ...rest] = words.paragraphs
  const { language } = words
  return html`<!doctype html>
<html lang="${language}" dir="auto"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no"><title>${words.subject}</title>
<style>${{ html: STYLE }}</style></head>
<body class="paper" style="margin: 0; padding: 0; background: ${light('paper')};">
<div role="article" aria-roledescription="email" aria-label="${words.subject}" lang="${language}">
<table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" border="0" style="background: ${light('paper')};">
<tr><td align="center" style="padding: 24px 12px 40px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width: 560px;">
<tr><td class="ink edge" style="padding: 0 32px 16px; ${say(15, 24, 'ink')} font-weight: 600;">${brand.name}</td></tr>
<tr><td class="card pad" style="padding: 32px; background: ${light('card')}; border: 1px solid ${light('line')}; border-radius: 14px;">
<h1 class="ink" style="margin: 0 0 16px; ${say(24, 31, 'ink')} font-weight: 650; letter-spacing: -0.2px;">${words.subject}</h1>
${paragraph(first)}${points(words.list ?? [])}${rest.map(paragraph)}<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td class="button" align="center" style="background: ${light('accent')}; border-radius: 10px;">
<a href="${link}" style="display: inline-block; padding: 12px 24px; font-family: ${FONT}; font-size: 17px; line-height: 24px; font-weight: 600; color: ${light('onAccent')}; text-decoration: none; border-radius: 10px;">${words.button}</a>
</td></tr></table></td></tr>
<tr><td class="soft edge" style="padding: 24px 32px 0; ${say(14, 22, 'soft')}"><p style="margin: 0 0 12px;">${words.footer}</p><p style="margin: 0;">${brand.address}</p></td></tr>
</table></td></tr></table></div></body></html>
`.html
}

const inText = ({ paragraphs, list = [], button, footer }: LetterWords, link: string, address: string): string => {
  const [first = '', ...rest] = paragraphs
  const all = [first, ...(list.length > 0 ? [list.map((words) => `- ${words}`).join('\n')] : []), ...rest]
  return `${all.join('\n\n')}\n\n${button}:\n${link}\n\n--\n${footer}\n\n${address}\n`
}

/** Makes such an email. @param link where its button leads */
export const letter = (words: LetterWords, link: string, brand: Brand): Letter => {
  const [name, address] = [plainLine(brand.name, 80), plainLine(brand.address, 300)]
  return {
    from: `${headerPhrase(brand.name)} <${brand.senderName}@${brand.senderDomain}>`,
    subject: plainLine(words.subject, 150),
    html: layout(words, link, { name, address }),
    text: inText(words, link, address),
    headers: [
      { name: 'Auto-Submitted', value: 'auto-generated' },
      { name: 'X-Auto-Response-Suppress', value: 'All' },
    ],
  }
}
