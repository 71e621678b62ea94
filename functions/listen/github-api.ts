import * as z from 'zod/mini'
import type { RedeliverHook } from '../../shared/domain/listen/pull-settings.ts'
import type { Attempt } from '../../shared/domain/listen/redelivery.ts'
import { type Fetch, FetchError, type Fetched, retryAfterOf } from '../../shared/platform/fetch.ts'
import { parseJsonOrList } from '../../shared/sources/json.ts'
import { PullError } from './puller.ts'

/** What GitHub's REST API tells of a webhook's deliveries (docs.github.com, "REST API endpoints for webhooks"). */

/** GitHub's API with a token. */
export type GithubApi = {
  /** Attempts of a webhook's deliveries, newest first, a page at a time. */
  attempts: (hook: RedeliverHook) => AsyncGenerator<{ attempts: Attempt[]; skipped: number }>
  /** Asks for an attempt to be repeated. @returns whether GitHub will */
  redeliver: (hook: RedeliverHook, id: string) => Promise<boolean>
}

const attemptSchema = z.object({
  // Over 2^53 it comes as text.
  id: z.union([z.int().check(z.gte(1)), z.string().check(z.regex(/^\d{1,30}$/))]),
  guid: z.string().check(z.regex(/^[\w-]{1,100}$/)),
  delivered_at: z.string(),
  redelivery: z.boolean(),
  status: z.nullish(z.string()),
  status_code: z.nullish(z.number()),
})

/** `OK` is what the documentation calls delivered; the door answers 202. */
const attemptOf = (value: unknown): Attempt | undefined => {
  const { data } = z.safeParse(attemptSchema, value)
  const at = Date.parse(data?.delivered_at ?? '')
  if (!data || Number.isNaN(at)) return undefined
  const { id, guid, status, status_code: code, redelivery: again } = data
  const delivered = status === 'OK' || (typeof code === 'number' && code >= 200 && code < 300)
  return { id: String(id), guid, at, delivered, again }
}

/** The position of the next page; the rest of the address is ours, whatever the header says. */
const nextOf = ({ headers }: Fetched): string | undefined => {
  const [, address = ''] = /<([^<>]{1,2000})>;\s*rel="next"/.exec(headers.link ?? '') ?? []
  return URL.parse(address)?.searchParams.get('cursor') ?? undefined
}

type Headers = Readonly<Record<string, string>>

/** Seconds until the limit of calls is lifted. */
const reset = (headers: Headers, now: number): number => {
  const at = Number(headers['x-ratelimit-reset']) * 1_000
  return Number.isFinite(at) ? Math.max(1, Math.ceil((at - now) / 1_000)) : 3_600
}

/** Calls of an hour that are left to whoever else uses the token. */
const KEPT = 50

const spent = ({ headers }: { headers: Headers }, kept: number): boolean =>
  headers['x-ratelimit-remaining'] !== undefined && Number(headers['x-ratelimit-remaining']) <= kept

const resting = (seconds: number): PullError =>
  new PullError(`GitHub’s limit of calls is reached: it is left alone for ${seconds} s.`, { retryAfter: seconds })

const WORDS: Partial<Record<number, string>> = {
  401: 'GitHub does not take the API token (401): it is wrong, or has expired. A new one: npm run source -- rotate NAME --api-token.',
  403: 'The API token may not do that (403). It needs write access to webhooks: “Webhooks: read and write” (fine-grained), or admin:repo_hook and, for organizations, admin:org_hook (classic).',
  404: 'GitHub knows no such webhook (404), or the API token may not see it: look at redeliver.hooks in infra/config.ts, and whether the token reaches that repository or organization.',
}

/** What went wrong, in words that say what to do. */
const explained = (error: unknown, now: number): unknown => {
  if (!(error instanceof FetchError)) return error
  const { status, headers } = error
  if ((status === 403 || status === 429) && (headers['retry-after'] !== undefined || spent(error, 0)))
    return resting(retryAfterOf(headers['retry-after'], now) ?? reset(headers, now))
  const words = WORDS[status]
  return words === undefined ? error : new PullError(words, { cause: error })
}

const pathOf = ({ of, id }: RedeliverHook): string =>
  `/${of.includes('/') ? 'repos' : 'orgs'}/${of}/hooks/${id}/deliveries`

/**
 * Opens GitHub's API.
 * @param options.api its address, without a slash at its end
 */
export const githubApi = (options: { api: string; token: string; fetch: Fetch; now: () => number }): GithubApi => {
  const { api, token, fetch, now } = options
  let wait: number | undefined
  const call = async (path: string, method: 'GET' | 'POST'): Promise<Fetched> => {
    if (wait !== undefined) throw resting(wait)
    const headers = {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'x-github-api-version': '2022-11-28',
    }
    const answer = await fetch(`${api}${path}`, { method, headers, ...(method === 'POST' ? { body: '' } : {}) })
    if (spent(answer, KEPT)) wait = reset(answer.headers, now())
    return answer
  }
  return {
    async *attempts(hook) {
      let cursor: string | undefined
      do {
        const query = new URLSearchParams({ per_page: '100', ...(cursor === undefined ? {} : { cursor }) })
        const answer = await call(`${pathOf(hook)}?${query}`, 'GET').catch((error: unknown) => {
          throw explained(error, now())
        })
        const list = parseJsonOrList(answer.body)
        const all: unknown[] = Array.isArray(list) ? list : []
        const attempts = all.map(attemptOf).filter((one) => one !== undefined)
        yield { attempts, skipped: all.length - attempts.length }
        const next = nextOf(answer)
        cursor = next === cursor ? undefined : next
      } while (cursor !== undefined)
    },
    redeliver: async (hook, id) => {
      try {
        await call(`${pathOf(hook)}/${id}/attempts`, 'POST')
        return true
      } catch (error) {
        // The webhook is there, as its list was: it is this delivery that cannot be repeated.
        if (error instanceof FetchError && [400, 404, 422].includes(error.status)) return false
        throw explained(error, now())
      }
    },
  }
}
