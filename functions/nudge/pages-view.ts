import { type Html, html } from '../../shared/domain/html.ts'
import type { PageWords } from '../../shared/domain/nudge/pages/page-words.ts'
import { page } from '../../shared/domain/page.ts'

type Brand = { name: string; address: string }

/** A topic as the page lists it, its words in their language. */
export type TopicLine = { name: string; words: string; language: string; on: boolean }

/** What the page about an address needs to say; `address` is masked. */
export type Choices = {
  brand: Brand
  words: PageWords
  address: string
  /** The topic of the email that the link was in. */
  topic: TopicLine
  topics: readonly TopicLine[]
  /** Leads to the page of all choices. */
  preferences: string
}

const list = ({ topics, words }: Choices): Html =>
  html`<h2>${words.say('topics')}</h2><ul>${topics.map(
    (one) =>
      html`<li><span lang="${one.language}">${one.words}</span><span class="state">${words.say(one.on ? 'on' : 'off')}</span></li>`,
  )}</ul>`

/** The button that stops everything, where there is anything to stop, and what that does and does not. */
export const stopAll = (words: PageWords, isAnyOn: boolean): Html =>
  html`${
    isAnyOn &&
    html`<form method="post"><input type="hidden" name="scope" value="all"><button class="quiet">${words.say('stop_all')}</button></form>`
  }<p class="soft">${words.say('stop_all_what')}</p>`

const isAnyOn = ({ topics }: Choices): boolean => topics.some(({ on }) => on)

const more = ({ preferences, words }: Choices): Html =>
  html`<p class="soft">${words.show('more', { link: html`<a href="${preferences}">${words.say('more_link')}</a>` })}</p>`

const holesOf = ({ address, topic }: Choices) => ({
  address: html`<strong>${address}</strong>`,
  topic: html`<strong lang="${topic.language}">${topic.words}</strong>`,
})

/** GET: shows, changes nothing. */
export const choicesPage = (choices: Choices): string => {
  const { brand, words, topic } = choices
  if (!topic.on) return stoppedPage(choices, false)
  return page(
    brand,
    words.say('stop'),
    html`<p>${words.show('stop_lead', holesOf(choices))}</p>
<form method="post"><button>${words.say('stop_button')}</button></form>${list(choices)}${stopAll(words, isAnyOn(choices))}${more(choices)}`,
    words.language,
  )
}

/** After a POST, and whenever the topic is off. @param all everything was stopped */
export const stoppedPage = (choices: Choices, all: boolean): string => {
  const { brand, words } = choices
  const what = all || !isAnyOn(choices) ? 'stopped_all' : 'stopped_topic'
  return page(
    brand,
    words.say('stopped'),
    html`<p>${words.show(what, holesOf(choices))}</p>${list(choices)}${stopAll(words, isAnyOn(choices))}${more(choices)}`,
    words.language,
  )
}

/** For a link that is not one of ours, or not any more. */
export const unknownPage = (brand: Brand & { community: string }, words: PageWords): string =>
  page(
    brand,
    words.say('unknown'),
    html`<p>${words.say('unknown_lead')}</p><p><a class="button" href="${brand.community}" rel="noreferrer">${words.say('unknown_button')}</a></p>`,
    words.language,
  )

/** When something went wrong on our side. */
export const sorryPage = (brand: Brand, words: PageWords): string =>
  page(brand, words.say('sorry'), html`<p>${words.say('sorry_lead')}</p>`, words.language)
