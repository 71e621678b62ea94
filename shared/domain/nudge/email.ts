import type { Brand, NudgeSettings } from '../settings.ts'
import type { Iso } from '../time.ts'
import type { TopicWord } from './consent.ts'
import { type ContentKind, isAllowedLink } from './content.ts'
import { fill, RenderError, type TemplateValues } from './email-liquid.ts'
import { greetingName, type Header, headerPhrase, isHeader, plainLine } from './email-text.ts'
import { isZone } from './next-time.ts'
import { UNSEEN } from './rank.ts'
import { findTemplate, type LanguagePack } from './templates/all.ts'
import { HTML_LAYOUT, TEXT_LAYOUT } from './templates/layout.ts'

/** Gmail cuts longer mails off, and with them the footer. Bytes of HTML. */
export const HTML_LIMIT = 102_000

/** All that goes into one email. Words from outside come as they are: they are made harmless here. */
export type EmailInput = {
  brand: Brand
  settings: Pick<NudgeSettings, 'topics' | 'contentHosts' | 'language' | 'timeZone'>
  recipe: { id: string; because: string; template: string; topic: string }
  content: { kind: ContentKind; title: string; url: string; language: string; why: readonly string[] }
  /** What called for it: when it happened, and its title where it has one. */
  subject: { at: Iso; title?: string }
  /** The word that allows the email. */
  permission: TopicWord
  person: { name?: string; timeZone?: string }
  links: { click: string; unsubscribe: string }
}

/** An email, ready to be handed to SES. */
export type NudgeEmail = { from: string; subject: string; html: string; text: string; headers: Header[] }

const dateIn = (locale: string, timeZone: string) => {
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone })
  return (at: Iso): string => format.format(Date.parse(at))
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

/** What the words of a template may name. */
const baseOf = ({ brand, settings, recipe, content, subject, permission, person }: EmailInput, pack: LanguagePack) => {
  // A platform's word for a zone may be any text.
  const date = dateIn(pack.locale, isZone(person.timeZone) ? person.timeZone : settings.timeZone)
  return {
    brand: line('brand.name', brand.name, 80),
    title: line('content.title', content.title, 150),
    greeting: pack.greeting(greetingName(person.name)),
    asked_on: date(subject.at),
    agreed_on: date(permission.at),
    topic: line('topic', settings.topics[recipe.topic] ?? '', 120),
    because: sentence(line('because', recipe.because, 300)),
    subject_title: plainLine(subject.title ?? '', 120) || false,
  } as const
}

/** Why this piece, as far as the person does not know it anyway. */
const whyOf = (why: readonly string[]): string[] =>
  why
    .filter((part) => part !== UNSEEN)
    .map((part) => plainLine(part, 120))
    .filter(Boolean)

/**
 * Makes an email.
 * @throws RenderError that names what is missing or not allowed; then nothing may be sent
 */
export const renderNudge = (input: EmailInput): NudgeEmail => {
  const { brand, settings, recipe, content, permission, links } = input
  const found = findTemplate(recipe.template, settings.language)
  if (!found) throw new RenderError('template', `${plainLine(recipe.template, 60)} does not exist`)
  const { pack, template } = found
  if (!isAllowedLink(content.url, settings.contentHosts)) {
    throw new RenderError('content.url', 'must be https and lead to one of nudges.contentHosts')
  }
  const base = baseOf(input, pack)
  const say = (words: string, max = 1_000): string => plainLine(fill('text', words, base), max)
  const why = whyOf(content.why)
  const values: TemplateValues = {
    ...base,
    language: pack.language,
    subject: say(template.subject, 150),
    preheader: say(template.preheader, 200),
    heading: say(template.heading),
    paragraphs: template.paragraphs.map((words) => say(words)),
    title_language: /^[a-z]{2}$/.test(content.language) ? content.language : pack.language,
    kind: pack.kinds[content.kind].label,
    button: pack.kinds[content.kind].button,
    has_why: why.length > 0,
    why: why.slice(0, 3).join(' · '),
    link: ownLink('links.click', links.click),
    choices: ownLink('links.unsubscribe', links.unsubscribe),
    permission: say(pack.permission[permission.basis]),
    stop: pack.stop,
    address: line('brand.address', brand.address, 300),
  }
  const html = fill('html', HTML_LAYOUT, values)
  if (Buffer.byteLength(html) > HTML_LIMIT) throw new RenderError('html', 'is longer than mail programs show')
  return {
    from: `${headerPhrase(brand.name)} <${brand.senderName}@${brand.senderDomain}>`,
    subject: String(values.subject),
    html,
    text: fill('text', TEXT_LAYOUT, values),
    headers: headersOf(input, base.topic),
  }
}
