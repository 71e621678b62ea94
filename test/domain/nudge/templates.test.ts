import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type EmailInput, renderNudge } from '../../../shared/domain/nudge/email.ts'
import { RenderError } from '../../../shared/domain/nudge/email-liquid.ts'
import { inLanguage } from '../../../shared/domain/nudge/local-text.ts'
import { UNSEEN } from '../../../shared/domain/nudge/rank.ts'
import type { LanguagePack } from '../../../shared/domain/nudge/templates/all.ts'
import { findTemplate, PACK_LANGUAGES } from '../../../shared/domain/nudge/templates/all.ts'
import { packOf } from '../../../shared/domain/nudge/templates/email-words.ts'
import { de } from '../../../shared/domain/nudge/templates/email-words-de.ts'
import { en } from '../../../shared/domain/nudge/templates/email-words-en.ts'
import { TEMPLATE_NAMES } from '../../../shared/domain/nudge/templates/template-names.ts'
import { whyIn } from '../../../shared/domain/nudge/why-piece.ts'
import { wordsIn } from '../../../shared/domain/word-table.ts'
import { emailInput } from './email-factory.ts'

const packIn = (language: string): LanguagePack => {
  const found = findTemplate('guidepost@1', [language])
  if (found?.pack.language !== language) throw new Error(`There is no pack of ${language}.`)
  return found.pack
}
const PACKS = PACK_LANGUAGES.map((language) => [language, packIn(language)] as const)

const variablesIn = (words: string): string[] =>
  [...new Set([...words.matchAll(/\{[{%][^}]*?\b([a-z]+_?[a-z_]*)\s*[}%]\}/g)].map(([, name = '']) => name))]
    .filter((name) => !['else', 'endif'].includes(name))
    .sort()

const wordsOf = (pack: LanguagePack, name: string): string[] => {
  const template = pack.templates[name]
  return template ? [template.subject, template.preheader, template.heading, ...template.paragraphs] : []
}

const NAMES = [
  'welcome@1',
  'unanswered@1',
  'answered@1',
  'advocates@1',
  'service@1',
  'quiet@1',
  'first-order@1',
  'research@1',
  'shipped@1',
  'thanks@1',
  'peer@1',
  'stage@1',
  'guidepost@1',
]

const render = (template: string, over: Partial<EmailInput> = {}) => {
  const input = emailInput(over)
  return renderNudge({ ...input, recipe: { ...input.recipe, template } })
}

const inThe = (language: string, over: Partial<EmailInput> = {}): Partial<EmailInput> => ({
  ...over,
  person: { name: 'Mika Tanaka', languages: [language] },
})

describe('the templates', () => {
  it('are these', () => {
    expect([...TEMPLATE_NAMES].sort()).toEqual([...NAMES].sort())
    expect(PACK_LANGUAGES).toEqual(['en', 'de', 'fr', 'es'])
  })

  it.each(PACKS)('are all there in %s, with the variables of the English ones', (_, pack) => {
    expect(Object.keys(pack.templates)).toEqual([...TEMPLATE_NAMES])
    for (const name of TEMPLATE_NAMES) {
      const [ours, english] = [wordsOf(pack, name), wordsOf(packIn('en'), name)]
      expect(ours.map((words) => [name, variablesIn(words)])).toEqual(
        english.map((words) => [name, variablesIn(words)]),
      )
      for (const words of ours) expect(words.trim()).not.toBe('')
    }
    for (const basis of ['consent', 'soft-opt-in', 'contract'] as const)
      expect(variablesIn(pack.permission[basis])).toEqual(['agreed_on', 'topic'])
  })

  it('are not made of words of which one is missing', () => {
    const readIn = (text: string) => packOf(wordsIn<string>({ en: () => text, de, fr: en, es: en })('en'))
    expect(() => readIn(en().replace(/^peer@1 heading: .*\n/m, ''))).toThrow(
      'The words in en: got none for "peer@1 heading"',
    )
    expect(readIn(en().replace('{name}', '({name})')).greeting('{name} $&')).toBe('Hello ({name} $&),')
  })

  it.each(PACKS.filter(([language]) => language !== 'en'))('say nothing in English in %s', (_, pack) => {
    const en = packIn('en')
    const plain = (words: readonly string[]) =>
      words.filter((line) => line.replace(/\{[{%].*?[}%]\}/g, '').trim() !== '')
    for (const name of TEMPLATE_NAMES) {
      const english = new Set(plain(wordsOf(en, name)))
      for (const words of plain(wordsOf(pack, name))) expect(english).not.toContain(words)
    }
    expect(Object.values(pack.kinds)).not.toEqual(Object.values(en.kinds))
  })

  it('ask peers without a word on who asks, and not without the question', () => {
    for (const language of PACK_LANGUAGES) {
      const { html, text } = render('peer@1', inThe(language))
      expect(text).toContain('How do I descale my machine?')
      expect(html + text).not.toMatch(/\{\{|author/)
      const without = () => render('peer@1', inThe(language, { subject: { at: '2026-11-12T10:00:00.000Z' } }))
      expect(without).toThrow(RenderError)
      expect(without).toThrow('subject_title is missing')
    }
  })

  /** What has to be there, and how an email is without it. `peer@1` alone needs the title of what is asked. */
  const NEEDED: readonly [string, (input: EmailInput) => EmailInput][] = [
    ['brand.name', (input) => ({ ...input, brand: { ...input.brand, name: '' } })],
    ['brand.address', (input) => ({ ...input, brand: { ...input.brand, address: ' ' } })],
    ['content.title', (input) => ({ ...input, content: { ...input.content, title: '\u200b' } })],
    ['because', (input) => ({ ...input, recipe: { ...input.recipe, because: { de: '' } } })],
    ['topic', (input) => ({ ...input, settings: { ...input.settings, topics: {} } })],
    ['links.click', (input) => ({ ...input, links: { ...input.links, click: '' } })],
    ['links.unsubscribe', (input) => ({ ...input, links: { ...input.links, unsubscribe: '' } })],
    ['links.preferences', (input) => ({ ...input, links: { ...input.links, preferences: 'javascript:x' } })],
  ]

  it.each(TEMPLATE_NAMES)('%s is not made without what every email needs', (template) => {
    const input = emailInput()
    for (const [variable, without] of NEEDED)
      expect(() => render(template, without(input))).toThrow(expect.objectContaining({ variable }))
  })
})

describe('an email in somebody’s language', () => {
  it('is in the first of their languages that there are words of, then in that of the stage, then in English', () => {
    const { settings } = emailInput()
    const of = (languages: string[], stage: string) =>
      render('quiet@1', { person: { languages }, settings: { ...settings, language: stage } }).language
    expect(of(['ja', 'fr', 'de'], 'es')).toBe('fr')
    expect(of(['ja'], 'es')).toBe('es')
    expect(of([], 'ja')).toBe('en')
  })

  it('has its dates, topics and reasons in it, and says which words are in another', () => {
    const { recipe, settings } = emailInput()
    const german = render('unanswered@1', {
      ...inThe('de'),
      settings: { ...settings, topics: { answers: { en: 'Answers', de: 'Antworten' } } },
    })
    expect(german.html).toMatch(/<html lang="de"/)
    expect(german.text).toContain('am 12. November 2026')
    expect(german.text).toContain('Sie haben „Antworten“ am 3. März 2026 zugestimmt.')
    expect(german.text).toContain('(über „descaling“ · hat eine akzeptierte Antwort · 12-mal als hilfreich bewertet)')
    expect(german.html).toContain('<span lang="en">You asked a question')
    const both = { ...recipe, because: { en: 'You asked.', de: 'Sie haben gefragt.' } }
    const input = emailInput(inThe('de', { recipe: both }))
    expect(renderNudge(input).html).toContain('<span lang="de">Sie haben gefragt.</span>')
  })

  it('has exact headers in ASCII, and the same list, in every language', () => {
    const { settings } = emailInput()
    for (const language of PACK_LANGUAGES) {
      const topics = { answers: { en: 'Answers', de: 'Antwörten', fr: 'Réponses', es: 'Respuéstas' } }
      const { headers } = render('peer@1', inThe(language, { settings: { ...settings, topics } }))
      for (const { value } of headers) expect(value).toMatch(/^[\x20-\x7e]+$/)
      expect(headers.find(({ name }) => name === 'List-Id')?.value).toMatch(/ <answers\.news\.roastery\.example>$/)
    }
  })

  it('keeps words from right to left apart from the marks beside them', () => {
    const { subject } = emailInput()
    const { text, html } = render('unanswered@1', { subject: { ...subject, title: 'איך?' } })
    expect(text).toContain('“\u2068איך?\u2069”')
    expect(html).toContain('“\u2068איך?\u2069”')
    expect(html).toMatch(/<p lang="en" dir="auto"/)
  })

  it('leads to both ways out, or to one that does both', () => {
    const { links } = emailInput()
    const two = render('stage@1', { links: { ...links, preferences: 'https://app.example/p/CHOOSE' } })
    for (const part of [two.html, two.text]) {
      expect(part).toMatch(/Stop these emails(?!,)/)
      expect(part).toContain('https://app.example/u/STOP')
      expect(part).toContain('Choose what you get')
      expect(part).toContain('https://app.example/p/CHOOSE')
    }
    expect(render('stage@1').text).toContain('Stop these emails, or choose what you get')
    expect(render('stage@1').html).not.toContain('/p/')
  })

  it('says that it is a test where it is one', () => {
    expect(render('welcome@1', { ...inThe('es'), test: true }).subject).toBe(
      '[Prueba] Le damos la bienvenida: un buen comienzo',
    )
  })
})

describe('whatever somebody calls themselves, or a thread', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    fc.constantFrom(
      'x\r\nBcc: evil@example.com\r\n\r\nbody',
      '</p></td><script src=//evil.example></script><!--',
      '" onmouseover="alert(1)" x="',
      '{{ brand.constructor }}{% assign title = 1 %}{% raw %}{{',
      '\u202egpj.exe\u2066\u2069\u2069\u200b\u2060\ufeff',
      '=?UTF-8?B?PGI+?=',
      '<![endif]--><img src=x>',
    ),
  )
  const shapeOf = (html: string): string[] =>
    (html.match(/<[a-z!/][^>]*>/gi) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'))

  it('stays in its place in every template and language', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TEMPLATE_NAMES),
        fc.constantFrom(...PACK_LANGUAGES),
        fc.tuple(nasty, nasty, nasty),
        (template, language, [title, asked, name]) => {
          const { content, subject } = emailInput()
          const made = (words: { title: string; asked: string; name: string }) =>
            render(template, {
              content: { ...content, title: words.title },
              subject: { ...subject, title: words.asked },
              person: { name: words.name, languages: [language] },
            })
          const usual = made({ title: 'a', asked: 'b', name: 'c' })
          const odd = made({ title: `a${title}`, asked: `b${asked}`, name })
          expect(shapeOf(odd.html)).toEqual(shapeOf(usual.html))
          expect(odd.text.split('\n')).toHaveLength(usual.text.split('\n').length)
          expect(odd.subject + odd.preheader).not.toMatch(/[\p{Cc}\u2028\u2029\u200b\u202a-\u202e]/u)
          expect(odd.headers).toEqual(usual.headers)
          expect(odd.from).toBe(usual.from)
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('why a piece was chosen', () => {
  const why = ['about “descaling” and “aurora”', 'has an accepted answer', 'picked by the community team']
  const more = ['3 found it helpful', 'only in the community', UNSEEN]

  it.each(PACKS)('is said in %s, all of it', (language, pack) => {
    expect(whyIn(pack, [...why, ...more])).toHaveLength(5)
    expect(whyIn(pack, ['about “descaling”'])[0]).toContain('descaling')
    expect(whyIn(pack, ['because it is new'])).toEqual(language === 'en' ? ['because it is new'] : [])
  })
})

describe('words in several languages', () => {
  it('are in the first that is asked for, else in the stage’s, else in whichever there is', () => {
    expect(inLanguage('x', ['de'], 'en')).toEqual({ words: 'x', language: 'en' })
    expect(inLanguage({ en: 'a', de: 'b' }, ['fr', 'de'], 'en')).toEqual({ words: 'b', language: 'de' })
    expect(inLanguage({ en: 'a', de: 'b' }, ['fr'], 'en')).toEqual({ words: 'a', language: 'en' })
    expect(inLanguage({ de: 'b' }, ['fr'], 'en')).toEqual({ words: 'b', language: 'de' })
    expect(inLanguage(undefined, ['fr'], 'en')).toEqual({ words: '', language: 'en' })
    expect(inLanguage({}, ['fr'], 'en')).toEqual({ words: '', language: 'en' })
  })
})
