import { beforeAll, describe, expect, it } from '@jest/globals'
import { type EmailCase, emailCases, VARIANTS } from '../../../bench/emails/cases.ts'
import { PACK_LANGUAGES } from '../../../shared/domain/nudge/templates/all.ts'
import { TEMPLATE_NAMES } from '../../../shared/domain/nudge/templates/template-names.ts'

/** All emails that `npm run emails` draws, without Chromium. */

let cases: EmailCase[]
beforeAll(() => {
  cases = emailCases()
})

const linksIn = (text: string): string[] => text.match(/https?:\/\/[^\s"<>]+/g) ?? []
/** Names of formats, which nothing ever loads. */
const isFormat = (url: string): boolean => url === 'http://www.w3.org/1999/xhtml'

describe('every template in every language, with whatever names and titles', () => {
  it('is there', () => {
    expect(cases).toHaveLength(TEMPLATE_NAMES.length * PACK_LANGUAGES.length * Object.keys(VARIANTS).length)
  })

  it('is far smaller than what Gmail cuts off', () => {
    expect(Math.max(...cases.map(({ email }) => Buffer.byteLength(email.html)))).toBeLessThan(16_000)
  })

  it('links to what it is to link to, in HTML and in text, and to nothing else', () => {
    for (const { name, variant, email } of cases) {
      const wanted = [
        'https://app.example/r/CLICK',
        'https://app.example/u/STOP',
        ...(variant === 'bare' ? [] : ['https://app.example/p/CHOOSE']),
      ]
      const hrefs = [...email.html.matchAll(/<a\b[^>]*? href="([^"]*)"/g)].map(([, href]) => href)
      expect([name, hrefs]).toEqual([name, wanted])
      // A hostile title may spell a link out: as words, where nothing follows them.
      const own = linksIn(email.text).filter((url) => !url.startsWith('https://evil.example/'))
      expect([name, own]).toEqual([name, wanted])
      const others = linksIn(email.html.replace(/<a\b[^>]*>/g, '')).filter((url) => !isFormat(url))
      expect(others.every((url) => url.startsWith('https://evil.example/') && variant === 'hostile')).toBe(true)
    }
  })

  it('loads nothing and runs nothing', () => {
    for (const { email } of cases)
      expect(email.html).not.toMatch(
        /<(?:img|script|link|iframe|object|svg|form|input|base)\b|url\(|@import|\son\w+="/i,
      )
  })

  it('has headers of printable ASCII, and one line each of subject and preheader', () => {
    for (const { email } of cases) {
      expect(email.headers.map(({ name }) => name)).toEqual([
        'List-Unsubscribe',
        'List-Unsubscribe-Post',
        'List-Id',
        'Auto-Submitted',
        'X-Auto-Response-Suppress',
        'Feedback-ID',
      ])
      for (const { value } of email.headers) expect(value).toMatch(/^[\x20-\x7e]+$/)
      expect(email.subject + email.preheader).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u)
      expect(email.subject).not.toBe('')
      expect(email.preheader).not.toBe('')
    }
  })

  it('leaves no hole', () => {
    for (const { variant, email } of cases) {
      const all = [email.subject, email.preheader, email.text, email.html].join('\n')
      if (variant !== 'hostile') expect(all).not.toMatch(/\{\{|\{%/)
      expect(all).not.toMatch(/undefined|\[object|“”|„“|« »|«»| {2,}\S.* {2,}[.,]/)
    }
  })
})
