import { wordsIn } from '../../word-table.ts'
import type { ConsentBasis } from '../consent.ts'
import type { ContentKind } from '../content.ts'
import { PAGE_LANGUAGES, type PageLanguage } from '../pages/page-language.ts'
import { packOf } from './email-words.ts'
import { de } from './email-words-de.ts'
import { en } from './email-words-en.ts'
import { es } from './email-words-es.ts'
import { fr } from './email-words-fr.ts'

/**
 * The words of one email. Every field is a Liquid template for one line of plain text; the layout escapes the result. It may name
 * `brand`, `title` (the content's), `because`, `asked_on` (when it happened what called for it), and `subject_title` (the title
 * of what called for it, which not everything has: either inside of `{% if has_subject_title %}`, or no email goes without it).
 */
export type EmailTemplate = {
  subject: string
  /** What mail programs show after the subject. */
  preheader: string
  heading: string
  /** After the greeting. */
  paragraphs: readonly string[]
}

/** What may speak for a piece of content. */
export type WhyWords = {
  /** @param words one or two that the person and the piece have in common */
  about: (words: readonly string[]) => string
  accepted: string
  picked: string
  helpful: (people: number) => string
  exclusive: string
}

/** All words of one language. */
export type LanguagePack = {
  /** ISO 639-1. */
  language: string
  /** How dates are written, BCP 47. */
  locale: string
  /** @param name a name fit to greet by, if known */
  greeting: (name: string | undefined) => string
  kinds: Record<ContentKind, { label: string; button: string }>
  /** Why we may write at all, by the basis of the person's word. */
  permission: Record<ConsentBasis, string>
  /** The words of the link that stops. */
  stop: string
  /** The words of the link to all choices. */
  choose: string
  /** The words of the first where it is the only one. */
  stopOrChoose: string
  why: WhyWords
  /** Marks the subject of an email that is a test. */
  test: string
  /** By name and version, as recipes name them. */
  templates: Readonly<Record<string, EmailTemplate>>
}

/** The languages that emails are written in. */
export const PACK_LANGUAGES: readonly string[] = PAGE_LANGUAGES

const wordsOf = wordsIn<string>({ en, de, fr, es })
const known = new Map<PageLanguage, LanguagePack>()

/** All words of a language, read at first use. */
const packFor = (language: PageLanguage): LanguagePack => {
  const pack = known.get(language) ?? packOf(wordsOf(language))
  known.set(language, pack)
  return pack
}

/**
 * The words for a template, in the first of some languages that we have words of; in English where we have none of them.
 * @returns undefined when there is no such template
 */
export const findTemplate = (
  name: string,
  languages: readonly string[],
): { pack: LanguagePack; template: EmailTemplate } | undefined => {
  const wanted = languages.flatMap((language) => PAGE_LANGUAGES.find((one) => one === language) ?? [])
  const pack = packFor(wanted[0] ?? 'en')
  const template = Object.hasOwn(pack.templates, name) ? pack.templates[name] : undefined
  return template ? { pack, template } : undefined
}
