/**
 * The one layout of all emails, by hand: one column of tables (what every mail program shows alike), real text, a button
 * 44 pixels high, light and dark. Contrasts are at least 4.5:1 in both; test/domain/nudge/email.test.ts computes them.
 */

/** Colour by role: [light, dark]. */
export const COLOURS = {
  paper: ['#f4f3ee', '#16191c'],
  card: ['#ffffff', '#1f2428'],
  ink: ['#23272c', '#ecebe6'],
  soft: ['#5b626b', '#abb2ba'],
  line: ['#e4e2da', '#343a40'],
  accent: ['#0b6b5d', '#63d0ba'],
  onAccent: ['#ffffff', '#0b1f1b'],
  tint: ['#eef5f2', '#22302d'],
} as const

const light = (role: keyof typeof COLOURS): string => COLOURS[role][0]
const dark = (role: keyof typeof COLOURS): string => COLOURS[role][1]

const FONT = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

const DARK_RULES = `.paper { background: ${dark('paper')} !important; }
.card { background: ${dark('card')} !important; border-color: ${dark('line')} !important; }
.ink { color: ${dark('ink')} !important; }
.soft, .soft a { color: ${dark('soft')} !important; }
.tint { background: ${dark('tint')} !important; border-color: ${dark('accent')} !important; }
.button { background: ${dark('accent')} !important; }
.button a { color: ${dark('onAccent')} !important; }`

const text = (size: number, height: number, role: 'ink' | 'soft'): string =>
  `font-family: ${FONT}; font-size: ${size}px; line-height: ${height}px; color: ${light(role)};`

/** Values: see `email.ts`. Paragraphs, heading, reason and the rest are finished lines; everything is escaped here. */
export const HTML_LAYOUT = `<!doctype html>
<html lang="{{ language }}" dir="auto" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<title>{{ subject }}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; }
a:focus { outline: 3px solid ${light('accent')}; outline-offset: 3px; }
@media (max-width: 480px) { .pad { padding: 24px 20px !important; } .edge { padding-left: 20px !important; padding-right: 20px !important; } }
@media (prefers-color-scheme: dark) {
${DARK_RULES}
}
</style>
</head>
<body class="paper" style="margin: 0; padding: 0; background: ${light('paper')};">
<div style="display: none; max-height: 0; overflow: hidden; opacity: 0;">{{ preheader }}</div>
<div role="article" aria-roledescription="email" aria-label="{{ subject }}" lang="{{ language }}">
<table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" border="0" style="background: ${light('paper')};">
<tr><td align="center" style="padding: 24px 12px 40px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width: 560px;">
<tr><td class="ink edge" style="padding: 0 32px 16px; ${text(15, 24, 'ink')} font-weight: 600;">{{ brand }}</td></tr>
<tr><td class="card pad" style="padding: 32px; background: ${light('card')}; border: 1px solid ${light('line')}; border-radius: 14px;">
<h1 class="ink" style="margin: 0 0 16px; ${text(24, 31, 'ink')} font-weight: 650; letter-spacing: -0.2px;">{{ heading }}</h1>
{% for paragraph in paragraphs %}<p class="ink" style="margin: 0 0 16px; ${text(17, 27, 'ink')} overflow-wrap: anywhere;">{{ paragraph }}</p>
{% endfor %}<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin: 8px 0 24px;">
<tr><td class="tint" style="padding: 16px 20px; background: ${light('tint')}; border-left: 4px solid ${light('accent')}; border-radius: 6px;">
<p class="soft" style="margin: 0 0 4px; ${text(14, 20, 'soft')}">{{ kind }}</p>
<p class="ink" lang="{{ title_language }}" style="margin: 0; ${text(18, 26, 'ink')} font-weight: 600; overflow-wrap: anywhere;">{{ title }}</p>
{% if has_why %}<p class="soft" style="margin: 8px 0 0; ${text(14, 21, 'soft')}">{{ why }}</p>
{% endif %}</td></tr></table>
<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td class="button" align="center" style="background: ${light('accent')}; border-radius: 10px;">
<a href="{{ link }}" style="display: inline-block; padding: 12px 24px; min-height: 20px; font-family: ${FONT}; font-size: 17px; line-height: 24px; font-weight: 600; color: ${light('onAccent')}; text-decoration: none; border-radius: 10px;">{{ button }}</a>
</td></tr></table>
</td></tr>
<tr><td class="soft edge" style="padding: 24px 32px 0; ${text(14, 22, 'soft')}">
<p style="margin: 0 0 12px;">{{ because }} {{ permission }}</p>
<p style="margin: 0 0 12px;"><a href="{{ choices }}" style="color: ${light('soft')}; text-decoration: underline; display: inline-block; padding: 11px 0;">{{ stop }}</a></p>
<p style="margin: 0;">{{ address }}</p>
</td></tr>
</table>
</td></tr>
</table>
</div>
</body>
</html>
`

/** The text part, written for itself. */
export const TEXT_LAYOUT = `{{ heading }}

{% for paragraph in paragraphs %}{{ paragraph }}

{% endfor %}{{ kind }}:
{{ title }}
{% if has_why %}({{ why }})
{% endif %}
{{ button }}:
{{ link }}

--
{{ because }} {{ permission }}

{{ stop }}:
{{ choices }}

{{ address }}
`
