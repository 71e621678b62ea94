import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { PageDeps } from '../../../functions/nudge/pages-answer.ts'
import { confirm } from '../../../functions/nudge/pages-confirm.ts'
import { preferences } from '../../../functions/nudge/pages-preferences.ts'
import { unsubscribe } from '../../../functions/nudge/pages-unsubscribe.ts'
import { sendJob } from '../../../functions/nudge/send-jobs.ts'
import { unsubscribeToken } from '../../../shared/domain/nudge/tokens.ts'
import { EMAIL, openWorld } from './send-world.ts'

export const TOPICS = { answers: 'Answers to questions', advocates: 'Advocates <3' }

/** The world of sending with the pages of an address, and a queue of questions that is worked through when asked. */
export const openChoices = async () => {
  const world = await openWorld()
  const jobs: string[] = []
  world.deps.settings = { ...world.deps.settings, topics: TOPICS }
  const deps: PageDeps = {
    table: world.table,
    brand: world.deps.brand,
    settings: world.deps.settings,
    keys: async () => world.tokenKeys,
    enqueue: async (body) => void jobs.push(body),
    now: () => Date.parse(world.now()),
  }
  const pages = { u: unsubscribe, p: preferences, c: confirm }
  let requests = 0
  const browser: Record<string, string> = {}
  const ask = async (method: string, path: string, fields?: Record<string, string>) => {
    const { pathname, searchParams } = new URL(path, 'https://app.example')
    const [, page = '', token = ''] = pathname.split('/')
    const answer = await pages[page as keyof typeof pages](
      {
        rawPath: path,
        pathParameters: { token },
        queryStringParameters: Object.fromEntries(searchParams),
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...browser },
        ...(fields ? { body: new URLSearchParams(fields).toString() } : {}),
        isBase64Encoded: false,
        requestContext: { http: { method }, requestId: `r${++requests}` },
      } as unknown as APIGatewayProxyEventV2,
      deps,
    )
    return { status: answer.statusCode, body: answer.body ?? '', headers: answer.headers }
  }
  const path = `/p/${unsubscribeToken(world.tokenKeys, { emailIid: EMAIL, topic: 'answers' }, 'prefs')}`
  const emails = () => [...world.ses.emails()].reverse()
  return {
    ...world,
    pages: deps,
    jobs,
    /** What the browser says with every request. */
    browser,
    path,
    get: (at = path) => ask('GET', at),
    post: (fields: Record<string, string> = {}, at = path) => ask('POST', at, fields),
    /** Sends what was asked for; each message `times` times. */
    work: async (times = 1) => {
      for (const body of jobs.splice(0)) for (let time = 0; time < times; time++) await sendJob(world.deps, body)
    },
    emails,
    /** The path of the link in the newest email. */
    link: (): string => /https:\/\/app\.example(\/c\/\S+)/.exec(emails().at(-1)?.text ?? '')?.[1] ?? '',
  }
}
export type ChoicesWorld = Awaited<ReturnType<typeof openChoices>>

/** The form as the page shows it to somebody who gets answers, with some of it changed. */
export const form = (over: Record<string, string | undefined> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      shown: 'answers advocates',
      'topic-answers': 'on',
      often: 'usual',
      break: 'keep',
      part: 'any',
      language: '',
      zone: '',
      ...over,
    }).filter((field): field is [string, string] => field[1] !== undefined),
  )
