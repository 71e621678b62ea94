import { type Html, html } from '../../shared/domain/html.ts'
import { page } from '../../shared/domain/page.ts'

/** A topic as the page lists it. */
export type TopicLine = { name: string; words: string; on: boolean }

/** What the page about an address needs to say; `address` is masked. */
export type Choices = {
  brand: { name: string; address: string }
  address: string
  /** The topic of the email that the link was in. */
  topic: TopicLine
  topics: readonly TopicLine[]
  /** Leads to the page of all choices. */
  preferences: string
}

const list = (topics: readonly TopicLine[]): Html =>
  html`<h2>What you get by email</h2><ul>${topics.map(
    ({ words, on }) => html`<li><span>${words}</span><span class="state">${on ? 'On' : 'Off'}</span></li>`,
  )}</ul>`

const stopAll = ({ topics }: Choices): Html | false =>
  topics.some(({ on }) => on) &&
  html`<form method="post"><input type="hidden" name="scope" value="all"><button class="quiet">Stop all emails</button></form>`

const more = ({ preferences }: Choices): Html =>
  html`<p class="soft"><a href="${preferences}">All your choices</a>: what, how often and when.</p>`

/** GET: shows, changes nothing. */
export const choicesPage = (choices: Choices): string => {
  const { brand, address, topic, topics } = choices
  if (!topic.on) return stoppedPage(choices, false)
  return page(
    brand,
    'Stop these emails?',
    html`<p>Emails to <strong>${address}</strong> about <strong>${topic.words}</strong> will end. One press is all it takes.</p>
<form method="post"><button>Stop these emails</button></form>${list(topics)}${stopAll(choices)}${more(choices)}`,
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
    html`<p><strong>${address}</strong> gets ${what}.</p>${list(topics)}${stopAll(choices)}${more(choices)}`,
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
