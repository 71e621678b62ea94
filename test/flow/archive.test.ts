import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { runReplay } from '../../local/cli/replay.ts'
import { localTarget } from '../../local/cli/target.ts'
import guides from '../../local/demo/content.json' with { type: 'json' }
import { screenOn } from '../../local/demo/screen.ts'
import { linesOf } from '../../local/import/lines.ts'
import { openArchive } from '../../local/replay/archive.ts'
import { LONGEST_LINE, readArchived } from '../../local/replay/archived.ts'
import { INLINE_BODY_LIMIT } from '../../shared/domain/listen/delivery.ts'
import { RAW_PREFIX } from '../../shared/domain/listen/raw-records.ts'
import { mentionId } from '../../shared/domain/respond/mention-id.ts'
import { push } from '../support/deliver.ts'
import { deadLetters, type Earshot, redrive, startEarshot } from '../support/earshot.ts'
import { sayingSomething, scanAll } from '../support/graph.ts'
import { deliver, different, happenings } from '../support/story.ts'

/**
 * The demo's deliveries, archived while Firehose refuses some of what it is given and functions are killed; then replayed onto the living table, and
 * into the empty table of a twin that has nothing but the archive and the secrets.
 */

const NOW = '2026-11-14T16:05:00.000Z'
/** The next morning: what was to be decided is decided, what was to be sent is sent, and Firehose's buffer is written. */
const LATER = ['2026-11-15T11:05:00.000Z', '2026-11-15T11:30:00.000Z']

/** Whoever takes deliveries in dies now and then; what the stream's readers make of them is no part of this. */
const KILLS = { before: 0.01, after: 0.01, seed: 5, functions: ['listen-door', 'understand-worker'] }

/** How often something was written until it was what it is. */
const HOW_OFTEN = new Set(['ver', 'settles'])

/** What keeps a replayed state from starting nudges; and when a link was last looked at, which the clock says. */
const KEEPS_QUIET =
  /^(?:activity history: undefined "told"|identity joined: "[^"]+" undefined|thread (?:info|solved)Past: undefined true|content link: .+ undefined)$/

type Item = Record<string, unknown>

/**
 * What the clock, an engine, people at the API or in their inbox make; and the log of links, which tells in what order
 * deliveries happened to be worked on.
 */
const NOT_DELIVERED = new Set([
  ...['decision', 'budget', 'click', 'setting', 'understood', 'log', 'health'],
  // Recipes that decided, how their emails were taken, links that were looked at; and when a sign-up's word was written down.
  ...['recipe-version', 'recipe-health', 'links', 'featured', 'featured-word'],
])

/** What is worked out of the table as time goes by, hour by hour and night by night, and worked out again of a rebuilt one. */
const WORKED_OUT = new Set([
  ...['scores', 'due', 'place-on-board', 'place', 'nightly', 'chunk', 'run', 'membership', 'segments', 'backfill'],
  ...['topic', 'topic-window', 'topic-hour', 'topic-top', 'topics-done', 'voices', 'suggestion', 'likeness'],
])

const nameOf = ({ pk, sk }: Item): string => `${pk} ${sk}`
const byName = (items: readonly Item[]): Map<string, Item> => new Map(items.map((item) => [nameOf(item), item]))

const emailsOf = async ({ local }: Earshot): Promise<unknown[]> =>
  (await (await fetch(`${local.inbox}/api/emails`)).json()) as unknown[]

/** Has Firehose refuse calls and records, and functions die between their calls; `{}` ends it. */
const chaos = async ({ own }: Earshot, what: { firehose?: object; kill?: object }): Promise<void> => {
  await fetch(own('chaos'), { method: 'POST', body: JSON.stringify(what) })
}

/** Lets everything come to rest, then and the next morning. */
const settled = async ({ runner }: Earshot): Promise<void> => {
  for (const now of LATER) {
    await runner.settle()
    await runner.moveTo(now)
    await runner.tick()
    await runner.settle()
  }
}

/** Runs the command as somebody at a desk does. @returns its exit code and what it said */
const replayed = async ({ data, runner }: Earshot, ...args: string[]) => {
  const [out, err]: [string[], string[]] = [[], []]
  const screen = screenOn({ write: (text: string) => err.push(text) }, {})
  const { signal } = new AbortController()
  const code = await runReplay([...args, '--data', data, '--rate', '10000'], {
    out: (line) => out.push(line),
    screen,
    signal,
  })
  await runner.settle()
  return { code, out, err: err.join('') }
}

const objectsOf = async ({ local }: Earshot, prefix: string): Promise<string[]> => {
  const { sdk, archiveBucket: Bucket } = localTarget(local)
  const s3 = new S3Client(sdk)
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }))
  s3.destroy()
  return Contents.map(({ Key = '' }) => Key)
}

/** Whatever stands in the archive, once; and when it was received. */
const archived = async ({ local }: Earshot): Promise<{ ids: Set<string>; received: Set<unknown> }> => {
  const archive = openArchive(localTarget(local))
  const ids = new Set<string>()
  const received = new Set<unknown>()
  for await (const key of archive.keys({ after: RAW_PREFIX, last: undefined }))
    for await (const line of linesOf(await archive.open(key), LONGEST_LINE)) {
      const read = 'bytes' in line ? readArchived(line.bytes) : line
      if (!('delivery' in read)) continue
      ids.add(`${read.delivery.source} ${read.delivery.id}`)
      received.add(read.delivery.receivedAt)
    }
  archive.close()
  return { ids, received }
}

/** Says by the API that a question is none. @returns the item's key */
const correct = async ({ local }: Earshot): Promise<string> => {
  const mention = before.find(({ type, intents }) => type === 'activity' && String(intents).includes('question'))
  const id = mentionId(String(mention?.platform), String(mention?.id))
  const answer = await fetch(`${local.app}/api/mentions/${id}/understanding`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${local.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sentiment: 'NEGATIVE', intents: [] }),
  })
  expect({ status: answer.status, text: await answer.text() }).toMatchObject({ status: 200 })
  return String(mention?.pk)
}

const longPost = {
  post: {
    ...{ id: 990_001, user_id: 77, username: 'long_winded', name: 'Long Winded', post_number: 1, topic_id: 990_000 },
    ...{ topic_slug: 'a-long-story', topic_title: 'A long story', post_type: 1, category_id: 5 },
    created_at: '2026-11-13T10:00:00.000Z',
    updated_at: '2026-11-13T10:00:00.000Z',
    raw: 'How do I descale the machine? '.repeat(300),
    cooked: `<p>${'How do I descale the machine? '.repeat(Math.ceil(INLINE_BODY_LIMIT / 25))}</p>`,
  },
}

let living: Earshot
let rebuilt: Earshot
let before: Item[]
/** Content that came through the API. */
let byHand: Set<string>
let emails: number

beforeAll(async () => {
  living = await startEarshot('archive-living')
  const twin = mkdtempSync(join(tmpdir(), 'earshot-twin-'))
  // The twin has the secrets, and no table yet that anything was written to.
  await living.crashAndRestart((data) => cpSync(data, twin, { recursive: true }))
  await living.runner.moveTo(NOW)
  await living.api.post('/api/content', guides)
  byHand = new Set((await scanAll(living.local.aws)).map(nameOf))
  await chaos(living, { firehose: { calls: 0.3, records: 0.3, seed: 5 }, kill: KILLS })
  for (const happening of happenings) await deliver(living, happening, NOW)
  expect(await push(living, { source: 'discourse', event: 'post_created', body: longPost })).toMatchObject({
    status: 202,
  })
  await living.runner.settle()
  await chaos(living, {})
  await redrive(living)
  await settled(living)
  before = await scanAll(living.local.aws)
  emails = (await emailsOf(living)).length
  await living.crashAndRestart((data) => {
    rmSync(join(twin, 'messaging'), { recursive: true })
    cpSync(join(data, 'messaging'), join(twin, 'messaging'), { recursive: true })
  })
  rebuilt = await startEarshot('archive-rebuilt', { twinOf: twin })
  rmSync(twin, { recursive: true })
  await rebuilt.runner.moveTo('2026-11-15T11:31:00.000Z')
}, 300_000)

afterAll(async () => {
  await living.stop()
  await rebuilt.stop()
})

describe('the archive', () => {
  it('has every delivery, though Firehose refused some at first and functions were killed', async () => {
    expect((await archived(living)).ids.size).toBe(different + 1)
    expect((await replayed(living, '--all', '--dry-run')).code).toBe(0)
    expect(await deadLetters(living)).toEqual([])
    const raw = await objectsOf(living, 'raw/')
    expect(raw.every((key) => /^raw\/2026\/11\/14\/16\/.+\.gz$/.test(key))).toBe(true)
  })

  it('is not written to by what comes out of it; the living table, corrections and the inbox stay as they are', async () => {
    const raw = await objectsOf(living, 'raw/')
    const corrected = await correct(living)
    const all = async (): Promise<Item[]> =>
      // The watch over the sources writes as time goes by, whatever is replayed; so do scores, topics, the night and SES's account.
      (await scanAll(living.local.aws)).filter(
        ({ type, sk }) => type !== 'health' && sk !== 'SENDING' && !WORKED_OUT.has(String(type)),
      )
    const table = await all()
    expect(table.filter(({ pk, correction }) => pk === corrected && correction)).toHaveLength(1)
    const { code, out } = await replayed(living, '--from', '2026-11-14')
    expect(code).toBe(0)
    expect(out.join('\n')).toMatch(/\d{2} queued/)
    await living.runner.moveTo('2026-11-15T11:45:00.000Z')
    await living.runner.settle()
    expect(await objectsOf(living, 'raw/')).toEqual(raw)
    expect(await emailsOf(living)).toHaveLength(emails)
    const after = byName(await all())
    for (const item of table) expect(after.get(nameOf(item))).toEqual(item)
    expect(after.size).toBe(table.length)
  }, 120_000)
})

describe('a table that is built from the archive', () => {
  it('is the one that was there, but for what no delivery says', async () => {
    expect(await scanAll(rebuilt.local.aws)).toEqual([])
    expect((await replayed(rebuilt, '--all')).code).toBe(0)
    const delivered = (items: readonly Item[]): Map<string, Item> =>
      byName(
        sayingSomething(
          items.filter(
            ({ type, ...item }) =>
              !NOT_DELIVERED.has(String(type)) && !WORKED_OUT.has(String(type)) && !byHand.has(nameOf(item)),
          ),
          HOW_OFTEN,
        ),
      )
    const [expected, got] = [delivered(before), delivered(await scanAll(rebuilt.local.aws))]
    expect([...got.keys()].sort()).toEqual([...expected.keys()].sort())
    expect(expected.size).toBeGreaterThan(100)
    const { received } = await archived(living)
    // Of two deliveries that tell the same state the one that is worked on first says when it was received.
    const toldTwice = (item: Item, its: Item): ReadonlySet<string> =>
      new Set(received.has(item.receivedAt) && received.has(its.receivedAt) ? ['receivedAt', 'expires'] : [])
    const differences = [...expected].flatMap(([name, item]) => {
      const its = got.get(name) ?? {}
      const free = toldTwice(item, its)
      return [...new Set([...Object.keys(item), ...Object.keys(its)])]
        .filter((field) => !free.has(field) && !isDeepStrictEqual(item[field], its[field]))
        .map((field) => `${item.type} ${field}: ${JSON.stringify(item[field])} ${JSON.stringify(its[field])}`)
    })
    expect(differences.filter((line) => !KEEPS_QUIET.test(line))).toEqual([])
    const activities = [...got.values()].filter(({ type }) => type === 'activity')
    expect(activities.every(({ history }) => history === 'told')).toBe(true)
  }, 120_000)

  it('sends nobody anything', async () => {
    await settled(rebuilt)
    expect((await scanAll(rebuilt.local.aws)).filter(({ type }) => type === 'decision')).toEqual([])
    expect(await emailsOf(rebuilt)).toEqual([])
    expect(emails).toBeGreaterThan(0)
  }, 60_000)

  it('needs no right that a function or Firehose does not have', async () => {
    expect((await living.iam()).denied).toEqual([])
    expect((await rebuilt.iam()).denied).toEqual([])
    expect(await deadLetters(rebuilt)).toEqual([])
  })
})

describe('a delivery whose large body is no longer there', () => {
  it('is counted and not queued', async () => {
    const [body] = await objectsOf(rebuilt, 'deliveries/')
    const { sdk, archiveBucket: Bucket } = localTarget(rebuilt.local)
    const s3 = new S3Client(sdk)
    await s3.send(new DeleteObjectCommand({ Bucket, Key: body }))
    s3.destroy()
    const { out } = await replayed(rebuilt, '--source', 'discourse', '--all', '--dry-run')
    expect(out).toContainEqual(expect.stringMatching(/^\d+ not queued: their bodies are no longer in the archive$/))
  })
})
