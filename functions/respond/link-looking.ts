import type { LinkFinding } from '../../shared/domain/nudge/links.ts'
import { type Fetch, FetchError } from '../../shared/platform/fetch.ts'

/** What looking at one link works with. */
export type Looking = {
  fetch: Fetch
  /** May emails lead there? Nothing else is asked, however a link redirects. */
  mayLead: (url: string) => boolean
}

/** What was found; `busy` is the server's wish to be left alone, and says nothing of the link. */
export type Look = LinkFinding | { found: 'busy' }

/** Milliseconds for one answer. */
const PATIENCE = 10_000
const REDIRECTS = 5

const MOVED = new Set([301, 302, 303, 307, 308])
const GONE = new Set([404, 410])
/** There is something, and it is not for everybody: members-only content is what emails are to lead to. */
const CLOSED = new Set([401, 402, 403, 407])

type Answer = { status: number; location?: string | undefined }

const ask = async (fetch: Fetch, url: string, method: 'HEAD' | 'GET'): Promise<Answer> => {
  try {
    const { status } = await fetch(url, { method, redirects: 0, withoutBody: true, patience: PATIENCE })
    return { status }
  } catch (error) {
    if (!(error instanceof FetchError)) throw error
    return { status: error.status, location: error.headers.location }
  }
}

/** Servers that know no HEAD say all sorts of things: only what GET says counts against a link. */
const answerOf = async (fetch: Fetch, url: string): Promise<Answer> => {
  const head = await ask(fetch, url, 'HEAD')
  const tells = (head.status >= 200 && head.status < 300) || MOVED.has(head.status) || head.status === 429
  return tells ? head : ask(fetch, url, 'GET')
}

/** Nobody is there, or not in time. */
export const NO_ANSWER: Look = { found: 'failed', problem: 'no answer' }

const findingOf = (status: number): Look => {
  if ((status >= 200 && status < 300) || CLOSED.has(status)) return { found: 'alive' }
  if (GONE.has(status)) return { found: 'gone', problem: `status ${status}` }
  if (status === 429) return { found: 'busy' }
  return status === 0 ? NO_ANSWER : { found: 'failed', problem: `status ${status}` }
}

/** Looks at a link: whether it leads somewhere that emails may lead to. */
export const lookAt = async ({ fetch, mayLead }: Looking, link: string): Promise<Look> => {
  let url = link
  for (let hop = 0; hop <= REDIRECTS; hop++) {
    const { status, location } = await answerOf(fetch, url)
    if (!MOVED.has(status)) return findingOf(status)
    const next = location === undefined ? undefined : URL.parse(location, url)?.href
    if (next === undefined || !mayLead(next)) return { found: 'failed', problem: 'redirects elsewhere' }
    url = next
  }
  return { found: 'failed', problem: 'redirects without end' }
}
