import { type Html, html } from '../../shared/domain/html.ts'
import { languageName, OFTEN_WORDS, PART_WORDS, zoneName } from '../../shared/domain/nudge/choice-words.ts'
import { type Choices, OFTEN, PARTS_OF_DAY, topicsOn } from '../../shared/domain/nudge/choices.ts'
import { page } from '../../shared/domain/page.ts'
import type { Iso } from '../../shared/domain/time.ts'
import type { Field, Offer } from './preferences-form.ts'

/** What the page of choices needs to say; `address` is masked. */
export type PreferencesView = {
  brand: { name: string; address: string }
  address: string
  choices: Choices
  offer: Offer
  /** The words of each topic, and the language that they are in. */
  words: Readonly<Record<string, { words: string; language: string }>>
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
  problems?: Partial<Record<Field, string>>
}

const dayOf = (at: Iso, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone }).format(Date.parse(at))

const errorOf = (field: Field, problems: PreferencesNews['problems']): Html | false => {
  const problem = problems?.[field]
  return problem !== undefined && html`<p class="error" id="${field}-error">${problem}</p>`
}

/** Tells a screen reader which words go with a field in error. */
const errorRef = (field: Field, problems: PreferencesNews['problems']): Html | false =>
  problems?.[field] !== undefined && html` aria-invalid="true" aria-describedby="${field}-error"`

const box = (name: string, label: Html, isOn: boolean): Html =>
  html`<label class="pick"><input type="checkbox" name="${name}"${isOn && html` checked`}><span>${label}</span></label>`

const radio = (name: string, value: string, label: string, isOn: boolean): Html =>
  html`<label class="pick"><input type="radio" name="${name}" value="${value}"${isOn && html` checked`}><span>${label}</span></label>`

const group = (field: Field, legend: string, picks: readonly Html[], problems: PreferencesNews['problems']): Html =>
  html`<fieldset id="${field}" tabindex="-1"${errorRef(field, problems)}><legend>${legend}</legend>${errorOf(field, problems)}${picks}</fieldset>`

const topics = ({ choices, offer, words }: PreferencesView): Html => {
  const on = new Set(topicsOn(choices, offer.topics))
  const label = (topic: string): Html => {
    const said = words[topic]
    return html`<span lang="${said?.language ?? 'en'}">${said?.words ?? topic}</span>`
  }
  return html`<fieldset><legend>What you get by email</legend><input type="hidden" name="shown" value="${offer.topics.join(' ')}">${offer.topics.map((topic) => box(`topic-${topic}`, label(topic), on.has(topic)))}</fieldset>`
}

const pause = ({ choices, now, timeZone }: PreferencesView, problems: PreferencesNews['problems']): Html => {
  const { snoozedUntil } = choices
  const picks =
    snoozedUntil !== undefined && snoozedUntil > now
      ? [
          radio('break', 'keep', `A break until ${dayOf(snoozedUntil, choices.timeZone ?? timeZone)}`, true),
          radio('break', 'begin', '30 days from today', false),
          radio('break', 'end', 'End the break', false),
        ]
      : [radio('break', 'keep', 'No break', true), radio('break', 'begin', 'No emails for 30 days', false)]
  return group('break', 'A break', picks, problems)
}

const select = (
  field: 'language' | 'zone',
  label: string,
  options: Html,
  problems: PreferencesNews['problems'],
): Html =>
  html`<label for="${field}">${label}</label>${errorOf(field, problems)}<select id="${field}" name="${field}"${errorRef(field, problems)}>${options}</select>`

const option = (value: string, label: string, isOn: boolean, language?: string): Html =>
  html`<option value="${value}"${language !== undefined && html` lang="${language}"`}${isOn && html` selected`}>${label}</option>`

const languages = ({ choices, offer }: PreferencesView): Html =>
  html`${choices.language === undefined && option('', 'Our best guess', true)}${offer.languages.map((code) => option(code, languageName(code), code === choices.language, code))}`

/** All zones by region, made at first use. */
let zones: ReadonlyMap<string, readonly string[]> | undefined
const zonesByRegion = (): ReadonlyMap<string, readonly string[]> => {
  zones ??= Map.groupBy(Intl.supportedValuesOf('timeZone'), (zone) => zone.split('/')[0] ?? zone)
  return zones
}

const zoneOptions = ({ choices }: PreferencesView): Html => {
  const own = choices.timeZone
  const regions = [...zonesByRegion()]
  const listed = own === undefined || regions.some(([, all]) => all.includes(own))
  return html`${own === undefined && option('', 'Our best guess', true)}${!listed && option(own ?? '', zoneName(own ?? ''), true)}${regions.map(
    ([region, all]) =>
      html`<optgroup label="${region}">${all.map((zone) => option(zone, zoneName(zone), zone === own))}</optgroup>`,
  )}`
}

const news = ({ saved, asked = [], problems }: PreferencesNews, { address }: PreferencesView): Html | false => {
  if (problems)
    return html`<div class="note" role="alert" tabindex="-1" autofocus><p><strong>Nothing was saved.</strong> Please look at:</p><ul class="says">${Object.entries(
      problems,
    ).map(([field, problem]) => html`<li><a href="#${field}">${problem}</a></li>`)}</ul></div>`
  if (!saved && asked.length === 0) return false
  return html`<div class="note" role="status" tabindex="-1" autofocus>${saved && html`<p><strong>Saved.</strong> It holds from now on.</p>`}${
    asked.length > 0 &&
    html`<p><strong>One more step:</strong> emails get forwarded, and so do their links. If emails reach ${address}, a question is on its way there; this changes once somebody says yes.</p><ul class="says">${asked.map((line) => html`<li>${line}</li>`)}</ul>`
  }</div>`
}

/** The page of all choices of an address: a form that works without a script. */
export const preferencesPage = (view: PreferencesView, said: PreferencesNews = {}): string => {
  const { brand, address, choices, offer, hidden } = view
  const { problems } = said
  const often = choices.often ?? 'usual'
  const part = choices.partOfDay ?? 'any'
  const parts = PARTS_OF_DAY.filter((one) => one === part || offer.parts.includes(one))
  const stop =
    topicsOn(choices, offer.topics).length > 0 &&
    html`<form method="post"><input type="hidden" name="scope" value="all"><button class="quiet">Stop all emails</button></form>`
  return page(
    brand,
    'Your emails',
    html`${news(said, view)}<p>These are the choices for <strong>${address}</strong>. Fewer emails: at once. For more of them, or another language or time zone, we ask that address first.</p>
<form method="post">${topics(view)}${group(
      'often',
      'How often',
      OFTEN.map((one) => radio('often', one, OFTEN_WORDS[one], one === often)),
      problems,
    )}${pause(view, problems)}${group(
      'part',
      'When',
      parts.map((one) => radio('part', one, PART_WORDS[one], one === part)),
      problems,
    )}<fieldset><legend>Language and time</legend>${select('language', 'Language', languages(view), problems)}${select('zone', 'Time zone', zoneOptions(view), problems)}</fieldset>
<fieldset><legend>What you write</legend>${
      hidden
        ? html`<p class="soft">Our emails to others do not point to what you write.</p>`
        : box('hide', html`Do not point others to what I write`, false)
    }</fieldset>
<button>Save</button></form>${stop}`,
  )
}
