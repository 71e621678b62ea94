import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { allOf } from '../../local/cli/api.ts'
import { readSecret, replaceSecret } from '../../local/cli/secrets-manager.ts'
import { forumPost } from '../../local/payloads/discourse.ts'
import type { MentionAnswer } from '../../shared/domain/respond/answers.ts'
import { push } from '../support/deliver.ts'
import { deadLetters, type Earshot, startEarshot } from '../support/earshot.ts'
import { type GithubOauth, startGithubOauth } from '../support/github-oauth.ts'
import { scanAll } from '../support/graph.ts'
import { synthesizeWith } from '../support/synthesize-with.ts'

/** A person connects accounts with an address, by a code and by a sign-in, and takes it back: through everything that is deployed. */

const ADDRESS = 'ines@example.com'
const INES = 'discourse:4711'

let earshot: Earshot
let github: GithubOauth
let remove: () => Promise<void>

beforeAll(async () => {
  github = await startGithubOauth()
  const made = await synthesizeWith(
    {},
    { claim: { github: { clientId: github.clientId, site: github.url, api: github.url } } },
  )
  remove = made.remove
  earshot = await startEarshot('claim', { assembly: made.assembly })
  const env = {
    AWS_ENDPOINT_URL: earshot.local.aws,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  }
  const secret = await readSecret('earshot/local/claim/github', env)
  if (!secret) throw new Error('There is no secret for the GitHub app.')
  const own = JSON.stringify({ clientSecret: github.clientSecret })
  await replaceSecret('earshot/local/claim/github', secret, own, env)
}, 240_000)

afterAll(async () => {
  await earshot?.stop()
  await github?.close()
  await remove?.()
})

type Page = { status: number; body: string; location: string | null; cookies: string[] }

/** A browser without scripts. */
const browserOf = () => {
  const jar = new Map<string, string>()
  const ask = async (path: string, fields?: Record<string, string>): Promise<Page> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(path, earshot.local.app), {
      redirect: 'manual',
      headers: cookie ? { cookie } : {},
      ...(fields ? { method: 'POST', body: new URLSearchParams(fields) } : {}),
    })
    const cookies = response.headers.getSetCookie()
    for (const line of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value) jar.set(name, value)
      else jar.delete(name)
    }
    const location = response.headers.get('location')
    if (response.status === 303 && location?.startsWith('/')) return ask(location)
    return { status: response.status, body: await response.text(), location, cookies }
  }
  const press = async (what: string): Promise<Page> => {
    const { body } = await ask('/claim')
    const form = body.split('<form').find((part) => part.includes(`value="${what}"`)) ?? ''
    return ask('/claim', { do: what, token: /name="token" value="([^"]*)"/.exec(form)?.[1] ?? '' })
  }
  return { jar, ask, press }
}

/** The pages and emails as they were, for whoever wants to look: `EARSHOT_PAGES=<folder>`. */
const keep = (name: string, body: string): void => {
  const folder = process.env.EARSHOT_PAGES
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.html`), body)
}

const mailsTo = async (address: string) => (await earshot.runner.emails()).filter(({ to }) => to.includes(address))
const linkIn = (links: readonly string[] = [], path: string): string => {
  const found = links.find((link) => link.includes(path))
  if (!found) throw new Error(`no link with ${path}`)
  return new URL(found).pathname
}
const graph = async (): Promise<unknown[]> =>
  (await scanAll(earshot.local.aws))
    .filter(({ type }) => type === 'identity' || type === 'person')
    .map(({ ver: _, ...item }) => item)
    .sort((a, b) => (String(a.pk) < String(b.pk) ? -1 : 1))
const personOf = async (iid: string) => {
  const items = await scanAll(earshot.local.aws)
  const { personId } = items.find((one) => one.type === 'identity' && one.iid === iid) ?? {}
  const person = items.find((one) => one.type === 'person' && one.personId === personId)
  return Object.keys((person?.ids ?? {}) as object).sort()
}

let posts = 100
const say = async (cooked: string): Promise<void> => {
  const number = ++posts
  const at = new Date().toISOString()
  const by = { id: 4711, username: 'ines' }
  const topic = { id: number, title: 'Something about coffee', by, createdAt: at }
  const { body } = forumPost('post_created', { id: number, topic, number: 1, by, cooked, createdAt: at })
  expect((await push(earshot, { source: 'discourse', event: 'post_created', body })).status).toBe(202)
  await earshot.runner.settle()
}

const prove = async (who = browserOf()) => {
  const start = await who.ask('/claim', { do: 'mail', address: ADDRESS })
  keep('2-mailed', start.body)
  await earshot.runner.settle()
  const [mail] = await mailsTo(ADDRESS)
  const path = linkIn(mail?.links, '/claim/open/')
  return { who, path, mail }
}

describe('connecting an account', () => {
  it('goes by a code that is posted from it, and starts no nudge', async () => {
    await say('<p>My grinder is loud. How do I clean it?</p>')
    keep('1-entry', (await browserOf().ask('/claim')).body)
    const { who, path, mail } = await prove()
    expect(mail).toMatchObject({ subject: 'Is this your address? A link from Cloud Nine Coffee' })
    expect(Object.keys(mail?.headers ?? {})).not.toContain('List-Unsubscribe')
    const html = await fetch(`${earshot.local.inbox.replace(/\/$/, '')}/mail/${mail?.id}/html`)
    keep('mail-prove', await html.text())
    keep('3-open', (await who.ask(path)).body)
    keep('4-account', (await who.ask(path, {})).body)
    const page = await who.press('code')
    keep('5-code', page.body)
    const code = /earshot-claim-[0-9a-z-]+/.exec(page.body)?.[0] ?? ''
    await say(`<p>${code}</p>`)
    const offer = await who.ask('/claim')
    keep('6-agree', offer.body)
    expect(offer.body).toContain('Connect these?')
    expect(offer.body).toContain('i***@example.com')
    const before = await graph()
    expect(await personOf(INES)).toEqual([INES])
    const done = await who.press('agree')
    keep('7-done', done.body)
    expect(done.body).toContain('They are connected')
    await earshot.runner.settle()
    expect(await personOf(INES)).toHaveLength(2)

    const items = await scanAll(earshot.local.aws)
    const idOf = (text: string) => items.find((one) => one.type === 'activity' && String(one.text).includes(text))?.id
    const calledFor = items
      .filter(({ type }) => type === 'decision')
      .map(({ subject }) => (subject as { id: string }).id)
    expect(calledFor).toContain(idOf('My grinder is loud'))
    expect(idOf(code)).toBeDefined()
    expect(calledFor).not.toContain(idOf(code))
    const mentions = await allOf<MentionAnswer>(earshot.api, '/api/mentions')
    expect(mentions.filter(({ claim }) => claim).map(({ text }) => text)).toEqual([code])

    const connected = (await mailsTo(ADDRESS)).find(({ subject }) => /is connected/.test(subject))
    const shown = await fetch(`${earshot.local.inbox.replace(/\/$/, '')}/mail/${connected?.id}/html`)
    keep('mail-connected', await shown.text())
    const undo = linkIn(connected?.links, '/claim/undo/')
    const look = await browserOf().ask(undo)
    keep('8-undo', look.body)
    expect(await personOf(INES)).toHaveLength(2)
    keep('9-undone', (await browserOf().ask(undo, {})).body)
    expect(await personOf(INES)).toEqual([INES])
    // What was there before is as it was; the address has its own identity and person now.
    const after = new Map((await graph()).map((item) => [(item as { pk: string }).pk, item]))
    for (const item of before) expect(after.get((item as { pk: string }).pk)).toEqual(item)
  }, 120_000)

  it('goes by a sign-in at GitHub', async () => {
    const { who, path } = await prove()
    await who.ask(path, {})
    const leave = await who.press('github')
    expect(leave.status).toBe(303)
    const { headers } = await fetch(String(leave.location), { redirect: 'manual' })
    const back = new URL(String(headers.get('location')))
    expect(back.origin).toBe(new URL(earshot.local.app).origin)
    const offer = await who.ask(`${back.pathname}${back.search}`)
    keep('6-agree-github', offer.body)
    expect(offer.body).toContain('octo')
    await who.press('agree')
    await earshot.runner.settle()
    expect(await personOf(`github:${github.user.id}`)).toHaveLength(2)
    expect(JSON.stringify(await scanAll(earshot.local.aws))).not.toContain('gho_')
  }, 120_000)

  it('told nobody but the address, needed no right that it has not, and left nothing undone', async () => {
    expect((await earshot.iam()).denied).toEqual([])
    expect(await deadLetters(earshot)).toEqual([])
    const emails = await earshot.runner.emails()
    expect(new Set(emails.flatMap(({ to }) => to))).toEqual(new Set([ADDRESS]))
    expect(earshot.log()).not.toContain(ADDRESS)
    expect(earshot.log()).not.toMatch(/earshot-claim-[0-9a-z]{4}-/)
  })
})
