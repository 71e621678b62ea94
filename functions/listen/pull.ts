import * as z from 'zod/mini'
import type { Sources } from '../../shared/domain/listen/source-settings.ts'
import { retentionSchema } from '../../shared/domain/settings.ts'
import { DAY, SECOND } from '../../shared/domain/time.ts'
import { getSecretValue, putObject, sendMessages } from '../../shared/platform/aws.ts'
import { checkedJson, EnvironmentError, json, readEnv, text } from '../../shared/platform/env.ts'
import { publicFetch } from '../../shared/platform/fetch.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { log } from '../../shared/platform/logger.ts'
import { putContent, withdrawContent } from '../../shared/store/content.ts'
import { readLeases } from '../../shared/store/leases.ts'
import { knownPulled, moveCursor, notePull, readPull, rememberPulled } from '../../shared/store/pulls.ts'
import { openTable } from '../../shared/store/table.ts'
import { pullerOf } from './pullers.ts'
import { type Pulling, pullSource } from './pulling.ts'

const env = readEnv({
  SOURCES: checkedJson<Sources>(),
  TABLE_NAME: text,
  DELIVERIES_QUEUE_URL: text,
  ARCHIVE_BUCKET: text,
  RETENTION: json(retentionSchema),
  CONTENT_HOSTS: json(z.array(z.string())),
  SOURCE_SECRETS: json(z.record(z.string(), z.string())),
  APP_URL: text,
})

const table = openTable(env.TABLE_NAME)
const remembered = () => Math.floor((Date.now() + env.RETENTION.mentionDays * DAY) / SECOND)

/** Read at every look: what a rotation changed is told at once. */
const secretOf = (source: string): Promise<string> => {
  const id = Object.hasOwn(env.SOURCE_SECRETS, source) ? env.SOURCE_SECRETS[source] : undefined
  if (id === undefined) throw new EnvironmentError('SOURCE_SECRETS', `has no secret for the source "${source}"`)
  return getSecretValue(id)
}

/** Left of the function's time for handing over the last page. */
const RESERVE = 15 * SECOND

const pulling = (timeLeft: () => number): Pulling => ({
  puller: pullerOf,
  enqueue: (messages) => sendMessages(env.DELIVERIES_QUEUE_URL, messages),
  archive: (key, body) => putObject(env.ARCHIVE_BUCKET, key, body),
  shelve: (piece, at) => putContent(table, piece, at),
  withdraw: (id, at) => withdrawContent(table, id, at),
  read: (source) => readPull(table, source),
  move: (source, to) => moveCursor(table, source, to),
  note: (source, what) => notePull(table, source, what),
  depsOf: (source) => ({
    fetch: publicFetch,
    now: Date.now,
    timeLeft,
    remember: (ids) => rememberPulled(table, source, ids, remembered()),
    known: (ids) => knownPulled(table, source, ids),
    contentHosts: env.CONTENT_HOSTS,
    secret: () => secretOf(source),
    appUrl: env.APP_URL,
    leasesOf: (topics, door) => readLeases(table, source, topics, door),
  }),
})

/** On the schedule of each source that is asked: one look. */
export const handler = eventHandler(async ({ source }: { source: string }, context) => {
  const settings = Object.hasOwn(env.SOURCES, source) ? env.SOURCES[source] : undefined
  if (!settings) return log.warn('a schedule names a source that is not in the settings', { source })
  const pulled = await pullSource(
    pulling(() => context.getRemainingTimeInMillis() - RESERVE),
    source,
    settings,
  )
  log.info('looked at a source', { source, ...pulled })
})
