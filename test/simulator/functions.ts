import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { takeIn } from '../../functions/measure/feedback-take-in.ts'
import { unsubscribe } from '../../functions/nudge/pages-unsubscribe.ts'
import { plan } from '../../functions/nudge/planning.ts'
import { replan } from '../../functions/nudge/replanning.ts'
import { type Sending, sendOnce } from '../../functions/nudge/send-once.ts'
import { sweep } from '../../functions/nudge/sweeping.ts'
import type { RecipeStatus } from '../../shared/domain/nudge/recipe-status.ts'
import { readTokenKeys, unsubscribeToken } from '../../shared/domain/nudge/tokens.ts'
import type { NudgeSettings } from '../../shared/domain/settings.ts'
import { isoOf } from '../../shared/domain/time.ts'
import type { ItemChange } from '../../shared/store/changes.ts'
import { link } from '../../shared/store/link.ts'
import { setPause } from '../../shared/store/pause.ts'
import { recordConsent } from '../../shared/store/preferences.ts'
import { setRecipeStatus } from '../../shared/store/recipe-changes.ts'
import type { RecipeReader } from '../../shared/store/recipes.ts'
import { unlink } from '../../shared/store/split.ts'
import type { Table } from '../../shared/store/table.ts'
import { changeTold } from '../support/stream.ts'
import type { Bug } from './bugs.ts'
import type { Process } from './process.ts'
import type { Happening } from './world.ts'

/** What an email's decision is named by in the send queue. */
export type Named = { iid: string; id: string }

/** What the functions of the pipeline run with in a simulated world. */
export type Surroundings = {
  settings: NudgeSettings
  recipes: () => RecipeReader
  clock: { now: number }
  random: () => number
  enqueue: (named: Named) => void
  ses: (request: Parameters<Sending['deliver']>[0], about: { seq: number; last: number; at: number }) => string
  bug: Bug | undefined
}

const tokenKeys = readTokenKeys('{"current":"a secret for simulations, long enough"}')
const keys = async () => tokenKeys
const brand = {
  name: 'Cloud Nine',
  senderDomain: 'news.example.com',
  senderName: 'hello',
  address: '9 Harbour Street, Bristol',
  community: 'https://community.example',
}

const pressStop = async (table: Table, around: Surroundings, what: Happening & { do: 'unsubscribe' }) => {
  const { clock, settings } = around
  const event = {
    rawPath: '/u/x',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    pathParameters: { token: unsubscribeToken(tokenKeys, { emailIid: what.email, topic: what.topic }) },
    requestContext: { http: { method: 'POST' } },
    body: what.all ? 'scope=all' : 'List-Unsubscribe=One-Click',
  } as unknown as APIGatewayProxyEventV2
  const answer = await unsubscribe(event, {
    table,
    brand,
    settings,
    keys,
    enqueue: async () => {},
    now: () => clock.now,
  })
  if (answer.statusCode !== 200) throw new Error(`The page answered ${answer.statusCode}`)
}

/** The pipeline's functions, wired as in `functions/`, each run in a process that may die. */
export const functionsIn = (around: Surroundings) => {
  const { settings, clock, random, bug } = around
  const now = () => isoOf(clock.now)
  const decidingIn = (process: Process) => ({
    table: process.table,
    settings: bug?.settings?.(settings, random) ?? settings,
    recipes: around.recipes(),
    keepDays: 400,
    enqueue: ({ iid, id }: Named) => process.call(() => around.enqueue({ iid, id })),
    ask: async () => {},
  })
  const sendingIn = (process: Process): Sending => {
    const deliver: Sending['deliver'] = (request) => {
      const last = process.last()
      return process.call((seq) => around.ses(request, { seq, last, at: clock.now }))
    }
    return {
      ...decidingIn(process),
      ...{ brand, keys, random, appUrl: 'https://app.example/', configurationSet: 'nudge', now: () => clock.now },
      deliver: bug?.deliver?.(deliver) ?? deliver,
    }
  }
  return {
    stream: async (process: Process, { before, after }: ItemChange): Promise<void> => {
      const [deps, change] = [decidingIn(process), changeTold(before, after)]
      await plan(deps, change, now())
      await replan(deps, change, now())
    },
    sweep: async (process: Process): Promise<void> => {
      await sweep(decidingIn(process), { now: now(), hasTime: () => true })
    },
    send: async (process: Process, named: Named): Promise<void> => sendOnce(sendingIn(process), named),
    feedback: (process: Process, body: string): Promise<void> =>
      takeIn(body, { table: process.table, now: () => clock.now }),
    unsubscribe: (process: Process, what: Happening & { do: 'unsubscribe' }) => pressStop(process.table, around, what),
    grant: (process: Process, { email, topic }: { email: string; topic: string }, at = now()) =>
      recordConsent(process.table, {
        ...{ emailIid: email, topics: [topic], granted: true, basis: 'consent', wording: 'w', source: 'forum' },
        ...{ at, id: `grant#${topic}` },
      }),
    pause: (process: Process, paused: boolean) =>
      setPause(process.table, { paused, by: 'user:ann', at: now(), why: 'simulated' }),
    recipe: (process: Process, id: string, status: RecipeStatus) =>
      setRecipeStatus(process.table, { id, status }, { by: 'user:ann', at: now() }),
    link: (process: Process, a: string, b: string) =>
      link(process.table, { a, b, kind: 'agent', confidence: 0.95, actor: 'user:ann', at: now() }),
    unlink: (process: Process, a: string, b: string) =>
      unlink(process.table, { a, b, kind: 'agent' }, { by: 'user:ann', at: now() }),
  }
}
