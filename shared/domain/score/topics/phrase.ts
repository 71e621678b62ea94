import { createHash } from 'node:crypto'
import { phraseKey } from '../../understand/phrases.ts'
import { redact } from '../../understand/pii.ts'

/** What phrases are counted under: the same id for all forms of one topic in one language. */
export type TopicPhrase = {
  /** 12 hexadecimal digits. */
  id: string
  /** In words, as somebody wrote them or as the glossary has it. */
  label: string
}

/** How a brand speaks of things: `aliases` says which words mean the same (form → the form to count under), `ignore` what is no topic. */
export type Glossary = { aliases: Readonly<Record<string, string>>; ignore: readonly string[] }

type Forms = { aliases: ReadonlyMap<string, string>; ignore: ReadonlySet<string> }

const prepared = new WeakMap<Glossary, Map<string, Forms>>()

/** The glossary in the forms of a language, made once. */
const formsOf = (glossary: Glossary, language: string): Forms => {
  const known = prepared.get(glossary) ?? new Map<string, Forms>()
  prepared.set(glossary, known)
  const found = known.get(language)
  if (found) return found
  const key = (phrase: string): string => phraseKey(phrase, language)
  const forms = {
    aliases: new Map(Object.entries(glossary.aliases).map(([form, canonical]) => [key(form), canonical])),
    ignore: new Set(glossary.ignore.map(key)),
  }
  known.set(language, forms)
  return forms
}

/**
 * The id of a topic: the first 12 hexadecimal digits of SHA-256 over `language|form`.
 * @param form as `phraseKey` makes it
 */
export const phraseId = (language: string, form: string): string =>
  createHash('sha256').update(`${language}|${form}`).digest('hex').slice(0, 12)

/**
 * The topics of a mention, each once, whatever its forms. What identifies people (an address, a number) is no topic.
 * @param language ISO 639-1, or `und`
 */
export const topicsIn = (phrases: readonly string[], language: string, glossary: Glossary): TopicPhrase[] => {
  const { aliases, ignore } = formsOf(glossary, language)
  const topics = new Map<string, TopicPhrase>()
  for (const phrase of phrases) {
    const written = phraseKey(phrase, language)
    const canonical = aliases.get(written)
    const form = canonical === undefined ? written : phraseKey(canonical, language)
    if (form === '' || ignore.has(written) || ignore.has(form) || redact(phrase) !== phrase) continue
    const id = phraseId(language, form)
    if (!topics.has(id)) topics.set(id, { id, label: (canonical ?? phrase).replace(/\s+/g, ' ').trim() })
  }
  return [...topics.values()]
}
