import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { sendOnce } from '../../../functions/nudge/send-once.ts'
import { isAllowedLink } from '../../../shared/domain/nudge/content.ts'
import { readClickToken, readConfirmToken, readUnsubscribeToken } from '../../../shared/domain/nudge/tokens.ts'
import { keys } from '../../../shared/store/keys.ts'
import { AUTHOR, EMAIL, openWorld, type World } from './send-world.ts'

/** What an email that was really sent links to, and in which language it is. */

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const sentEmail = async () => {
  const { id } = await world.queue()
  await sendOnce(world.deps, { iid: AUTHOR, id })
  const [email] = world.ses.emails()
  if (!email) throw new Error('Nothing was sent.')
  return { id, email, html: email.html ?? '', text: email.text ?? '' }
}

const readers = () => ({
  r: (token: string) => readClickToken(world.tokenKeys, token),
  u: (token: string) => readUnsubscribeToken(world.tokenKeys, token),
  p: (token: string) => readUnsubscribeToken(world.tokenKeys, token, 'prefs'),
  c: (token: string) => readConfirmToken(world.tokenKeys, token),
})

describe('the links of an email', () => {
  it('are ours, each with a token of its own purpose and of no other, the same in HTML, text and header', async () => {
    const { id, email, html, text } = await sentEmail()
    const inHtml = [...html.matchAll(/<a\b[^>]*? href="([^"]*)"/g)].map(([, href = '']) => href)
    const inText = text.match(/https?:\/\/\S+/g) ?? []
    expect(inHtml.map((link) => new URL(link).pathname.split('/')[1])).toEqual(['r', 'u', 'p'])
    expect(inText).toEqual(inHtml)
    for (const link of inHtml) {
      expect(isAllowedLink(link, ['app.example'])).toBe(true)
      const [, page = '', token = ''] = new URL(link).pathname.split('/')
      const good = Object.entries(readers()).filter(([, read]) => read(token) !== undefined)
      expect(good.map(([name]) => name)).toEqual([page])
    }
    const tokens = inHtml.map((link) => new URL(link).pathname.split('/').at(-1) ?? '')
    expect(readers().r(tokens[0] ?? '')).toEqual({ iid: AUTHOR, id })
    for (const read of [readers().u(tokens[1] ?? ''), readers().p(tokens[2] ?? '')])
      expect(read).toEqual({ emailIid: EMAIL, topic: 'answers' })
    expect(email.headers['List-Unsubscribe']).toBe(`<${inHtml[1]}>`)
  })

  it('stand in an email in the person’s own language', async () => {
    await world.put({ ...keys.preferences(EMAIL), ...(await world.preferences()), language: 'de' })
    const { email, text } = await sentEmail()
    expect(email.subject).toBe('Zu Ihrer Frage: Descaling in ten minutes')
    expect(text).toContain('Diese E-Mails abbestellen')
  })
})
