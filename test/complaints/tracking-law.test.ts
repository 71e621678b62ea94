import { describe, expect, it } from '@jest/globals'
import { emailCases } from '../../bench/emails/cases.ts'
import { tagsOf } from '../../shared/domain/measure/tags.ts'
import { renderNudge } from '../../shared/domain/nudge/email.ts'
import { clickToken, readTokenKeys, unsubscribeToken } from '../../shared/domain/nudge/tokens.ts'
import { sesRequest } from '../../shared/platform/ses-request.ts'
import { emailInput } from '../domain/nudge/email-factory.ts'

/**
 * What users of other programs complain of, and what must not happen here: emails that watch who opens them. Each test names the
 * issues.
 */

const ADDRESS = 'mika.tanaka@example.com'
const keys = readTokenKeys('{"current":"a secret for tests, long enough"}')
const iid = 'forum:7'

const linked = () =>
  renderNudge({
    ...emailInput(),
    links: {
      click: `https://app.example/r/${clickToken(keys, { iid, id: 'D1' })}`,
      unsubscribe: `https://app.example/u/${unsubscribeToken(keys, { emailIid: `email:${'ab'.repeat(32)}`, topic: 'answers' })}`,
    },
  })

const linksIn = (html: string): URL[] =>
  [...html.matchAll(/<a\b[^>]*? href="([^"]*)"/g)].map(([, href = '']) => new URL(href))

describe('emails that track (listmonk#3149, listmonk#2912)', () => {
  it('have no pixel and load nothing from anywhere, whatever the template and the language', () => {
    for (const { email } of emailCases()) {
      expect(email.html).not.toMatch(/<(?:img|script|link|iframe|object|video|audio|source)\b|url\(|@import/i)
      // What stands in quotes is a value, and a title may say anything.
      const bare = email.html.replace(/"[^"]*"/g, '""')
      expect(bare.match(/<[a-z][^>]*\s(?:src|srcset|background|poster)=/i)).toBeNull()
    }
  })

  it('have links without parameters, and no address in them', () => {
    const { html, text } = linked()
    for (const { search, hash, pathname } of linksIn(html)) {
      expect([search, hash]).toEqual(['', ''])
      expect(Buffer.from(pathname.split('/').at(-1) ?? '', 'base64url').toString('latin1')).not.toContain('@')
    }
    expect(html + text).not.toMatch(/utm_|[?&](?:mc_|_ke|trk|email)=/)
    expect(html + text).not.toContain(ADDRESS)
  })

  it('tell SES with every email to add no pixel and to rewrite no link, whatever the account’s settings are', () => {
    const request = sesRequest(linked(), {
      address: ADDRESS,
      tags: tagsOf({ iid, id: 'D1', recipe: 'help' }),
      configurationSet: 'nudge',
    })
    expect(request.ConfigurationOverrides).toEqual({
      Tracking: { OpenTrackingEnabled: 'DISABLED', ClickTrackingEnabled: 'DISABLED' },
    })
  })
})
