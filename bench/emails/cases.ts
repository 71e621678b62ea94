import { type EmailInput, type NudgeEmail, renderNudge } from '../../shared/domain/nudge/email.ts'
import { PACK_LANGUAGES } from '../../shared/domain/nudge/templates/all.ts'
import { TEMPLATE_NAMES } from '../../shared/domain/nudge/templates/template-names.ts'

/** Emails to look at: every template in every language, with what people and platforms may put into one. */

const BECAUSE: Record<string, string> = {
  en: 'You take part in the community.',
  de: 'Sie nehmen an der Community teil.',
  fr: 'Vous participez à la communauté.',
  es: 'Usted participa en la comunidad.',
}
const TOPIC: Record<string, string> = {
  en: 'Answers to questions you asked',
  de: 'Antworten auf Ihre Fragen',
  fr: 'Réponses à vos questions',
  es: 'Respuestas a sus preguntas',
}

const usual = (template: string, language: string): EmailInput => ({
  brand: {
    name: 'Cloud Nine Coffee',
    senderDomain: 'news.roastery.example',
    senderName: 'hello',
    address: 'Cloud Nine Coffee, 9 Harbour Street, Bristol BS1 4RN, United Kingdom',
    community: 'https://community.example',
  },
  settings: {
    topics: { answers: TOPIC },
    contentHosts: ['community.example'],
    language: 'en',
    timeZone: 'Europe/London',
  },
  recipe: { id: template.replace(/@.*/, ''), because: BECAUSE, template, topic: 'answers' },
  content: {
    kind: 'discussion',
    title: 'Descaling the Aurora without taking it apart',
    url: 'https://community.example/t/1',
    language: 'en',
    why: ['about “descaling” and “aurora”', 'has an accepted answer', '12 found it helpful'],
  },
  subject: { at: '2026-11-12T10:00:00.000Z', title: 'How do I descale my machine?' },
  permission: { granted: true, basis: 'consent', wording: 'w1', source: 'discourse', at: '2026-03-03T10:00:00.000Z' },
  person: { name: 'Mika Tanaka', languages: [language] },
  links: {
    click: 'https://app.example/r/CLICK',
    unsubscribe: 'https://app.example/u/STOP',
    preferences: 'https://app.example/p/CHOOSE',
  },
})

const withWords = (
  input: EmailInput,
  words: { title: string; asked: string; name: string; language?: string },
): EmailInput => ({
  ...input,
  content: { ...input.content, title: words.title, language: words.language ?? 'en' },
  subject: { ...input.subject, title: words.asked },
  person: { ...input.person, name: words.name },
})

const LONG =
  'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz and everything else that one ought to know about it before the very first cup is made'

/** What may be in an email: name → how it changes the usual one. */
export const VARIANTS: Readonly<Record<string, (usual: EmailInput) => EmailInput>> = {
  usual: (input) => input,
  long: (input) =>
    withWords(input, {
      title: LONG,
      asked: 'x'.repeat(200),
      name: 'Maximiliane-Wilhelmine Freifrau von Sachsen',
    }),
  hostile: (input) =>
    withWords(input, {
      title: '"><img src=https://evil.example/p.gif onerror=alert(1)> {{ address }} {% raw %}',
      asked: '</title><script>alert(1)</script>\r\nBcc: evil@example.com\u202e',
      name: '<b>Mika</b>\r\nX: y',
    }),
  'right-to-left': (input) =>
    withWords(input, {
      title: 'إزالة الترسبات من أورورا دون تفكيكها',
      asked: 'איך מנקים אבנית מהמכונה?',
      name: 'عمر الفاروق',
      language: 'ar',
    }),
  bare: ({ content, subject: { at }, person, links: { preferences: _, ...links }, ...rest }) => ({
    ...rest,
    content: { ...content, why: [] },
    // A question to others is nothing without its title.
    subject: rest.recipe.template === 'peer@1' ? { at, title: 'Scale?' } : { at },
    person: { languages: person.languages ?? [] },
    links,
  }),
}

/** One email to look at. */
export type EmailCase = { name: string; template: string; language: string; variant: string; email: NudgeEmail }

/** All of them. */
export const emailCases = (): EmailCase[] =>
  TEMPLATE_NAMES.flatMap((template) =>
    PACK_LANGUAGES.flatMap((language) =>
      Object.entries(VARIANTS).map(([variant, change]) => ({
        name: `${template.replace('@', '-')}.${language}.${variant}`,
        ...{ template, language, variant },
        email: renderNudge(change(usual(template, language))),
      })),
    ),
  )
