import { type Html, html } from '../../shared/domain/html.ts'
import { page } from '../../shared/domain/page.ts'

type Brand = { name: string; address: string }

/** What the page behind a confirm email needs to say; `address` is masked, `choices` leads to the page of all choices. */
export type ConfirmView = { brand: Brand; address: string; lines: readonly string[]; choices: string }

const list = (lines: readonly string[]): Html =>
  html`<ul class="says">${lines.map((line) => html`<li>${line}</li>`)}</ul>`

/** GET: shows what a yes would do, changes nothing. */
export const confirmPage = ({ brand, address, lines, choices }: ConfirmView): string =>
  page(
    brand,
    'Do you want this?',
    html`<p>This is for emails to <strong>${address}</strong>:</p>${list(lines)}<form method="post"><button>Yes</button></form><p class="soft">If not, close this page: nothing changes. Or <a href="${choices}">choose something else</a>.</p>`,
  )

/** After a yes, also a second time. */
export const confirmedPage = ({ brand, address, lines, choices }: ConfirmView): string =>
  page(
    brand,
    'Thank you, that is done',
    html`<p>This holds now for emails to <strong>${address}</strong>:</p>${list(lines)}<p>Every email has a link to stop it. <a href="${choices}">See all your choices</a>.</p>`,
  )

/** For a link that is too old, or whose wish was stopped since. */
export const overPage = (brand: Brand, choices: string): string =>
  page(
    brand,
    'This link does not work any more',
    html`<p>It is more than 30 days old, or emails were stopped after it was sent. Nothing has changed.</p><p><a class="button" href="${choices}">See your choices</a></p>`,
  )
