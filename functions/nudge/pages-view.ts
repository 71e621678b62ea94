import { type Html, html } from '../../shared/domain/html.ts'

const STYLE = `
:root { color-scheme: light dark; --paper: #f4f3ee; --card: #fff; --ink: #23272c; --soft: #5b626b; --line: #e4e2da; --accent: #0b6b5d; --on-accent: #fff; }
@media (prefers-color-scheme: dark) { :root { --paper: #16191c; --card: #1f2428; --ink: #ecebe6; --soft: #abb2ba; --line: #343a40; --accent: #63d0ba; --on-accent: #0b1f1b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.6 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 2.5rem 1rem 4rem; }
.brand { font-weight: 600; margin: 0 0 1rem; padding: 0 .25rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 2rem; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .75rem; letter-spacing: -.01em; }
h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
p { margin: 0 0 1rem; } .soft { color: var(--soft); font-size: .9375rem; }
strong { overflow-wrap: anywhere; }
ul { list-style: none; margin: 0; padding: 0; }
li { display: flex; justify-content: space-between; gap: 1rem; padding: .625rem 0; border-top: 1px solid var(--line); }
.state { color: var(--soft); white-space: nowrap; }
form { margin: 1.25rem 0 0; } form + p, ul + p { margin-top: 1.25rem; } .card > :last-child { margin-bottom: 0; }
button, a.button { display: inline-block; font: inherit; font-weight: 600; min-height: 48px; line-height: 24px; padding: 12px 22px; border: 1px solid var(--accent); border-radius: 10px; background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none; }
button.quiet { background: transparent; color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
footer { color: var(--soft); font-size: .875rem; padding: 1.25rem .25rem 0; }
@media (max-width: 30rem) { .card { padding: 1.5rem 1.25rem; } button { width: 100%; } }
`

const page = (brand: { name: string; address: string }, title: string, body: Html): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${title} · ${brand.name}</title>
<style>${{ html: STYLE }}</style></head>
<body><main><p class="brand">${brand.name}</p><div class="card"><h1>${title}</h1>${body}</div><footer>${brand.address}</footer></main></body></html>`
    .html

/** A topic as the page lists it. */
export type TopicLine = { name: string; words: string; on: boolean }

/** What the page about an address needs to say; `address` is masked. */
export type Choices = {
  brand: { name: string; address: string }
  address: string
  /** The topic of the email that the link was in. */
  topic: TopicLine
  topics: readonly TopicLine[]
}

const list = (topics: readonly TopicLine[]): Html =>
  html`<h2>What you get by email</h2><ul>${topics.map(
    ({ words, on }) => html`<li><span>${words}</span><span class="state">${on ? 'On' : 'Off'}</span></li>`,
  )}</ul>`

const stopAll = ({ topics }: Choices): Html | false =>
  topics.some(({ on }) => on) &&
  html`<form method="post"><input type="hidden" name="scope" value="all"><button class="quiet">Stop all emails</button></form>`

const back = html`<p class="soft">To get something again, change it where you signed up: this page only ever turns emails down.</p>`

/** GET: shows, changes nothing. */
export const choicesPage = (choices: Choices): string => {
  const { brand, address, topic, topics } = choices
  if (!topic.on) return stoppedPage(choices, false)
  return page(
    brand,
    'Stop these emails?',
    html`<p>Emails to <strong>${address}</strong> about <strong>${topic.words}</strong> will end. One press is all it takes.</p>
<form method="post"><button>Stop these emails</button></form>${list(topics)}${stopAll(choices)}`,
  )
}

/** After a POST, and whenever the topic is off. @param all everything was stopped */
export const stoppedPage = (choices: Choices, all: boolean): string => {
  const { brand, address, topic, topics } = choices
  const what =
    all || !topics.some(({ on }) => on)
      ? html`no more emails from us`
      : html`no more emails about <strong>${topic.words}</strong>`
  return page(
    brand,
    'These emails have stopped',
    html`<p><strong>${address}</strong> gets ${what}.</p>${list(topics)}${stopAll(choices)}${back}`,
  )
}

/** For a link that is not one of ours, or not any more. */
export const unknownPage = (brand: { name: string; address: string; community: string }): string =>
  page(
    brand,
    'This link does not work',
    html`<p>It may have been cut off on its way. Try the link in the email once more, or copy all of it.</p><p><a class="button" href="${brand.community}" rel="noreferrer">Go to the community</a></p>`,
  )

/** When something went wrong on our side. */
export const sorryPage = (brand: { name: string; address: string }): string =>
  page(
    brand,
    'That did not work',
    html`<p>Something went wrong here, not on your side. Nothing has changed. Please try again in a minute.</p>`,
  )
