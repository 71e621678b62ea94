import { type Html, html } from './html.ts'

const STYLE = `
:root { color-scheme: light dark; --paper: #f4f3ee; --card: #fff; --ink: #23272c; --soft: #5b626b; --line: #e4e2da; --edge: #85898c; --accent: #0b6b5d; --on-accent: #fff; --tint: #eef5f2; --wrong: #a3301b; }
@media (prefers-color-scheme: dark) { :root { --paper: #16191c; --card: #1f2428; --ink: #ecebe6; --soft: #abb2ba; --line: #343a40; --edge: #848c94; --accent: #63d0ba; --on-accent: #0b1f1b; --tint: #22302d; --wrong: #ff9d8a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.6 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 2.5rem 1rem 4rem; }
.brand { font-weight: 600; margin: 0 0 1rem; padding: 0 .25rem; }
.card { overflow-wrap: break-word; background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 2rem; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .75rem; letter-spacing: -.01em; }
h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
p { margin: 0 0 1rem; } .soft { color: var(--soft); font-size: .9375rem; }
strong { overflow-wrap: anywhere; }
ul { list-style: none; margin: 0; padding: 0; }
li { display: flex; justify-content: space-between; gap: 1rem; padding: .625rem 0; border-top: 1px solid var(--line); }
ul.says { list-style: disc; padding-left: 1.25rem; } ul.says li { display: list-item; padding: .1875rem 0; border: 0; } ul.says a { display: inline-block; padding: .625rem 0; }
li > :first-child { overflow-wrap: anywhere; }
.state { color: var(--soft); white-space: nowrap; }
.step { color: var(--soft); font-size: .9375rem; margin: 0 0 .75rem; }
.note { background: var(--tint); border-left: 4px solid var(--accent); border-radius: 6px; padding: .875rem 1.125rem; }
.code { font: 600 1.0625rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--tint); border: 1px dashed var(--edge); border-radius: 10px; padding: .875rem 1rem; overflow-wrap: anywhere; user-select: all; }
form { margin: 1.25rem 0 0; } form + p, ul + p { margin-top: 1.25rem; } .card > :last-child { margin-bottom: 0; }
label { display: block; font-weight: 600; margin: 0 0 .375rem; }
input:not([type=hidden], [type=checkbox], [type=radio]), select { display: block; width: 100%; font: inherit; min-height: 48px; padding: 10px 14px; margin: 0 0 1rem; color: inherit; background: transparent; border: 1px solid var(--edge); border-radius: 10px; }
select { background: var(--card); } option, optgroup { background: var(--card); color: var(--ink); }
fieldset { border: 0; margin: 0 0 1.75rem; padding: 0; min-width: 0; } legend { font-weight: 600; margin: 0 0 .25rem; padding: 0; }
label.pick { display: flex; gap: .75rem; align-items: center; min-height: 44px; padding: .375rem 0; margin: 0; font-weight: 400; cursor: pointer; overflow-wrap: anywhere; }
label.pick input { flex: none; width: 1.375rem; height: 1.375rem; margin: 0; accent-color: var(--accent); }
.error { color: var(--wrong); font-weight: 600; margin: .25rem 0 .5rem; } [aria-invalid=true]:is(select, input) { border-color: var(--wrong); border-width: 2px; }
.note { margin: 0 0 1.25rem; } .note > :last-child { margin-bottom: 0; } main a:not(.button) { color: var(--accent); }
button, a.button { display: inline-block; font: inherit; font-weight: 600; min-height: 48px; line-height: 24px; padding: 12px 22px; border: 1px solid var(--accent); border-radius: 10px; background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none; }
button.quiet, a.quiet { background: transparent; color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
footer { color: var(--soft); font-size: .875rem; padding: 1.25rem .25rem 0; }
@media (max-width: 30rem) { .card { padding: 1.5rem 1.25rem; } button, a.button { width: 100%; text-align: center; } }
`

/** A page for people: one card, light and dark, from phone to desk. @param title what the page says, in a line; @param language of all that it says */
export const page = (brand: { name: string; address: string }, title: string, body: Html, language = 'en'): string =>
  html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${title} · ${brand.name}</title>
<style>${{ html: STYLE }}</style></head>
<body><main><p class="brand">${brand.name}</p><div class="card"><h1>${title}</h1>${body}</div><footer>${brand.address}</footer></main></body></html>`
    .html
