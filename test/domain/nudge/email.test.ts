import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { HTML_LIMIT, renderNudge } from '../../../shared/domain/nudge/email.ts'
import { fill, RenderError } from '../../../shared/domain/nudge/email-liquid.ts'
import { RECIPES } from '../../../shared/domain/nudge/recipes.ts'
import { findTemplate } from '../../../shared/domain/nudge/templates/all.ts'
import { COLOURS } from '../../../shared/domain/nudge/templates/colours.ts'
import { TEMPLATE_NAMES } from '../../../shared/domain/nudge/templates/template-names.ts'
import { emailInput } from './email-factory.ts'

const render = (over: Parameters<typeof emailInput>[0] = {}) => renderNudge(emailInput(over))
const { content, recipe, settings, brand, subject } = emailInput()

const variableOf = (make: () => unknown): string => {
  try {
    make()
  } catch (error) {
    if (error instanceof RenderError) return error.variable
    throw error
  }
  return 'nothing is wrong'
}

const hrefs = (html: string): string[] => [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href)

describe('an email', () => {
  it('shows the title of the content, the reason, and exactly one link to the content', () => {
    const { html, text } = render()
    for (const part of [html, text]) {
      expect(part).toContain('Descaling the Aurora without taking it apart')
      expect(part).toContain('You asked “How do I descale my machine?” on 12 November 2026')
      expect(part).toContain('You asked a question in the community and nobody has answered it yet.')
      expect(part).toContain('You said yes to “Answers to questions you asked” on 3 March 2026.')
      expect(part).toContain('9 Harbour Street')
      expect(part.match(/https:\/\/app\.example\/r\/CLICK/g)).toHaveLength(1)
      expect(part).not.toContain('community.example/t/1')
    }
    expect(hrefs(html)).toEqual(['https://app.example/r/CLICK', 'https://app.example/u/STOP'])
  })

  it('says why this piece, but not that it is new to the person', () => {
    const { text } = render()
    expect(text).toContain('(about “descaling” · has an accepted answer · 12 found it helpful)')
    expect(text).not.toContain('not been sent it before')
    expect(render({ content: { ...content, why: [] } }).text).not.toContain('(')
  })

  it('loads nothing: no picture, no pixel, no script, no font', () => {
    expect(render().html).not.toMatch(/<img|<script|<link|url\(|@import|src=|background=/i)
  })

  it('has what mail programs and screen readers need', () => {
    const { html } = render()
    expect(html).toMatch(/<html lang="en"/)
    expect(html).toMatch(/<title>About your question: Descaling/)
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
    expect(html).toContain('@media (prefers-color-scheme: dark)')
    expect(html.match(/<table(?![^>]* role="presentation")/g)).toBeNull()
    expect(html).toMatch(/line-height:24px;[^"]*padding:12px 24px/)
    expect(Buffer.byteLength(html)).toBeLessThan(HTML_LIMIT)
  })

  it('marks the language of the title', () => {
    const german = { ...content, title: 'Entkalken ohne Werkzeug', language: 'de' }
    expect(render({ content: german }).html).toMatch(/<p lang="de" dir="auto"[^>]*>Entkalken/)
    expect(render({ content: { ...content, language: 'und' } }).html).toMatch(/<p lang="en" dir="auto"[^>]*>Desc/)
  })

  it('comes from the brand', () => {
    expect(render().from).toBe('Cloud Nine Coffee <hello@news.roastery.example>')
    const { from } = render({ brand: { ...brand, name: 'Café "Neun"' } })
    expect(from).toMatch(/^=\?UTF-8\?B\?[A-Za-z0-9+/=]+\?= <hello@news\.roastery\.example>$/)
  })

  it('has these headers and no others', () => {
    expect(render().headers).toEqual([
      { name: 'List-Unsubscribe', value: '<https://app.example/u/STOP>' },
      { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
      { name: 'List-Id', value: 'Answers to questions you asked <answers.news.roastery.example>' },
      { name: 'Auto-Submitted', value: 'auto-generated' },
      { name: 'X-Auto-Response-Suppress', value: 'All' },
      { name: 'Feedback-ID', value: 'unanswered-question:answers:nudge:news.roastery.example' },
    ])
  })

  it('is in the zone of the person, where it is known', () => {
    const at = '2026-11-12T23:30:00.000Z'
    expect(render({ subject: { at } }).text).toContain('on 12 November')
    expect(render({ subject: { at }, person: { timeZone: 'Asia/Tokyo' } }).text).toContain('on 13 November')
  })

  it('greets by name only who has a name', () => {
    expect(render().text).toContain('Hello Mika Tanaka,')
    for (const name of ['', 'win.example', 'http://x', 'a@b.c', 'x'.repeat(50), '<b>Jo</b>', '{{ brand }}']) {
      expect(render({ person: { name } }).text).toContain('Hello,')
    }
    expect(render({ person: {} }).text).toContain('Hello,')
  })

  it('ends the reason like a sentence', () => {
    expect(render({ recipe: { ...recipe, because: 'You asked' } }).text).toContain('You asked. You said yes')
  })

  it('does without the title of the subject where there is none', () => {
    expect(render({ subject: { at: subject.at } }).text).toContain('You asked a question on 12 November 2026')
    const praise = { ...recipe, template: 'advocates@1' }
    expect(render({ recipe: praise, subject: { at: subject.at } }).text).toContain(
      'on 12 November 2026. It made our day',
    )
  })

  it.each(['consent', 'soft-opt-in', 'contract'] as const)('names the permission by its basis: %s', (basis) => {
    const { text } = render({ permission: { ...emailInput().permission, basis } })
    expect(text).toMatch(/“Answers to questions you asked”/)
    expect(text).toContain('on 3 March 2026')
  })

  it('can be made of every template for every kind of content', () => {
    for (const template of TEMPLATE_NAMES) {
      for (const kind of ['discussion', 'guide', 'space', 'video', 'article'] as const) {
        const { html, text } = render({ recipe: { ...recipe, template }, content: { ...content, kind } })
        expect(html + text).not.toMatch(/\{\{|\{%|undefined|false|\[object/)
      }
    }
  })

  it('exists for every recipe of the repository', () => {
    for (const { template } of RECIPES) expect(TEMPLATE_NAMES).toContain(template)
  })

  it('is in English where there are no words of the language', () => {
    expect(findTemplate('unanswered@1', ['xx'])?.pack.language).toBe('en')
    expect(findTemplate('unanswered@1', ['__proto__'])?.pack.language).toBe('en')
    expect(findTemplate('toString', ['en'])).toBeUndefined()
  })
})

describe('an email that cannot be made', () => {
  const answers = 'Answers'
  it.each<[string, Parameters<typeof emailInput>[0]]>([
    ['template', { recipe: { ...recipe, template: 'nothing@9' } }],
    ['content.title', { content: { ...content, title: ' \r\n\u001b[31m' } }],
    ['because', { recipe: { ...recipe, because: '' } }],
    ['topic', { settings: { ...settings, topics: {} } }],
    ['brand.name', { brand: { ...brand, name: '\n' } }],
    ['brand.address', { brand: { ...brand, address: '\n' } }],
    ['content.url', { content: { ...content, url: 'javascript:alert(1)' } }],
    ['content.url', { content: { ...content, url: 'http://community.example/t/1' } }],
    ['content.url', { content: { ...content, url: 'https://evil.example/t/1' } }],
    ['content.url', { content: { ...content, url: 'https://community.example@evil.example/' } }],
    ['links.click', { links: { click: 'javascript:alert(1)', unsubscribe: 'https://app.example/u/x' } }],
    ['links.click', { links: { click: 'nothing', unsubscribe: 'https://app.example/u/x' } }],
    ['links.unsubscribe', { links: { click: 'https://app.example/r/x', unsubscribe: 'http://app.example/u/x' } }],
    ['header List-Unsubscribe', { links: { click: 'https://a.example/', unsubscribe: 'https://a.example/ü' } }],
    [
      'header List-Unsubscribe',
      { links: { click: 'https://a.example/', unsubscribe: 'https://a.example/\r\nBcc: x' } },
    ],
    [
      'header List-Unsubscribe',
      { links: { click: 'https://a.example/', unsubscribe: `https://a.example/${'x'.repeat(999)}` } },
    ],
    [
      'header List-Id',
      { recipe: { ...recipe, topic: 'änswers' }, settings: { ...settings, topics: { änswers: answers } } },
    ],
    ['html', { links: { click: `https://a.example/${'x'.repeat(HTML_LIMIT)}`, unsubscribe: 'https://a.example/u' } }],
  ])('names %s', (variable, over) => {
    expect(variableOf(() => render(over))).toBe(variable)
  })

  it('may link to this machine without https, for a run on one’s own desk', () => {
    const links = { click: 'http://127.0.0.1:4000/r/x', unsubscribe: 'http://localhost:4000/u/x' }
    expect(hrefs(render({ links }).html)).toEqual([links.click, links.unsubscribe])
  })
})

describe('words from outside', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }),
    fc.constantFrom(
      'x\r\nBcc: evil@example.com',
      '\u001b[31mred\u001b[0m',
      '"><img src=x onerror=alert(1)>',
      '</title><script>alert(1)</script>',
      '{{ brand }}{% raw %}',
      '\u202etxt.exe',
      '\ud800 lone',
      '&lt;b&gt;',
    ),
  )

  it('never leave their place in HTML, subject, headers or text', () => {
    const tags = (html: string): string[] => html.match(/<[a-z!/][^>]*>/gi) ?? []
    const plain = tags(render({ content: { ...content, title: 'x' }, subject: { at: subject.at, title: 'y' } }).html)
    const shape = (tag: string): string => tag.replace(/"[^"]*"/g, '""')
    fc.assert(
      fc.property(nasty, nasty, nasty, (title, asked, name) => {
        const over = { content: { ...content, title: `x${title}` }, subject: { at: subject.at, title: `y${asked}` } }
        const { html, subject: line, headers, from, text } = render({ ...over, person: { name } })
        expect(tags(html).map(shape)).toEqual(plain.map(shape))
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u)
        expect(line.isWellFormed()).toBe(true)
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
        expect([from, ...headers.map(({ value }) => value)].join('')).toMatch(/^[\x20-\x7e]+$/)
        expect(text.split('\n')).toHaveLength(
          render({ ...over, content, subject, person: { name } }).text.split('\n').length,
        )
      }),
      { numRuns: 60 },
    )
  })

  it('are said as they are, not run', () => {
    const { text, html } = render({ content: { ...content, title: '{{ address }} <b>' } })
    expect(text).toContain('{{ address }} <b>')
    expect(html).toContain('{{ address }} &lt;b&gt;')
  })
})

describe('the template language', () => {
  it('escapes in HTML, and has no way to switch that off', () => {
    expect(fill('html', '{{ x }}', { x: '<i>"&' })).toBe('&lt;i&gt;&#34;&amp;')
    expect(variableOf(() => fill('html', '{{ x | raw }}', { x: '<i>' }))).toBe('template')
    expect(fill('text', '{{ x }}', { x: '<i>' })).toBe('<i>')
  })

  it('names the variable that is missing', () => {
    expect(variableOf(() => fill('text', 'Hello {{ someone }}', {}))).toBe('someone')
    expect(variableOf(() => fill('text', '{% if nobody %}x{% endif %}', {}))).toBe('nobody')
  })

  it('reaches nothing but its values', () => {
    for (const path of ['x.constructor', 'x.__proto__', 'constructor', '__proto__']) {
      expect(variableOf(() => fill('text', `{{ ${path} }}`, { x: 'y' }))).not.toBe('nothing is wrong')
    }
    expect(variableOf(() => fill('text', "{% include '/etc/passwd' %}", {}))).toBe('template')
  })

  it('ends a loop that would not end', () => {
    expect(variableOf(() => fill('text', '{% for i in (1..99999999) %}x{% endfor %}', {}))).toBe('template')
  })
})

describe('colours', () => {
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (a: string, b: string): number => {
    const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
    return (light + 0.05) / (dark + 0.05)
  }

  it.each([
    ['ink', 'card'],
    ['ink', 'paper'],
    ['ink', 'tint'],
    ['soft', 'paper'],
    ['soft', 'card'],
    ['soft', 'tint'],
    ['onAccent', 'accent'],
  ] as const)('%s on %s can be read, light and dark', (front, back) => {
    for (const scheme of [0, 1] as const) {
      expect(contrast(COLOURS[front][scheme], COLOURS[back][scheme])).toBeGreaterThanOrEqual(4.5)
    }
  })
})
