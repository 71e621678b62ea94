import { en } from './en.ts'
import type { EmailTemplate, LanguagePack } from './pack.ts'

const PACKS: Readonly<Record<string, LanguagePack>> = { en }

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
  const pack = Object.hasOwn(PACKS, language) ? (PACKS[language] ?? en) : en
  const template = Object.hasOwn(pack.templates, name) ? pack.templates[name] : undefined
  return template ? { pack, template } : undefined
}
