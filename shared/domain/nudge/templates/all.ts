import type { ConsentBasis } from '../consent.ts'
import type { ContentKind } from '../content.ts'
import { en } from './en.ts'

/** The words of one email. Every field is a Liquid template for one line of plain text; the layout escapes the result. */
export type EmailTemplate = {
  subject: string
  /** What mail programs show after the subject. */
  preheader: string
  heading: string
  paragraphs: readonly string[]
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
  /** The words of the one link that stops and chooses. */
  stop: string
  /** By name and version, as recipes name them. */
  templates: Readonly<Record<string, EmailTemplate>>
}

const PACKS = new Map<string, LanguagePack>([['en', en]])

/** The names of all templates, as recipes may use them. */
export const TEMPLATE_NAMES: readonly string[] = Object.keys(en.templates)

/**
 * The words for a template in a language, in English where we have no others.
 * @returns undefined when there is no such template
 */
export const findTemplate = (
  name: string,
  language: string,
): { pack: LanguagePack; template: EmailTemplate } | undefined => {
  const pack = PACKS.get(language) ?? en
  const template = Object.hasOwn(pack.templates, name) ? pack.templates[name] : undefined
  return template ? { pack, template } : undefined
}
