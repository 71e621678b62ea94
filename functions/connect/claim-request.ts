import { createHash, timingSafeEqual } from 'node:crypto'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { SESSION_LIFE } from '../../shared/domain/connect/claim.ts'
import type { ClaimSettings } from '../../shared/domain/connect/claim-settings.ts'
import type { ClaimWords } from '../../shared/domain/connect/pages/claim-words.ts'
import { macsOf, type TokenKeys } from '../../shared/domain/nudge/tokens.ts'
import type { Brand } from '../../shared/domain/settings.ts'
import { SECOND } from '../../shared/domain/time.ts'
import type { Fetch } from '../../shared/platform/fetch.ts'
import { pageAnswer } from '../../shared/platform/page-answer.ts'
import { type ClaimItem, readClaim } from '../../shared/store/claims.ts'
import type { Table } from '../../shared/store/table.ts'

/** What the pages of claims work with. */
export type ClaimDeps = {
  table: Table
  brand: Brand
  settings: ClaimSettings
  /** What people are written in where nothing is known of them, such as `en`. */
  language: string
  /** What our own addresses start with. */
  appUrl: string
  keys: () => Promise<TokenKeys>
  /** Bytes that nobody can foresee. */
  random: (bytes: number) => Buffer
  /** Puts a message into the queue of claims. */
  enqueue: (body: string) => Promise<void>
  fetch: Fetch
  /** The text of the GitHub app's secret. */
  githubSecret: () => Promise<string>
  /** Milliseconds since the epoch. */
  now: () => number
}

/** What a page works with once it is known in which words it speaks. */
export type Visit = ClaimDeps & { words: ClaimWords }

export type ClaimRequest = Pick<
  APIGatewayProxyEventV2,
  'headers' | 'body' | 'isBase64Encoded' | 'cookies' | 'pathParameters' | 'queryStringParameters' | 'requestContext'
>
export type ClaimAnswer = APIGatewayProxyStructuredResultV2

/** What is kept of a secret that a browser holds. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

const isSafe = (appUrl: string): boolean => appUrl.startsWith('https:')
/** `__Host-`: no other host of the domain can set it. A browser takes such a name over https only. */
const cookieName = (appUrl: string): string => (isSafe(appUrl) ? '__Host-claim' : 'claim')

const cookie = (appUrl: string, value: string, seconds: number): string =>
  `${cookieName(appUrl)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${isSafe(appUrl) ? '; Secure' : ''}`

/** The cookie by which a browser goes on with a claim. */
export const sessionCookie = ({ appUrl }: ClaimDeps, id: string, secret: string): string =>
  cookie(appUrl, `${id}.${secret}`, SESSION_LIFE / SECOND)

/** Has the browser forget its claim. */
export const noCookie = ({ appUrl }: ClaimDeps): string => cookie(appUrl, '', 0)

const same = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** The claim that this browser goes on with; undefined when it has none. */
export const sessionOf = async (
  { table, appUrl }: ClaimDeps,
  request: ClaimRequest,
): Promise<ClaimItem | undefined> => {
  const start = `${cookieName(appUrl)}=`
  const value = request.cookies?.find((one) => one.startsWith(start))?.slice(start.length) ?? ''
  const [, id = '', secret = ''] = /^([A-Za-z0-9_-]{20,64})\.([A-Za-z0-9_-]{40,64})$/.exec(value) ?? []
  const item = id ? await readClaim(table, id) : undefined
  return item?.claim.session && same(item.claim.session, hashOf(secret)) ? item : undefined
}

/**
 * Whether a form was sent by a page of ours. Browsers say so themselves; what does not say so is no browser, and has no cookie
 * that somebody else could use.
 */
export const isOurForm = ({ headers }: ClaimRequest): boolean =>
  ['same-origin', 'none', undefined].includes(headers['sec-fetch-site'])

const formText = ({ id, claim, ver }: ClaimItem, what: string): string => JSON.stringify([id, claim.session, ver, what])

/** The field that a form carries: good for this browser, this state of the claim and this purpose only. */
export const formToken = (keys: TokenKeys, item: ClaimItem, what: string): string =>
  macsOf(keys, 'claim form', formText(item, what))[0]?.toString('base64url') ?? ''

export const isFormToken = (keys: TokenKeys, item: ClaimItem, what: string, token: string | undefined): boolean =>
  macsOf(keys, 'claim form', formText(item, what)).some((mac) => same(mac.toString('base64url'), token ?? ''))

/** A page of claims. `formTo`: another site that a form of the page leads to. */
export const claimAnswer = (
  status: number,
  body: string,
  { cookies = [], formTo }: { cookies?: string[]; formTo?: string | undefined } = {},
): ClaimAnswer => {
  const answer = pageAnswer(status, body)
  const policy = String(answer.headers?.['content-security-policy'])
  return {
    ...answer,
    headers: {
      ...answer.headers,
      'content-security-policy': formTo ? policy.replace("form-action 'self'", `form-action 'self' ${formTo}`) : policy,
    },
    ...(cookies.length > 0 ? { cookies } : {}),
  }
}

/** Leads on by GET, so that reloading sends no form again. */
export const seeOther = (location: string, cookies: string[] = []): ClaimAnswer => ({
  statusCode: 303,
  headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' },
  ...(cookies.length > 0 ? { cookies } : {}),
  body: '',
})
