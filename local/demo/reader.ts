import { type InboxEmail, RunnerError } from './runner.ts'

/** What somebody does with an email: follow its link, or stop emails of its kind with one click in the mail program. */
export type Act = { reader: string; recipe: string; does: 'follow' | 'stop' }

/** A person's browser: what calls itself nothing, or a program, is taken for a scanner of links. */
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

type Call = { url: string; method: string; body?: string }

const calls: Record<Act['does'], (email: InboxEmail) => Call | undefined> = {
  follow: ({ links }) => {
    const url = links.find((link) => new URL(link).pathname.startsWith('/r/'))
    return url ? { url, method: 'GET' } : undefined
  },
  // RFC 8058: the mail program posts this, without a page and without a question.
  stop: ({ headers }) => {
    const url = /<(https?:[^>]+)>/.exec(headers['List-Unsubscribe'] ?? '')?.[1]
    return url ? { url, method: 'POST', body: 'List-Unsubscribe=One-Click' } : undefined
  },
}

/**
 * Does with an email what its reader does.
 * @param emails the inbox, newest first
 * @throws RunnerError when there is no such email, or the link does not work
 */
export const act = async (emails: readonly InboxEmail[], { reader, recipe, does }: Act): Promise<void> => {
  const email = emails.find(({ to, tags }) => to.includes(reader) && tags.recipe === recipe)
  const call = email && calls[does](email)
  if (!call) throw new RunnerError(`There is no email of ${recipe} to ${reader} that one could ${does}.`)
  const response = await fetch(call.url, {
    method: call.method,
    redirect: 'manual',
    headers: {
      'user-agent': BROWSER,
      ...(call.body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    },
    ...(call.body ? { body: call.body } : {}),
  })
  await response.arrayBuffer()
  if (response.status >= 400) throw new RunnerError(`The link to ${does} was answered with ${response.status}.`)
}
