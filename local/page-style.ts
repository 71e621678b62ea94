/** The look of the pages that the runner itself has: one sheet, light and dark, from phone to desk. */
export const STYLE = `
:root { color-scheme: light dark;
  --paper: #f6f5f1; --card: #ffffff; --ink: #22252a; --soft: #5d646e; --line: #e3e1da; --accent: #0b6b5d; --on-accent: #ffffff;
  --good: #1d6b3a; --good-bg: #e4f3e8; --warn: #8a4b08; --warn-bg: #fbeeda; --bad: #a3232c; --bad-bg: #fbe6e6; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #15181b; --card: #1d2125; --ink: #e8e6e1; --soft: #a4abb3; --line: #31363c; --accent: #5cc9b4; --on-accent: #0c1f1b;
  --good: #8bd6a3; --good-bg: #1d3326; --warn: #efc07c; --warn-bg: #3a2d17; --bad: #f3a1a4; --bad-bg: #402023; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main, header.top { max-width: 46rem; margin: 0 auto; padding: 0 1.25rem; }
header.top { padding-top: 2rem; }
header.top p { margin: .25rem 0 0; color: var(--soft); }
main { padding-top: 1.5rem; padding-bottom: 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; font-weight: 650; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { font-size: .8125rem; margin: 0 0 .75rem; color: var(--soft); font-weight: 600; letter-spacing: .04em; text-transform: uppercase; }
a { color: var(--accent); }
a:focus-visible, button:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: .5rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .875rem; padding: 1.25rem; margin: 0 0 1rem; }
.mails { list-style: none; margin: 0; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: .875rem; overflow: hidden; }
.mails li + li { border-top: 1px solid var(--line); }
.mails a { display: block; padding: 1rem 1.25rem; color: inherit; text-decoration: none; }
.mails a:hover { background: color-mix(in srgb, var(--accent) 6%, transparent); }
.mails .who { display: flex; justify-content: space-between; gap: 1rem; color: var(--soft); font-size: .875rem; }
.mails .who span:first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mails .what { font-weight: 600; margin: .125rem 0 .375rem; overflow-wrap: anywhere; }
time { white-space: nowrap; }
.chip { display: inline-block; font-size: .75rem; line-height: 1.5; padding: .0625rem .5rem; border-radius: 1rem; margin-right: .25rem; background: var(--good-bg); color: var(--good); }
.chip.warn { background: var(--warn-bg); color: var(--warn); } .chip.bad { background: var(--bad-bg); color: var(--bad); }
.chip.plain { background: color-mix(in srgb, var(--soft) 14%, transparent); color: var(--soft); }
.empty { text-align: center; color: var(--soft); padding: 4rem 1.25rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .375rem 1rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.mono, pre { font: .875rem/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
iframe { display: block; width: 100%; height: 46rem; border: 0; resize: vertical; overflow: auto; }
.card.frame { padding: 0; overflow: hidden; }
details summary { cursor: pointer; font-weight: 600; } details[open] summary { margin-bottom: 1rem; }
ul.plain { margin: 0; padding-left: 1.1rem; } ul.plain li { margin: .25rem 0; overflow-wrap: anywhere; }
form { display: inline; }
button { font: inherit; min-height: 44px; padding: 0 1rem; margin: 0 .5rem .5rem 0; border-radius: .625rem; border: 1px solid var(--line); background: transparent; color: inherit; cursor: pointer; }
button:hover { border-color: var(--accent); color: var(--accent); }
.back { display: inline-flex; align-items: center; min-height: 44px; text-decoration: none; }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } .card:not(.frame) { padding: 1rem; } }
`
