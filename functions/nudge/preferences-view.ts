import { type Html, html } from '../../shared/domain/html.ts'
import { longDate } from '../../shared/domain/long-date.ts'
import { languageName, zoneName } from '../../shared/domain/nudge/choice-words.ts'
import { type Choices, OFTEN, PARTS_OF_DAY, topicsOn } from '../../shared/domain/nudge/choices.ts'
import type { PageWords } from '../../shared/domain/nudge/pages/page-words.ts'
import { page } from '../../shared/domain/page.ts'
import type { Iso } from '../../shared/domain/time.ts'
import { stopAll } from './pages-view.ts'
import type { Field, Offer, Problem } from './preferences-form.ts'

/** What the page of choices needs to say; `address` is masked. */
export type PreferencesView = {
  brand: { name: string; address: string }
  address: string
  choices: Choices
  offer: Offer
  words: PageWords
  /** The words of each topic, and the language that they are in. */
  topics: Readonly<Record<string, { words: string; language: string }>>
  /** Whether others may be pointed to what they wrote, as far as this page knows. */
  hidden: boolean
  now: Iso
  /** The zone that is taken where none was chosen. */
  timeZone: string
}

/** What has just happened. */
export type PreferencesNews = {
  saved?: boolean
  asked?: readonly string[]
  problems?: Partial<Record<Field, Problem>>
}

const errorOf = (field: Field, { problems }: PreferencesNews, words: PageWords): Html | false => {
  const problem = problems?.[field]
  return problem !== undefined && html`<p class="error" id="${field}-error">${words.say(problem)}</p>`
}

/** Tells a screen reader which words go with a field in error. */
const errorRef = (field: Field, { problems }: PreferencesNews): Html | false =>
  problems?.[field] !== undefined && html` aria-invalid="true" aria-describedby="${field}-error"`

const box = (name: string, label: Html, isOn: boolean): Html =>
  html`<label class="pick"><input type="checkbox" name="${name}"${isOn && html` checked`}><span>${label}</span></label>`

const radio = (name: string, value: string, label: string, isOn: boolean): Html =>
  html`<label class="pick"><input type="radio" name="${name}" value="${value}"${isOn && html` checked`}><span>${label}</span></label>`

type Said = { words: PageWords; said: PreferencesNews }

const group = (field: Field, legend: string, picks: readonly Html[], { words, said }: Said): Html =>
  html`<fieldset id="${field}" tabindex="-1"${errorRef(field, said)}><legend>${legend}</legend>${errorOf(field, said, words)}${picks}</fieldset>`

const topics = ({ choices, offer, words, topics: known }: PreferencesView): Html => {
  const on = new Set(topicsOn(choices, offer.topics))
  const label = (topic: string): Html => {
    const name = known[topic]
    return html`<span lang="${name?.language ?? words.language}">${name?.words ?? topic}</span>`
  }
  return html`<fieldset><legend>${words.say('topics')}</legend><input type="hidden" name="shown" value="${offer.topics.join(' ')}">${offer.topics.map((topic) => box(`topic-${topic}`, label(topic), on.has(topic)))}</fieldset>`
}

const pause = ({ choices, now, timeZone, words }: PreferencesView, said: PreferencesNews): Html => {
  const { snoozedUntil } = choices
  const until = (at: Iso): string =>
    words.say('break_until', { day: longDate(words.locale, choices.timeZone ?? timeZone)(at) })
  const picks =
    snoozedUntil !== undefined && snoozedUntil > now
      ? [
          radio('break', 'keep', until(snoozedUntil), true),
          radio('break', 'begin', words.say('break_again'), false),
          radio('break', 'end', words.say('break_end'), false),
        ]
      : [
          radio('break', 'keep', words.say('break_none'), true),
          radio('break', 'begin', words.say('break_begin'), false),
        ]
  return group('break', words.say('break'), picks, { words, said })
}

const select = (field: 'language' | 'zone', options: Html, { words, said }: Said): Html =>
  html`<label for="${field}">${words.say(field)}</label>${errorOf(field, said, words)}<select id="${field}" name="${field}"${errorRef(field, said)}>${options}</select>`

const option = (value: string, label: string, isOn: boolean, language?: string): Html =>
  html`<option value="${value}"${language !== undefined && html` lang="${language}"`}${isOn && html` selected`}>${label}</option>`

const languages = ({ choices, offer, words }: PreferencesView): Html =>
  html`${choices.language === undefined && option('', words.say('guess'), true)}${offer.languages.map((code) => option(code, languageName(code), code === choices.language, code))}`

/** All zones by region, made at first use. */
let zones: ReadonlyMap<string, readonly string[]> | undefined
const zonesByRegion = (): ReadonlyMap<string, readonly string[]> => {
  zones ??= Map.groupBy(Intl.supportedValuesOf('timeZone'), (zone) => zone.split('/')[0] ?? zone)
  return zones
}

const zoneOptions = ({ choices, words }: PreferencesView): Html => {
  const own = choices.timeZone
  const regions = [...zonesByRegion()]
  const listed = own === undefined || regions.some(([, all]) => all.includes(own))
  return html`${own === undefined && option('', words.say('guess'), true)}${!listed && option(own ?? '', zoneName(own ?? ''), true)}${regions.map(
    ([region, all]) =>
      html`<optgroup label="${region}">${all.map((zone) => option(zone, zoneName(zone), zone === own))}</optgroup>`,
  )}`
}

const news = ({ saved, asked = [], problems }: PreferencesNews, { address, words }: PreferencesView): Html | false => {
  if (problems)
    return html`<div class="note" role="alert" tabindex="-1" autofocus><p><strong>${words.say('wrong')}</strong> ${words.say('wrong_lead')}</p><ul class="says">${Object.entries(
      problems,
    ).map(([field, problem]) => html`<li><a href="#${field}">${words.say(problem)}</a></li>`)}</ul></div>`
  if (!saved && asked.length === 0) return false
  return html`<div class="note" role="status" tabindex="-1" autofocus>${saved && html`<p><strong>${words.say('saved')}</strong> ${words.say('saved_lead')}</p>`}${
    asked.length > 0 &&
    html`<p><strong>${words.say('asked')}</strong> ${words.show('asked_lead', { address: html`${address}` })}</p><ul class="says">${asked.map((line) => html`<li>${line}</li>`)}</ul>`
  }</div>`
}

const times = (view: PreferencesView, said: PreferencesNews): Html => {
  const { choices, offer, words } = view
  const often = choices.often ?? 'usual'
  const part = choices.partOfDay ?? 'any'
  const parts = PARTS_OF_DAY.filter((one) => one === part || offer.parts.includes(one))
  return html`${group(
    'often',
    words.say('often'),
    OFTEN.map((one) => radio('often', one, words.say(`often_${one}`), one === often)),
    { words, said },
  )}${pause(view, said)}${group(
    'part',
    words.say('part'),
    parts.map((one) => radio('part', one, words.say(`part_${one}`), one === part)),
    { words, said },
  )}`
}

/** The page of all choices of an address: a form that works without a script. */
export const preferencesPage = (view: PreferencesView, said: PreferencesNews = {}): string => {
  const { brand, address, choices, offer, hidden, words } = view
  const stop = stopAll(words, topicsOn(choices, offer.topics).length > 0)
  return page(
    brand,
    words.say('choices'),
    html`${news(said, view)}<p>${words.show('choices_lead', { address: html`<strong>${address}</strong>` })}</p>
<form method="post">${topics(view)}${times(view, said)}<fieldset><legend>${words.say('own')}</legend>${select('language', languages(view), { words, said })}${select('zone', zoneOptions(view), { words, said })}</fieldset>
<fieldset><legend>${words.say('writing')}</legend>${
      hidden ? html`<p class="soft">${words.say('hidden')}</p>` : box('hide', html`${words.say('hide')}`, false)
    }</fieldset>
<button>${words.say('save')}</button></form>${stop}`,
    words.language,
  )
}
