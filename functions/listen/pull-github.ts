import * as z from 'zod/mini'
import type { RedeliverHook } from '../../shared/domain/listen/pull-settings.ts'
import {
  type Attempt,
  type HookMemory,
  planRedelivery,
  rememberedOf,
  triedNow,
  WINDOW,
} from '../../shared/domain/listen/redelivery.ts'
import { HOUR } from '../../shared/domain/time.ts'
import { count, log } from '../../shared/platform/logger.ts'
import type { SettingsOf } from '../../shared/sources/source.ts'
import { apiTokenOf } from '../../shared/sources/source-secret.ts'
import { type GithubApi, githubApi } from './github-api.ts'
import { cursorAs, type Page, type PullDeps, PullError, type Puller } from './puller.ts'

/**
 * GitHub sends of its own accord, once: what failed is looked up here and asked for again, and comes to the door like every
 * delivery, under the same id. Nothing is pulled.
 */

const memorySchema = z.object({
  since: z.number(),
  tried: z.record(z.string(), z.object({ tries: z.number(), at: z.number() })),
})
const cursorSchema = z.object({ hooks: z.record(z.string(), memorySchema) })
type Hooks = Record<string, HookMemory>

const API = 'https://api.github.com'
/** Pages of 100 attempts of one webhook that are read in one look. */
const MOST_PAGES = 300
/** Requests after which it is stored what was asked for. */
const STEP = 25

const keyOf = ({ of, id }: RedeliverHook): string => `${of.toLowerCase()}#${id}`

type Listed = { attempts: Attempt[]; skipped: number; gapHours?: number }

/** All attempts since a moment, or as many as can be read. */
const listSince = async (api: GithubApi, hook: RedeliverHook, since: number, deps: PullDeps): Promise<Listed> => {
  const attempts: Attempt[] = []
  let skipped = 0
  let pages = 0
  for await (const page of api.attempts(hook)) {
    attempts.push(...page.attempts.filter(({ at }) => at >= since))
    skipped += page.skipped
    if (page.attempts.some(({ at }) => at < since)) break
    if (++pages < MOST_PAGES && deps.timeLeft() > 0) continue
    const oldest = Math.min(...attempts.map(({ at }) => at))
    return { attempts, skipped, gapHours: Math.max(1, Math.ceil((oldest - since) / HOUR)) }
  }
  return { attempts, skipped }
}

type Look = { hook: RedeliverHook; api: GithubApi; source: string; memory: HookMemory; remembered: number }

/** Looks at one webhook, and says what is to be remembered of it: as it goes, so that a crash costs little. */
async function* lookAt({ hook, api, source, memory: before, remembered }: Look, deps: PullDeps) {
  const now = deps.now()
  const { attempts, skipped, gapHours } = await listSince(api, hook, before.since, deps)
  const { redeliver, givenUp, memory: planned } = planRedelivery(attempts, before, now, remembered)
  let memory = planned
  let asked = 0
  let tries = 0
  if (givenUp > 0) {
    log.warn('deliveries are given up', { source, hook: hook.id, deliveries: givenUp })
    count({ RedeliveryGivenUp: givenUp }, { source })
  }
  yield { memory, skipped, gapHours }
  for (const { id, guid } of redeliver) {
    if (deps.timeLeft() <= 0) break
    // Remembered first: what fails has been tried, too.
    memory = triedNow(memory, guid, deps.now())
    if (await api.redeliver(hook, id)) asked++
    if (++tries % STEP === 0) yield { memory }
  }
  if (redeliver.length > 0) yield { memory }
  if (asked > 0) count({ Redelivered: asked }, { source })
}

const noToken = (source: string): PullError =>
  new PullError(
    `There is no API token, so nothing that GitHub failed to deliver can be asked for again: npm run source -- add ${source} asks for one.`,
  )

/** Looks once what GitHub failed to deliver. */
export const pullGithub: Puller<SettingsOf<'github'>> = async function* ({ source, settings, cursor }, deps) {
  const { redeliver } = settings
  if (!redeliver) return
  const token = apiTokenOf(await deps.secret())
  if (token === undefined) throw noToken(source)
  const api = githubApi({ api: (redeliver.api ?? API).replace(/\/$/, ''), token, fetch: deps.fetch, now: deps.now })
  const stored = cursorAs(cursor, cursorSchema)?.hooks ?? {}
  const hooks: Hooks = Object.fromEntries(
    redeliver.hooks.flatMap((hook) => {
      const known = stored[keyOf(hook)]
      return known ? [[keyOf(hook), known]] : []
    }),
  )
  const remembered = rememberedOf(redeliver.hooks.length)
  let problem: unknown
  for (const hook of redeliver.hooks) {
    const memory = hooks[keyOf(hook)] ?? { since: deps.now() - WINDOW, tried: {} }
    try {
      for await (const { memory: next, ...counted } of lookAt({ hook, api, source, memory, remembered }, deps)) {
        hooks[keyOf(hook)] = next
        const page: Page = { deliveries: [], cursor: JSON.stringify({ hooks }) }
        yield { ...page, ...Object.fromEntries(Object.entries(counted).filter(([, value]) => value)) }
      }
    } catch (error) {
      problem ??= error
      // The same token, the same limit, the same server: only what is about this webhook alone leaves the others a chance.
      if (!(error instanceof PullError) || error.retryAfter !== undefined) break
    }
  }
  if (problem !== undefined) throw problem
}
