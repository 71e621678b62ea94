import type { ConsentBasis } from '../consent.ts'
import type { ContentKind } from '../content.ts'
import { readPack } from './email-words.ts'
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

const TEXTS = { en, de, fr, es } as const
type PackLanguage = keyof typeof TEXTS

/** The languages that emails are written in. */
export const PACK_LANGUAGES: readonly string[] = Object.keys(TEXTS)

const isWritten = (language: string): language is PackLanguage => Object.hasOwn(TEXTS, language)

const known = new Map<PackLanguage, LanguagePack>()

/** The words of a language, read at first use. */
const packOf = (language: PackLanguage): LanguagePack => {
  const pack = known.get(language) ?? readPack(language, TEXTS[language]())
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
  const pack = packOf(languages.find(isWritten) ?? 'en')
  const template = Object.hasOwn(pack.templates, name) ? pack.templates[name] : undefined
  return template ? { pack, template } : undefined
}
