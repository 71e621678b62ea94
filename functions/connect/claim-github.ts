import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { macsOf, type TokenKeys } from '../../shared/domain/nudge/tokens.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { FetchError } from '../../shared/platform/fetch.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { type ClaimItem, changeClaim } from '../../shared/store/claims.ts'
import { identityId } from '../../shared/store/keys.ts'
import { claimWordsFor } from './claim-language.ts'
import {
  type ClaimAnswer,
  type ClaimDeps,
  type ClaimRequest,
  claimAnswer,
  hashOf,
  seeOther,
  sessionOf,
  type Visit,
} from './claim-request.ts'
import { plainPage } from './claim-view.ts'

/**
 * Sign-in at GitHub by the OAuth 2.0 authorization code grant with PKCE (RFC 6749 §4.1, RFC 7636), only to learn which account
 * somebody has: no scope is asked for, one call is made, and the token is dropped. docs.github.com, "Authorizing OAuth apps".
 */

const SITE = 'https://github.com'
const API = 'https://api.github.com'
/** Milliseconds for each of the two calls. */
const PATIENCE = 5_000

const secretSchema = z.object({ clientSecret: z.string().check(z.minLength(8)) })
const tokenSchema = z.object({ access_token: z.string().check(z.regex(/^[\x21-\x7e]{1,500}$/)) })
const userSchema = z.object({
  id: z.int().check(z.positive()),
  login: z.string().check(z.maxLength(100)),
  type: z.literal('User'),
})

/** Where the form that starts a sign-in ends up; a page's policy has to allow it. */
export const githubSite = ({ settings }: ClaimDeps): string => settings.github?.site ?? SITE

const redirectUri = ({ appUrl }: ClaimDeps): string => `${appUrl.replace(/\/+$/, '')}/claim/github`

/** Made from the state, so that nothing has to be kept: only we can make it. */
const verifierOf = (keys: TokenKeys, state: string): string =>
  macsOf(keys, 'sign-in', state)[0]?.toString('base64url') ?? ''

/** Sends somebody to GitHub. */
export const signIn = async (deps: ClaimDeps, item: ClaimItem): Promise<ClaimAnswer> => {
  const { settings, table, random, now } = deps
  if (!settings.github) return seeOther('/claim')
  const state = random(32).toString('base64url')
  const change = await changeClaim(table, item.id, { do: 'sign-in', state: hashOf(state) }, isoOf(now()))
  if ('refused' in change) return seeOther('/claim')
  const url = new URL('/login/oauth/authorize', githubSite(deps))
  url.search = new URLSearchParams({
    client_id: settings.github.clientId,
    redirect_uri: redirectUri(deps),
    state,
    code_challenge: createHash('sha256')
      .update(verifierOf(await deps.keys(), state))
      .digest('base64url'),
    code_challenge_method: 'S256',
    // Whoever has several accounts says which one.
    prompt: 'select_account',
    allow_signup: 'false',
  }).toString()
  return seeOther(url.href)
}

type User = z.infer<typeof userSchema>

/** Which account the code is of. @throws FetchError; Error when GitHub does not say */
const userOf = async (deps: ClaimDeps, code: string, state: string): Promise<User> => {
  const { settings, fetch } = deps
  const { clientSecret } = z.parse(secretSchema, JSON.parse(await deps.githubSecret()))
  const form = new URLSearchParams({
    client_id: settings.github?.clientId ?? '',
    client_secret: clientSecret,
    code,
    redirect_uri: redirectUri(deps),
    code_verifier: verifierOf(await deps.keys(), state),
  })
  const answer = await fetch(`${githubSite(deps)}/login/oauth/access_token`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    most: 100_000,
    patience: PATIENCE,
  })
  const { access_token } = z.parse(tokenSchema, JSON.parse(answer.body.toString('utf8')))
  const user = await fetch(`${settings.github?.api ?? API}/user`, {
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${access_token}`,
      'x-github-api-version': '2022-11-28',
    },
    most: 1_000_000,
    patience: PATIENCE,
  })
  return z.parse(userSchema, JSON.parse(user.body.toString('utf8')))
}

/** What went wrong, without a word of what GitHub said: that may hold a token. */
const problemOf = (error: unknown): string => {
  if (error instanceof FetchError) return `status ${error.status}`
  return error instanceof SyntaxError ? 'not JSON' : 'of another shape'
}

/**
 * GitHub sends somebody back here. It counts only in the browser that left: the session's cookie and the state must fit together,
 * or somebody could be sent here with the sign-in of another.
 */
export const signedIn = async (deps: Visit, request: ClaimRequest): Promise<ClaimAnswer> => {
  const { settings, table, now } = deps
  const { code, state } = request.queryStringParameters ?? {}
  const item = await sessionOf(deps, request)
  const words = claimWordsFor(request, deps, { chosen: item?.language })
  const back = (why: 'github_browser' | 'github_begun' | 'github_again') =>
    claimAnswer(400, plainPage({ ...deps, words }, words.say('github_problem'), words.say(why)))
  if (!item || !settings.github) return back('github_browser')
  if (!code || !state) return seeOther('/claim')
  if (item.claim.signIn?.state !== hashOf(state)) return back('github_begun')
  let user: User
  try {
    user = await userOf(deps, code, state)
  } catch (error) {
    log.warn('GitHub sign-in failed', { problem: problemOf(error) })
    count({ Claims: 1 }, { step: 'sign-in failed' })
    return back('github_again')
  }
  const account = identityId('github', String(user.id))
  const event = { do: 'signed-in', state: hashOf(state), account, handle: user.login } as const
  await changeClaim(table, item.id, event, isoOf(now()))
  count({ Claims: 1 }, { step: 'signed in' })
  return seeOther('/claim')
}
