import type { Words } from '../../word-table.ts'
import type { EmailTemplate, LanguagePack } from './all.ts'
import { TEMPLATE_NAMES } from './template-names.ts'

/**
 * All that emails say in a language.
 * @param words with the keys of `email-words-en.ts`
 * @throws Error that names the key that has no words
 */
export const packOf = ({ language, locale, say }: Words<string>): LanguagePack => {
  const kind = (name: string) => ({ label: say(`kind ${name}`), button: say(`button ${name}`) })
  const template = (name: string): [string, EmailTemplate] => [
    name,
    {
      subject: say(`${name} subject`),
      preheader: say(`${name} preheader`),
      heading: say(`${name} heading`),
      paragraphs: [say(`${name} paragraph`)],
    },
  ]
  return {
    language,
    locale,
    greeting: (name) => (name ? say('greeting', { name }) : say('greeting_nobody')),
    kinds: {
      discussion: kind('discussion'),
      guide: kind('guide'),
      space: kind('space'),
      video: kind('video'),
      article: kind('article'),
    },
    permission: {
      consent: say('permission consent'),
      'soft-opt-in': say('permission soft-opt-in'),
      contract: say('permission contract'),
    },
    stop: say('stop'),
    choose: say('choose'),
    stopOrChoose: say('stop_or_choose'),
    why: {
      about: ([one = '', two]) => (two === undefined ? say('about_one', { one }) : say('about_two', { one, two })),
      accepted: say('accepted'),
      picked: say('picked'),
      helpful: (people) => say('helpful', { people: String(people) }),
      exclusive: say('exclusive'),
    },
    test: say('test'),
    templates: Object.fromEntries(TEMPLATE_NAMES.map(template)),
  }
}
