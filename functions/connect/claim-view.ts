import type { ClaimWords } from '../../shared/domain/connect/pages/claim-words.ts'
import { type Html, html } from '../../shared/domain/html.ts'
import { page } from '../../shared/domain/page.ts'

/** Who speaks, and in which words. */
export type Voice = { brand: { name: string; address: string; community: string }; words: ClaimWords }

const sheet = ({ brand, words }: Voice, title: string, body: Html): string => page(brand, title, body, words.language)
const step = ({ words }: Voice, at: number): Html => html`<p class="step">${words.say('step', { at: String(at) })}</p>`
const note = (words: string | undefined): Html | false =>
  words !== undefined && html`<p class="note" role="status">${words}</p>`
const token = (value: string): Html => html`<input type="hidden" name="token" value="${value}">`
const action = (name: string, field: string, button: string, quiet = false): Html =>
  html`<form method="post" action="/claim">${token(field)}<button name="do" value="${name}"${quiet && html` class="quiet"`}>${button}</button></form>`
const strong = (words: string): Html => html`<strong>${words}</strong>`

/** Where everything begins. @param problem what was wrong with what they sent; @param address what they had typed */
export const entryPage = (voice: Voice, said: { problem?: string; address?: string; note?: string } = {}): string => {
  const { brand, words } = voice
  const wrong = said.problem !== undefined
  return sheet(
    voice,
    words.say('entry'),
    html`${step(voice, 1)}${note(said.note)}<p>${words.say('entry_lead', { brand: brand.name })}</p>
<form method="post" action="/claim?l=${words.language}"><label for="address">${words.say('entry_address')}</label>${
      wrong && html`<p class="note" id="problem" role="alert">${said.problem}</p>`
    }<input id="address" name="address" type="email" autocomplete="email" inputmode="email" maxlength="254" required${
      wrong && html` aria-invalid="true" aria-describedby="problem"`
    } value="${said.address ?? ''}"><button name="do" value="mail">${words.say('entry_send')}</button></form>
<p class="soft">${words.say('entry_soft')}</p>`,
  )
}

/** The same for every address, whatever is known of it. */
export const mailedPage = (voice: Voice): string => {
  const { words } = voice
  return sheet(
    voice,
    words.say('mailed'),
    html`${step(voice, 1)}<p>${words.say('mailed_lead')}</p>
<p class="soft">${words.say('mailed_soft')}</p>`,
  )
}

/** What the mailed link shows; it changes nothing. */
export const openPage = (voice: Voice, address: string): string => {
  const { words } = voice
  return sheet(
    voice,
    words.say('open'),
    html`${step(voice, 1)}<p>${words.show('open_lead', { address: strong(address) })}</p>
<form method="post"><button>${words.say('open_yes')}</button></form>
<p class="soft">${words.say('open_soft')}</p>`,
  )
}

/** What people can do to show that an account is theirs. */
export type AccountChoices = {
  address: string
  github: boolean
  /** The code that is live. */
  code?: string | undefined
  tokens: { github: string; code: string; stop: string }
  note?: string | undefined
}

const codePart = ({ words }: Voice, { code, github, tokens }: AccountChoices): Html =>
  code === undefined
    ? html`<h2>${words.say(github ? 'code_or' : 'code_first')}</h2><p>${words.say('code_get_lead')}</p>${action('code', tokens.code, words.say('code_get'), github)}`
    : html`<h2>${words.say('code')}</h2><p>${words.say('code_lead')}</p><p class="code">${code}</p>
<p class="soft">${words.say('code_soft')}</p>
<p><a class="button" href="/claim">${words.say('code_posted')}</a></p>${action('code', tokens.code, words.say('code_other'), true)}`

/** Step 2. */
export const accountPage = (voice: Voice, choices: AccountChoices): string => {
  const { words } = voice
  const { address, github, code, tokens } = choices
  return sheet(
    voice,
    words.say('account'),
    html`${step(voice, 2)}${note(choices.note)}<p>${words.show('account_lead', { address: strong(address) })}</p>${
      github &&
      html`<h2>${words.say('github')}</h2><p>${words.say('github_lead')}</p>${action('github', tokens.github, words.say('github'), code !== undefined)}`
    }${codePart(voice, choices)}${action('stop', tokens.stop, words.say('stop'), true)}`,
  )
}

/** A line of what will be connected. */
export type Connected = { what: string; name: string }

/** What step 3 shows. */
export type Agreement = {
  address: string
  account: Connected
  /** What is connected with the address, and with the account, already. */
  withAddress: readonly Connected[]
  withAccount: readonly Connected[]
  tokens: { agree: string; drop: string }
  note?: string | undefined
}

const lines = (all: readonly Connected[]): Html =>
  html`<ul>${all.map(({ what, name }) => html`<li><span>${name}</span><span class="state">${what}</span></li>`)}</ul>`

const already = (words: string, all: readonly Connected[]): Html | false =>
  all.length > 0 && html`<h2>${words}</h2>${lines(all)}`

const says = (title: string, all: readonly string[]): Html =>
  html`<h2>${title}</h2><ul class="says">${all.map((words) => html`<li>${words}</li>`)}</ul>`

/** Step 3: what will be connected, what follows, and what does not. */
export const agreePage = (voice: Voice, agreement: Agreement): string => {
  const { address, account, withAddress, withAccount, tokens } = agreement
  const { brand, words } = voice
  return sheet(
    voice,
    words.say('agree'),
    html`${step(voice, 3)}${note(agreement.note)}<h2>${words.say('agree_these')}</h2>${lines([{ what: words.say('email_address'), name: address }, account])}${already(words.say('agree_address'), withAddress)}${already(words.say('agree_account'), withAccount)}
${says(words.say('follows'), [words.say('follows_seen', { brand: brand.name }), words.say('follows_mail')])}
${says(words.say('not'), [words.say('not_mail'), words.say('not_seen')])}
<form method="post" action="/claim">${token(tokens.agree)}<button name="do" value="agree">${words.say('agree_yes')}</button></form>${action('drop', tokens.drop, words.say('agree_no'), true)}
<p class="soft">${words.say('agree_soft')}</p>`,
  )
}

/** Account and address, as sentences name them. */
const both = ({ name, what }: Connected, address: string): Record<'account' | 'platform' | 'address', Html> => ({
  account: strong(name),
  platform: html`${what}`,
  address: strong(address),
})

/** After agreeing. @param undo the way back */
export const donePage = (
  voice: Voice,
  said: { account: Connected; address: string; undo: string; stop: string },
): string => {
  const { words } = voice
  return sheet(
    voice,
    words.say('done'),
    html`<p>${words.show('done_lead', both(said.account, said.address))}</p>
<p><a class="button quiet" href="${said.undo}">${words.say('done_back')}</a></p>${action('stop', said.stop, words.say('done_another'), true)}`,
  )
}

/** A limit, or somebody's word, does not let them be one person. */
export const refusedPage = (voice: Voice, stop: string): string => {
  const { brand, words } = voice
  return sheet(
    voice,
    words.say('refused'),
    html`<p>${words.say('refused_lead', { brand: brand.name })}</p>${action('stop', stop, words.say('again'), true)}`,
  )
}

/** One thing said, and a link that leads on: back to the beginning, where nothing else is said. */
export const plainPage = (voice: Voice, title: string, words: string, on = voice.words.say('again')): string =>
  sheet(voice, title, html`<p>${words}</p><p><a class="button" href="/claim?l=${voice.words.language}">${on}</a></p>`)

/** Somebody's own word is being carried out. */
export const busyPage = (voice: Voice): string =>
  plainPage(voice, voice.words.say('busy'), voice.words.say('busy_lead'), voice.words.say('busy_look'))

/** The way back. It changes nothing by being looked at. */
export const undoPage = (voice: Voice, said: Connected & { address: string }): string => {
  const { words } = voice
  return sheet(
    voice,
    words.say('undo'),
    html`<p>${words.show('undo_lead', both(said, said.address))}</p>
<form method="post"><button>${words.say('undo_yes')}</button></form><p class="soft">${words.say('undo_soft')}</p>`,
  )
}

/** After taking back. @param kept other evidence still holds the two together */
export const undonePage = (voice: Voice, said: { kept: boolean; apart: boolean }): string => {
  const { brand, words } = voice
  return sheet(
    voice,
    words.say(said.apart && !said.kept ? 'apart' : 'undone'),
    html`<p>${said.kept ? words.say('undone_kept', { brand: brand.name }) : words.say('undone_lead')}</p>${
      !said.apart &&
      html`<form method="post"><input type="hidden" name="apart" value="yes"><button class="quiet">${words.say('apart_button')}</button></form><p class="soft">${words.say('apart_soft')}</p>`
    }`,
  )
}

/** When something went wrong on our side. */
export const claimSorryPage = (voice: Voice): string =>
  plainPage(voice, voice.words.say('sorry'), voice.words.say('sorry_lead'), voice.words.say('sorry_back'))
