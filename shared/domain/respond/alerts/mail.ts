import { type Html, html } from '../../html.ts'
import { headerPhrase, plainLine } from '../../nudge/email-text.ts'
import type { Brand } from '../../settings.ts'
import type { Told } from './words.ts'

/** The email of an alert, to somebody of the team. */

const FONT = "font-family: -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;"
const STYLE = `:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; }
@media (prefers-color-scheme: dark) { .paper { background: #16191c !important; } .ink { color: #ecebe6 !important; } .soft { color: #abb2ba !important; } a { color: #63d0ba !important; } }`

const paragraph = (line: string): Html =>
  html`<p class="ink" style="margin: 0 0 12px; ${FONT} font-size: 16px; line-height: 25px; color: #23272c; overflow-wrap: anywhere;">${line}</p>`

const linkLine = ({ label, url }: Told['links'][number]): Html =>
  html`<p style="margin: 0 0 12px; ${FONT} font-size: 16px; line-height: 25px;"><a href="${url}" style="color: #0b6b5d;">${label}</a></p>`

const footerOf = (alert: { id: string }): string =>
  `You get this email because somebody of the team put your address into the alert "${alert.id}". They can change or take it away with PUT or DELETE /api/alerts/${alert.id}.`

/** Makes the email of an alert. */
export const alertMail = (told: Told, alert: { id: string }, brand: Brand) => {
  const links = told.links.filter(({ url }) => /^https?:\/\//.test(url))
  const footer = footerOf(alert)
  const subject = plainLine(told.title, 150)
  const body = html`<!doctype html>
<html lang="en" dir="auto"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${subject}</title>
<style>${{ html: STYLE }}</style></head>
<body class="paper" style="margin: 0; padding: 0; background: #ffffff;"><div role="article" aria-label="${subject}" lang="en" style="max-width: 560px; margin: 0 auto; padding: 24px 20px 40px;">
<h1 class="ink" style="margin: 0 0 16px; ${FONT} font-size: 22px; line-height: 29px; color: #23272c; overflow-wrap: anywhere;">${subject}</h1>
${told.lines.map(paragraph)}${links.map(linkLine)}<p class="soft" style="margin: 24px 0 0; ${FONT} font-size: 14px; line-height: 21px; color: #5b626b;">${footer}</p>
</div></body></html>
`.html
  const rest = links.map(({ label, url }) => `${label}:\n${url}`)
  return {
    from: `${headerPhrase(brand.name)} <${brand.senderName}@${brand.senderDomain}>`,
    subject,
    html: body,
    text: `${[...told.lines.map((line) => plainLine(line, 1_000)), ...rest].join('\n\n')}\n\n--\n${footer}\n`,
    headers: [
      { name: 'Auto-Submitted', value: 'auto-generated' },
      { name: 'X-Auto-Response-Suppress', value: 'All' },
    ],
  }
}
