import type { EmailTemplate, LanguagePack } from './all.ts'
import { TEMPLATE_NAMES } from './template-names.ts'

/** Fills the holes of a line; what comes into them stays as it is. */
const filled = (words: string, holes: Readonly<Record<string, string>>): string =>
  words.replace(/\{(\w+)\}/g, (hole, name) => holes[name] ?? hole)

/**
 * Reads the words of a language.
 * @param language ISO 639-1
 * @param text one `key: words` a line, with the keys of `email-words-en.ts`
 * @throws Error that names the key that has no words
 */
export const readPack = (language: string, text: string): LanguagePack => {
  const lines = text.trim().split('\n')
  const table = new Map(lines.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]))
  const words = (key: string): string => {
    const found = table.get(key)
    if (!found)
      throw new Error(`email-words-${language}: got no words for "${key}", expected a line that begins with it.`)
    return found
  }
  const kind = (name: string) => ({ label: words(`kind ${name}`), button: words(`button ${name}`) })
  const template = (name: string): [string, EmailTemplate] => [
    name,
    {
      subject: words(`${name} subject`),
      preheader: words(`${name} preheader`),
      heading: words(`${name} heading`),
      paragraphs: [words(`${name} paragraph`)],
    },
  ]
  return {
    language,
    locale: words('locale'),
    greeting: (name) => (name ? filled(words('greeting'), { name }) : words('greeting_nobody')),
    kinds: {
      discussion: kind('discussion'),
      guide: kind('guide'),
      space: kind('space'),
      video: kind('video'),
      article: kind('article'),
    },
    permission: {
      consent: words('permission consent'),
      'soft-opt-in': words('permission soft-opt-in'),
      contract: words('permission contract'),
    },
    stop: words('stop'),
    choose: words('choose'),
    stopOrChoose: words('stop_or_choose'),
    why: {
      about: ([one = '', two]) =>
        two === undefined ? filled(words('about_one'), { one }) : filled(words('about_two'), { one, two }),
      accepted: words('accepted'),
      picked: words('picked'),
      helpful: (people) => filled(words('helpful'), { people: String(people) }),
      exclusive: words('exclusive'),
    },
    test: words('test'),
    templates: Object.fromEntries(TEMPLATE_NAMES.map(template)),
  }
}
