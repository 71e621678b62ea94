import { longDate } from '../long-date.ts'
import type { Brand, NudgeSettings } from '../settings.ts'
import type { Iso } from '../time.ts'
import type { TopicWord } from './consent.ts'
import { type ContentKind, isAllowedLink } from './content.ts'
import { fill, RenderError, type TemplateValues } from './email-liquid.ts'
import { cut, greetingName, type Header, headerPhrase, isHeader, isolated, plainLine } from './email-text.ts'
import { inLanguage, type LocalText } from './local-text.ts'
import { isZone } from './quiet-hours.ts'
import type { LanguagePack } from './templates/all.ts'
import { findTemplate } from './templates/all.ts'
import { htmlLayout } from './templates/layout-html.ts'
import { TEXT_LAYOUT } from './templates/layout-text.ts'
import { whyIn } from './why-piece.ts'

/** Gmail cuts longer mails off, and with them the footer. Bytes of HTML. */
export const HTML_LIMIT = 102_000

/** All that goes into one email. Words from outside come as they are: they are made harmless here. */
export type EmailInput = {
  brand: Brand
  settings: Pick<NudgeSettings, 'topics' | 'contentHosts' | 'language' | 'timeZone'>
  recipe: { id: string; because: LocalText; template: string; topic: string }
  content: { kind: ContentKind; title: string; url: string; language: string; why: readonly string[] }
  /** What called for it: when it happened, and its title where it has one. */
  subject: { at: Iso; title?: string }
  /** The word that allows the email. */
  permission: TopicWord
  /** `languages`: those that the person is known to read, the best first; two letters each. */
  person: { name?: string; timeZone?: string; languages?: readonly string[] }
  /** `preferences`: where everything can be chosen; `unsubscribe` is the place for that where it is left out. */
  links: { click: string; unsubscribe: string; preferences?: string }
  /** It goes to somebody who only wants to see it: its subject says so. */
  test?: boolean
}

/** An email, ready to be handed to SES. */
export type NudgeEmail = {
  from: string
  subject: string
  preheader: string
  html: string
  text: string
  headers: Header[]
  /** The language that its words are in. */
  language: string
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost'])

/** Our own links are https; on one's own machine http will do. */
const ownLink = (name: string, url: string): string => {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' }
  if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname))) return url
  throw new RenderError(name, 'is no https address')
}

const line = (name: string, text: string, max: number): string => {
  const plain = plainLine(text, max)
  if (!plain) throw new RenderError(name, 'is missing')
  return plain
}

/** The first sentence of a footer ends like one. */
const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)

const headersOf = ({ brand, recipe, links }: EmailInput, topic: string): Header[] => {
  const domain = brand.senderDomain.replace(/:\d+$/, '')
  const headers = Object.entries({
    'List-Unsubscribe': `<${links.unsubscribe}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': `${headerPhrase(topic)} <${recipe.topic}.${domain}>`,
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'Feedback-ID': `${recipe.id}:${recipe.topic}:nudge:${domain}`,
  }).map(([name, value]) => ({ name, value }))
  const wrong = headers.find((header) => !isHeader(header))
  if (wrong) throw new RenderError(`header ${wrong.name}`, 'must be printable ASCII of at most 995 characters')
  return headers
}

/** What the words of a template may name, and what else is in the person's language as far as it can be. */
const baseOf = (
  { brand, settings, recipe, content, subject, permission, person }: EmailInput,
  { pack, languages }: { pack: LanguagePack; languages: readonly string[] },
) => {
  // A platform's word for a zone may be any text.
  const date = longDate(pack.locale, isZone(person.timeZone) ? person.timeZone : settings.timeZone)
  const known = [pack.language, ...languages]
  const because = inLanguage(recipe.because, known, settings.language)
  const topic = Object.hasOwn(settings.topics, recipe.topic) ? settings.topics[recipe.topic] : undefined
  const asked = plainLine(subject.title ?? '', 120)
  return {
    because: { ...because, words: sentence(line('because', because.words, 300)) },
    base: {
      brand: line('brand.name', brand.name, 80),
      title: isolated(line('content.title', content.title, 150)),
      greeting: pack.greeting(greetingName(person.name)),
      asked_on: date(subject.at),
      agreed_on: date(permission.at),
      topic: line('topic', inLanguage(topic, known, settings.language).words, 120),
      // Missing rather than empty: words that cannot do without it are not sent.
      ...(asked ? { subject_title: isolated(asked) } : {}),
      has_subject_title: asked !== '',
    },
  }
}

/** The two ways out of these emails; one, where there is one link. */
const waysOut = ({ links }: EmailInput, { stop, choose, stopOrChoose }: LanguagePack) => ({
  stop_link: ownLink('links.unsubscribe', links.unsubscribe),
  ...(links.preferences === undefined
    ? { stop: stopOrChoose, has_preferences: false }
    : { stop, choose, has_preferences: true, preferences_link: ownLink('links.preferences', links.preferences) }),
})

// Read at first use: of a bundle it lies in a file.
let layout: string | undefined

/**
 * Makes an email, in the first of the person's languages that there are words of, else in the stage's, else in English.
 * @throws RenderError that names what is missing or not allowed; then nothing may be sent
 */
export const renderNudge = (input: EmailInput): NudgeEmail => {
  const { brand, settings, recipe, content, permission, person, links, test } = input
  const languages = [...(person.languages ?? []), settings.language]
  const found = findTemplate(recipe.template, languages)
  if (!found) throw new RenderError('template', `${plainLine(recipe.template, 60)} does not exist`)
  const { pack, template } = found
  if (!isAllowedLink(content.url, settings.contentHosts)) {
    throw new RenderError('content.url', 'must be https and lead to one of nudges.contentHosts')
  }
  const { base, because } = baseOf(input, { pack, languages })
  const say = (words: string, max = 1_000): string =>
    cut(fill('text', words, { ...base, because: because.words }).trim(), max)
  const why = whyIn(pack, content.why)
  const values: TemplateValues = {
    ...base,
    language: pack.language,
    subject: `${test ? `[${pack.test}] ` : ''}${say(template.subject, 150)}`,
    preheader: say(template.preheader, 200),
    heading: say(template.heading),
    paragraphs: [base.greeting, ...template.paragraphs.map((words) => say(words))],
    title: line('content.title', content.title, 150),
    title_language: /^[a-z]{2}$/.test(content.language) ? content.language : pack.language,
    because: because.words,
    because_language: because.language,
    kind: pack.kinds[content.kind].label,
    button: pack.kinds[content.kind].button,
    has_why: why.length > 0,
    why: why.slice(0, 3).join(' · '),
    link: ownLink('links.click', links.click),
    permission: say(pack.permission[permission.basis]),
    ...waysOut(input, pack),
    address: line('brand.address', brand.address, 300),
  }
  layout ??= htmlLayout()
  const html = fill('html', layout, values)
  if (Buffer.byteLength(html) > HTML_LIMIT) throw new RenderError('html', 'is longer than mail programs show')
  return {
    from: `${headerPhrase(brand.name)} <${brand.senderName}@${brand.senderDomain}>`,
    subject: String(values.subject),
    preheader: String(values.preheader),
    html,
    text: fill('text', TEXT_LAYOUT, values),
    headers: headersOf(input, base.topic),
    language: pack.language,
  }
}
