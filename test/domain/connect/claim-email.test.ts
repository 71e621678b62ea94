import { describe, expect, it } from '@jest/globals'
import { type ClaimMail, renderClaimMail } from '../../../shared/domain/connect/claim-email.ts'
import { claimWords } from '../../../shared/domain/connect/pages/claim-words.ts'
import { PAGE_LANGUAGES } from '../../../shared/domain/nudge/pages/page-language.ts'

const words = claimWords('en')
const brand = {
  name: 'Cloud Nine',
  senderDomain: 'news.example.com',
  senderName: 'hello',
  address: '9 Harbour Street, Bristol',
  community: 'https://community.example',
}
const account = { platform: 'GitHub', name: 'octo' }
const MAILS: ClaimMail[] = [
  { kind: 'prove', link: 'https://app.example/claim/open/T' },
  { kind: 'connected', link: 'https://app.example/claim/undo/T', account },
  { kind: 'notice', link: 'https://app.example/claim/undo/T', account, address: 'm***@example.com' },
]

describe.each(MAILS)('the email "$kind"', (mail) => {
  const { from, subject, html, text, headers } = renderClaimMail(mail, brand, words)

  it('has one link, the same in both parts, and nothing from elsewhere', () => {
    expect([...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, url]) => url)).toEqual([mail.link])
    expect(text.match(/https?:\/\/\S+/g)).toEqual([mail.link])
    expect(html).not.toMatch(/<img|<script|url\(/)
  })

  it('is no advertisement: nothing to unsubscribe from, and it says who writes', () => {
    expect(from).toBe('Cloud Nine <hello@news.example.com>')
    expect(headers.map(({ name }) => name)).toEqual(['Auto-Submitted', 'X-Auto-Response-Suppress'])
    for (const part of [html, text]) expect(part).toContain(brand.address)
    expect(subject).toContain('Cloud Nine')
    expect(html.length).toBeLessThan(10_000)
  })
})

describe('emails of claims', () => {
  it('name the account, and the new address only masked', () => {
    const [, connected, notice] = MAILS.map((mail) => renderClaimMail(mail, brand, words))
    expect(connected?.text).toContain('GitHub: octo')
    expect(notice?.text).toContain('m***@example.com')
  })

  it('cannot be written into from outside', () => {
    const evil = { platform: 'x', name: '<b>Call</b>\r\nBcc: you@example.com\u001b[31m' }
    const { html, text, subject } = renderClaimMail(
      { kind: 'connected', link: 'https://app.example/u', account: evil },
      brand,
      words,
    )
    expect(html).toContain('&lt;b&gt;Call&lt;/b&gt; Bcc')
    expect(text).not.toMatch(/\r|\u001b/)
    expect(subject).not.toContain('Call')
  })

  it.each(PAGE_LANGUAGES.flatMap((language) => MAILS.map((mail) => [mail.kind, language, mail] as const)))(
    'say all of it: "%s" in %s',
    (_, language, mail) => {
      const { html, text, subject } = renderClaimMail(mail, brand, claimWords(language))
      expect(html).toContain(`<html lang="${language}"`)
      expect(subject).toContain(brand.name)
      expect(text).toContain(mail.link)
      if (mail.kind !== 'prove') expect(text.replaceAll('\u00a0', ' ')).toMatch(/GitHub ?: octo/)
      expect(text + subject).not.toMatch(/[{}]|undefined/)
    },
  )
})
