import { type Html, html } from '../../shared/domain/html.ts'
import type { PageWords } from '../../shared/domain/nudge/pages/page-words.ts'
import { page } from '../../shared/domain/page.ts'

type Brand = { name: string; address: string }

/** What the page behind a confirm email needs to say; `address` is masked, `choices` leads to the page of all choices. */
export type ConfirmView = { brand: Brand; words: PageWords; address: string; lines: readonly string[]; choices: string }

const list = (lines: readonly string[]): Html =>
  html`<ul class="says">${lines.map((line) => html`<li>${line}</li>`)}</ul>`

const strong = (address: string): { address: Html } => ({ address: html`<strong>${address}</strong>` })
const leadingTo = (choices: string, label: string): { link: Html } => ({
  link: html`<a href="${choices}">${label}</a>`,
})

/** GET: shows what a yes would do, changes nothing. */
export const confirmPage = ({ brand, words, address, lines, choices }: ConfirmView): string =>
  page(
    brand,
    words.say('confirm'),
    html`<p>${words.show('confirm_lead', strong(address))}</p>${list(lines)}<form method="post"><button>${words.say('confirm_yes')}</button></form><p class="soft">${words.show('confirm_no', leadingTo(choices, words.say('confirm_link')))}</p>`,
    words.language,
  )

/** After a yes, also a second time. */
export const confirmedPage = ({ brand, words, address, lines, choices }: ConfirmView): string =>
  page(
    brand,
    words.say('done'),
    html`<p>${words.show('done_lead', strong(address))}</p>${list(lines)}<p class="soft">${words.show('done_more', leadingTo(choices, words.say('done_link')))}</p>`,
    words.language,
  )

/** For a link that is too old, or whose wish was stopped since. */
export const overPage = ({ brand, words, choices }: Pick<ConfirmView, 'brand' | 'words' | 'choices'>): string =>
  page(
    brand,
    words.say('over'),
    html`<p>${words.say('over_lead')}</p><p><a class="button" href="${choices}">${words.say('over_button')}</a></p>`,
    words.language,
  )
