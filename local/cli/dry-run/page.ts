import { html } from '../../../shared/domain/html.ts'
import { countsIn, NOTHING, type RecipeRows, type Row } from './rows.ts'

const STYLE = `
:root { color-scheme: light dark; --paper: #f4f3ee; --card: #fff; --ink: #23272c; --soft: #5b626b; --line: #e4e2da; --yes: #0b6b5d; }
@media (prefers-color-scheme: dark) { :root { --paper: #16191c; --card: #1f2428; --ink: #ecebe6; --soft: #abb2ba; --line: #343a40; --yes: #63d0ba; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 66rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 0; } h2 .soft { font-weight: 400; font-size: .9375rem; }
.soft { color: var(--soft); margin: .125rem 0 .75rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem; margin: 1.25rem 0; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-top: 1px solid var(--line); }
thead th { border: 0; color: var(--soft); font-weight: 600; font-size: .875rem; } tbody th { font-weight: 600; }
.yes { color: var(--yes); font-weight: 600; }
`

const GOOD = new Set(['would get it', 'got it'])

const lineOf = ({ person, outcome, content, because, sentence }: Row) =>
  html`<tr><th scope="row">${person}</th><td class="${GOOD.has(outcome) ? 'yes' : ''}">${outcome}</td><td>${content ?? '–'}</td><td>${sentence}${because.length > 0 && html`<br><span class="soft">${because.join(' · ')}</span>`}</td></tr>`

/** One table as wide as the next. */
const COLUMNS = html`<colgroup><col style="width:16%"><col style="width:14%"><col style="width:22%"><col></colgroup>`

const tableOf = (rows: readonly Row[]) =>
  html`<p class="soft">${countsIn(rows)}</p><table>${COLUMNS}<thead><tr><th scope="col">Who</th><th scope="col">Outcome</th><th scope="col">What</th><th scope="col">Why</th></tr></thead><tbody>${rows.map(lineOf)}</tbody></table>`

const sectionOf = ({ name, status, rows }: RecipeRows) =>
  html`<section><h2>${name} <span class="soft">(${status})</span></h2>${rows.length > 0 ? tableOf(rows) : html`<p class="soft">${NOTHING}</p>`}</section>`

/** The table as a page of its own: nothing is loaded, and it can be mailed to somebody. */
export const pageOf = (recipes: readonly RecipeRows[]): string =>
  html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Who would have got what, and why</title><style>${{ html: STYLE }}</style></head><body><main><h1>Who would have got what, and why</h1><p class="soft">Every moment that a recipe saw, and what became of it. A recipe in dry run sends nothing.</p>${recipes.map(sectionOf)}</main></body></html>`
    .html
