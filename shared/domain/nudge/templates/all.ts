import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import type { EmailTemplate, LanguagePack } from './pack.ts'

const PACKS = new Map<string, LanguagePack>([en, de, fr, es].map((pack) => [pack.language, pack]))

/** The languages that emails are written in. */
export const PACK_LANGUAGES: readonly string[] = [...PACKS.keys()]

/** The names of all templates, as recipes may use them. */
export const TEMPLATE_NAMES: readonly string[] = Object.keys(en.templates)

/**
 * The words for a template, in the first of some languages that we have words of; in English where we have none of them.
 * @returns undefined when there is no such template
 */
export const findTemplate = (
  name: string,
  languages: readonly string[],
): { pack: LanguagePack; template: EmailTemplate } | undefined => {
  const pack = languages.flatMap((language) => PACKS.get(language) ?? [])[0] ?? en
  const template = Object.hasOwn(pack.templates, name) ? pack.templates[name] : undefined
  return template ? { pack, template } : undefined
}
