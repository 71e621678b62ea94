import { randomBytes } from 'node:crypto'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { answerClaim } from '../../../functions/connect/claim-pages.ts'
import type { ClaimAnswer, ClaimDeps, ClaimRequest } from '../../../functions/connect/claim-request.ts'
import { claimJob } from '../../../functions/connect/mail-jobs.ts'
import type { ClaimMailing } from '../../../functions/connect/mail-once.ts'
import { plan } from '../../../functions/nudge/planning.ts'
import { startSes } from '../../../local/ses/server.ts'
import { readTokenKeys } from '../../../shared/domain/nudge/tokens.ts'
import { isoOf } from '../../../shared/domain/time.ts'
import { publicFetch } from '../../../shared/platform/fetch.ts'
import { sesDelivery } from '../../../shared/platform/ses.ts'
import { emailIdentity } from '../../../shared/store/addresses.ts'
import { decisionsOfIdentity } from '../../../shared/store/decisions.ts'
import type { ActivityItem } from '../../../shared/store/items.ts'
import { resolvePerson } from '../../../shared/store/people.ts'
import { NOON, recipe, settings } from '../../domain/nudge/factories.ts'
import { startGithubOauth } from '../../support/github-oauth.ts'
import { activityItem, personItems } from '../../support/graph-items.ts'
import { fixedRecipes } from '../../support/recipes.ts'
import { changeTold } from '../../support/stream.ts'
import { createTable, TEST_CREDENTIALS } from '../../support/table.ts'

export const ADDRESS = 'mika@example.com'
export const ACCOUNT = 'forum:7'
const PEPPER = 'a pepper for tests'
export const EMAIL = emailIdentity(PEPPER, ADDRESS)
const APP = 'https://app.example'

/** A browser: it keeps its cookies, follows redirects within the app, and presses buttons of the page that it shows. */
const browserOf = (deps: () => ClaimDeps, ip = '198.51.100.7', language?: string) => {
  const jar = new Map<string, string>()
  const request = (method: string, path: string, body?: string, headers: Record<string, string> = {}) => {
    const url = new URL(path, APP)
    const [, , what, token] = url.pathname.split('/')
    return {
      rawPath: url.pathname,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(language === undefined ? {} : { 'accept-language': language }),
        ...headers,
      },
      cookies: [...jar].map(([name, value]) => `${name}=${value}`),
      pathParameters: what === undefined ? {} : { what, ...(token ? { token } : {}) },
      queryStringParameters: Object.fromEntries(url.searchParams),
      requestContext: { http: { method, sourceIp: ip } },
      ...(body === undefined ? {} : { body }),
      isBase64Encoded: false,
    } as unknown as ClaimRequest & { rawPath: string }
  }
  const keep = ({ cookies = [] }: ClaimAnswer): void => {
    for (const line of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value) jar.set(name, value)
      else jar.delete(name)
    }
  }
  const ask = async (
    method: string,
    path: string,
    body?: string,
    headers?: Record<string, string>,
  ): Promise<ClaimAnswer> => {
    const answer = await answerClaim(deps(), request(method, path, body, headers))
    keep(answer)
    const to = answer.headers?.location
    return answer.statusCode === 303 && String(to).startsWith('/') ? ask('GET', String(to)) : answer
  }
  return {
    jar,
    get: (path: string) => ask('GET', path),
    post: (path: string, fields: Record<string, string> = {}, headers?: Record<string, string>) =>
      ask('POST', path, new URLSearchParams(fields).toString(), headers),
    /** Presses the button `what` of the page at `/claim`. */
    press: async (what: string): Promise<ClaimAnswer> => {
      const { body = '' } = await ask('GET', '/claim')
      const form = body.split('<form').find((part) => part.includes(`value="${what}"`)) ?? ''
      const [, token = ''] = /name="token" value="([^"]*)"/.exec(form) ?? []
      return ask('POST', '/claim', new URLSearchParams({ do: what, token }).toString())
    },
  }
}

/** An account on a forum, GitHub and SES on this machine, a queue that is worked through when asked, and a clock. */
export const openClaims = async () => {
  let now = Date.parse(NOON)
  const { table, close } = await createTable(() => now)
  const events: string[] = []
  const ses = await startSes({
    now: () => now,
    publish: async (_, message) => void events.push(message),
    configurationSets: () => ({ nudge: { topicArns: ['arn:t'], events: ['send', 'delivery', 'bounce', 'complaint'] } }),
    identities: () => ['news.example.com'],
    inboxPath: '/inbox',
  })
  const github = await startGithubOauth()
  const tokenKeys = readTokenKeys('{"current":"a secret for tests, long enough"}')
  const queue: string[] = []
  const brand = {
    name: 'Cloud Nine',
    senderDomain: 'news.example.com',
    senderName: 'hello',
    address: '9 Harbour Street, Bristol',
    community: 'https://community.example',
  }
  const deps: ClaimDeps = {
    table,
    brand,
    language: 'en',
    settings: { github: { clientId: github.clientId, site: github.url, api: github.url } },
    appUrl: APP,
    keys: async () => tokenKeys,
    random: randomBytes,
    enqueue: async (body) => void queue.push(body),
    fetch: publicFetch,
    githubSecret: async () => JSON.stringify({ clientSecret: github.clientSecret }),
    now: () => now,
  }
  const mailing: ClaimMailing = {
    table,
    brand,
    language: 'en',
    appUrl: APP,
    configurationSet: 'nudge',
    pepper: async () => PEPPER,
    keys: async () => tokenKeys,
    deliver: sesDelivery({ endpoint: ses.url, region: 'us-east-1', credentials: TEST_CREDENTIALS, timeout: 300 }),
    now: () => now,
  }
  const put = async (...items: object[]): Promise<void> => {
    for (const Item of items) await table.client.send(new PutCommand({ TableName: table.name, Item }))
  }
  await put(...personItems([{ iid: ACCOUNT, profile: { handle: { v: 'mika', at: NOON } } }]))

  /** Works through the queue; each message `times` times. */
  const work = async (times = 1): Promise<void> => {
    for (const body of queue.splice(0)) for (let time = 0; time < times; time++) await claimJob(mailing, body)
  }
  /** Oldest first. */
  const mails = () => [...ses.emails()].reverse()
  const linkIn = (text = ''): string => /https:\/\/app\.example(\/claim\/\S+)/.exec(text)?.[1] ?? ''
  const browser = (ip?: string, language?: string) => browserOf(() => deps, ip, language)

  const proveAddress = async (who = browser(), address = ADDRESS) => {
    await who.post('/claim', { do: 'mail', address })
    await work()
    const path = linkIn(mails().findLast(({ to }) => to.includes(address))?.text)
    await who.post(path)
    return { who, path }
  }
  const say = async (text: string, over: Partial<ActivityItem> = {}): Promise<ActivityItem> => {
    const post = activityItem({
      id: `p${randomBytes(8).toString('hex')}`,
      platform: 'forum',
      iid: ACCOUNT,
      text,
      intents: ['question'],
      createdAt: isoOf(now),
      ...over,
    })
    await put(post)
    const recipes = fixedRecipes([recipe({ after: '0m' })])
    await plan(
      { table, settings: settings(), recipes, keepDays: 400, enqueue: async () => {}, ask: async () => {} },
      changeTold(undefined, post),
      isoOf(now),
    )
    return post
  }
  const shown = async () => {
    const { who } = await proveAddress()
    const code = codeOn(await who.press('code'))
    return { who, code, post: await say(code) }
  }
  const personOf = async (iid: string) => (await resolvePerson(table, iid))?.person

  return {
    table,
    ses,
    events,
    github,
    deps,
    mailing,
    tokenKeys,
    queue,
    put,
    work,
    mails,
    browser,
    linkIn,
    pass: (ms: number) => {
      now += ms
    },
    now: () => isoOf(now),
    /** Types the address and opens the link that comes. */
    proveAddress,
    /** Has an account post something; the stream's reader sees it. @returns the post */
    say,
    /** Somebody has shown the address and the account, by a code. */
    shown,
    /** …and agreed. */
    connected: async () => {
      const { who, code } = await shown()
      const page = await who.press('agree')
      await work()
      return { who, code, page }
    },
    together: async (a = EMAIL, b = ACCOUNT): Promise<boolean> => Object.hasOwn((await personOf(a))?.ids ?? {}, b),
    decisions: () => decisionsOfIdentity(table, ACCOUNT),
    personOf,
    close: async () => {
      await ses.close()
      await github.close()
      await close()
    },
  }
}
export type Claims = Awaited<ReturnType<typeof openClaims>>

/** The code on a page. */
export const codeOn = ({ body = '' }: ClaimAnswer): string => /earshot-claim-[0-9a-z-]+/.exec(body)?.[0] ?? ''
