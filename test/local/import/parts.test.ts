import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Found } from '../../../local/import/found.ts'
import { judge, type Rules } from '../../../local/import/judge.ts'
import { progressOn, progressWords } from '../../../local/import/progress.ts'
import { deliveriesQueue } from '../../../local/import/queue.ts'
import { openReport } from '../../../local/import/report.ts'
import { type Importing, runImport } from '../../../local/import/run.ts'
import { fresh, type State, stateFile } from '../../../local/import/state.ts'
import { type Delivery, deliverySchema } from '../../../shared/domain/listen/delivery.ts'
import { normaliseDelivery } from '../../../shared/sources/normalise.ts'
import { SETTINGS } from './read.ts'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'earshot-import-parts-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const rules = (over: Partial<Rules> = {}): Rules => ({
  source: 'standard',
  oldest: '2026-01-01T00:00:00.000Z',
  consent: false,
  topics: ['advocates'],
  now: '2026-06-01T00:00:00.000Z',
  normalise: (delivery, body) => normaliseDelivery(delivery, body, SETTINGS),
  ...over,
})
const place = { file: 'a', line: 3 }
const review = (over: object = {}): Found => ({
  ...place,
  activity: { kind: 'post', id: 'r1', at: '2026-03-01T10:00:00Z', author: { id: '7' }, text: 'Good', ...over },
})
const consent = (granted: boolean, topics = ['*']): Found =>
  review({
    kind: 'consent',
    granted,
    topics,
    basis: 'consent',
    wording: 'w',
    author: { id: '7', email: 'a@b.example', emailVerified: true },
  })

describe('a thing found', () => {
  it('is taken when the door would take it', () => {
    expect(judge(rules(), review())).toMatchObject({ send: 'activity' })
  })

  it.each([
    [
      'a wrong kind',
      review({ kind: 'poem' }),
      {
        refused: 'kind: expected one of post, reply, reaction, follow, order, account, consent, solved, thread',
        id: 'r1',
      },
    ],
    ['no author', review({ author: undefined }), { refused: 'author: expected object', id: 'r1' }],
    [
      'no time',
      review({ at: undefined }),
      { refused: 'at: expected a time such as 2026-11-21T20:47:57Z, here or as timestamp', id: 'r1' },
    ],
    [
      'another platform',
      review({ platform: 'other' }),
      { refused: 'platform: this door is for "standard" only; leave the field out', id: 'r1' },
    ],
    [
      'too many bytes',
      review({ text: 'x'.repeat(300_000) }),
      { refused: expect.stringMatching(/at most 200000/), id: 'r1' },
    ],
    ['an old post', review({ at: '2025-12-31T23:59:59Z' }), { skipped: 'older than mentions are kept' }],
    ['what could not be read', { ...place, problem: 'broken', id: '4' }, { refused: 'broken', id: '4' }],
    ['what is not wanted', { ...place, skipped: 'pull request' }, { ...place, skipped: 'pull request' }],
  ])('with %s is not', (_, found, verdict) => {
    expect(judge(rules(), found)).toEqual(verdict)
  })

  it('that is an old thread or account is taken: only mentions and orders grow old', () => {
    const account = review({ kind: 'account', at: '2020-01-01T00:00:00Z' })
    expect(judge(rules(), account)).toMatchObject({ send: 'activity' })
  })

  it('grants consent only where the import is told to let it; it takes back always', () => {
    expect(judge(rules(), consent(true))).toEqual({ refused: expect.stringMatching(/only --consent/), id: 'r1' })
    expect(judge(rules({ consent: true }), consent(true))).toMatchObject({ send: 'activity' })
    expect(judge(rules(), consent(false))).toMatchObject({ send: 'activity' })
  })

  it('is refused where it grants what no email is ever about', () => {
    const granting = rules({ consent: true, topics: ['answers', 'advocates'] })
    expect(judge(granting, consent(true, ['newsletter']))).toEqual({
      refused: "topics: came newsletter; expected some of the stage's: answers, advocates",
      id: 'r1',
    })
    expect(judge(granting, consent(true, ['newsletter', 'answers']))).toMatchObject({ send: 'activity' })
    expect(judge(granting, consent(false, ['newsletter']))).toMatchObject({ send: 'activity' })
  })

  it('of another tenant is refused; of a kind that is not mapped it is left out', () => {
    const issue = (repository: string, event: string): Found => ({
      ...place,
      event: {
        headers: { 'x-github-event': event },
        body: { action: 'opened', repository: { full_name: repository } },
      },
    })
    expect(judge(rules({ source: 'github' }), issue('evil/app', 'issues'))).toEqual({
      refused: 'repository not in the settings',
    })
    expect(judge(rules({ source: 'github' }), issue('acme/app', 'push'))).toEqual({ skipped: 'event not mapped' })
  })
})

describe('the queue', () => {
  const client = (answers: object[]) => {
    const sent: string[][] = []
    const send = async (command: { input: { Entries?: { MessageBody: string }[] } }) => {
      if (command.input.Entries) sent.push(command.input.Entries.map(({ MessageBody }) => MessageBody))
      return answers.shift() ?? {}
    }
    return { sent, client: { send } as unknown as SQSClient }
  }
  const pause = async (): Promise<void> => {}

  it('gets again what it did not take', async () => {
    const { sent, client: sqs } = client([{ Failed: [{ Id: '1', Code: 'Busy' }] }])
    await deliveriesQueue(sqs, 'url', { pause }).send(['a', 'b'])
    expect(sent).toEqual([['a', 'b'], ['b']])
  })

  it('is given up when it takes nothing, or the fault is ours', async () => {
    const busy = Array.from({ length: 6 }, () => ({ Failed: [{ Id: '0', Code: 'Busy' }] }))
    await expect(deliveriesQueue(client(busy).client, 'url', { pause }).send(['a'])).rejects.toThrow(
      /1 of 1 messages: Busy/,
    )
    const ours = client([{ Failed: [{ Id: '0', Code: 'TooLarge', SenderFault: true }] }])
    await expect(deliveriesQueue(ours.client, 'url', { pause }).send(['a'])).rejects.toThrow(/TooLarge/)
    expect(ours.sent).toHaveLength(1)
  })

  it('is waited for while it is full, and asked at most once a second', async () => {
    const full = (number: string) => ({ Attributes: { ApproximateNumberOfMessages: number } })
    const answers = [full('900'), full('201'), full('200')]
    let [waits, time] = [0, 0]
    const queue = deliveriesQueue(client(answers).client, 'url', { pause: async () => void waits++, now: () => time })
    await queue.room()
    expect([waits, answers.length]).toEqual([2, 0])
    answers.push(full('999'))
    time = 999
    await queue.room()
    expect(answers).toHaveLength(1)
  })
})

describe('a run', () => {
  const many = (number: number): Found[] =>
    Array.from({ length: number }, (_, at) =>
      at % 50 === 49 ? { ...place, line: at, problem: 'bad' } : review({ id: `r${at}` }),
    )
  const things = async function* (list: readonly Found[]): AsyncIterable<Found> {
    yield* list
  }
  const run = async (list: readonly Found[], over: Partial<Importing> = {}, path = join(dir, `${Math.random()}`)) => {
    const messages: string[][] = []
    const state = stateFile(path, {})
    const begun = state.load()
    const report = openReport(`${path}.rejected.jsonl`, begun?.reported ?? 0)
    const queue = { send: async (batch: readonly string[]) => void messages.push([...batch]), room: async () => {} }
    const importing: Importing = {
      found: things(list),
      rules: rules(),
      queue,
      state,
      report,
      rate: 1e6,
      tell: () => {},
      ...over,
    }
    const ended = runImport(importing).finally(() => report.close())
    return { messages, state, path, begun, ended }
  }
  const deliveries = (messages: readonly string[][]): Delivery[] =>
    messages.flat().map((one) => deliverySchema.parse(JSON.parse(one)))
  const idsIn = (messages: readonly string[][]): string[] =>
    deliveries(messages).flatMap(({ body }) =>
      (JSON.parse(Buffer.from(body ?? '', 'base64').toString()) as { data: { id: string }[] }).data.map(({ id }) => id),
    )

  it('sends all as history, a few activities in a delivery, ten deliveries a call', async () => {
    const { messages, ended } = await run(many(700))
    expect(await ended).toMatchObject({ done: 700, sent: 686, refused: 14 })
    expect(idsIn(messages)).toHaveLength(686)
    for (const batch of messages) expect(batch.length).toBeLessThanOrEqual(10)
    for (const delivery of deliveries(messages))
      expect(delivery).toMatchObject({ history: true, grantsNothing: true, source: 'standard' })
  })

  it('fits what is large into the limits of a call', async () => {
    const { messages, ended } = await run(
      Array.from({ length: 60 }, (_, at) => review({ id: `r${at}`, text: 'x'.repeat(90_000) })),
    )
    await ended
    expect(idsIn(messages)).toHaveLength(60)
    for (const batch of messages) expect(Buffer.byteLength(batch.join(''))).toBeLessThan(1_000_000)
  })

  it('that breaks off anywhere and goes on sends everything, and refuses everything once', async () => {
    const path = join(dir, 'broken')
    const list = many(900)
    const sent = new Set<string>()
    for (let round = 0; round < 40; round++) {
      let left = 1
      const broken = {
        room: async () => {},
        send: async (batch: readonly string[]) => {
          // The message may have got through although we never hear of it.
          for (const id of idsIn([[...batch]])) sent.add(id)
          if (round < 3 && left-- === 0) throw new Error('killed')
        },
      }
      const { ended, state } = await run(list, { queue: broken }, path)
      const failed = await ended.then(
        () => false,
        () => true,
      )
      if (!failed) break
      expect(state.load()?.done).toBeGreaterThan(0)
    }
    expect(sent.size).toBe(882)
    expect(readFileSync(`${path}.rejected.jsonl`, 'utf8').trim().split('\n')).toHaveLength(18)
    expect(stateFile(path, {}).load()).toBeUndefined()
  })

  it('keeps to its rate', async () => {
    let time = 0
    const clock = {
      clock: () => time,
      pause: async (ms: number) => {
        time += ms
      },
    }
    const { ended } = await run(many(2_000), { rate: 100, ...clock })
    await ended
    expect(time).toBeGreaterThan(15_000)
    expect(time).toBeLessThan(21_000)
  })
})

describe('the state of a run', () => {
  it('is of one import, and what is no state is none', () => {
    const [one, two] = [stateFile(dir, { path: 'a' }), stateFile(dir, { path: 'b' })]
    one.save({ ...fresh(), done: 7 })
    expect([one.load()?.done, two.load()]).toEqual([7, undefined])
    writeFileSync(one.path, '{"v":1')
    expect(one.load()).toBeUndefined()
  })
})

describe('progress', () => {
  const state = (sent: number): State => ({ ...fresh(), sent, refused: 2, skipped: { a: 3, b: 1 } })

  it.each([
    [10, '40 s left'],
    [60, '4 min 0 s left'],
    [3_600, '4 h 0 min left'],
  ])('after %i seconds with a fifth of it done says %s', (seconds, words) => {
    expect(progressWords(state(100), { sent: 100, seconds, bytes: 20, total: 100 })).toContain(words)
  })

  it('is a bar that moves, or a line now and then', () => {
    const out: string[] = []
    const screen = {
      progress: (done: number, total: number, words: string) => void out.push(`${done}/${total} ${words}`),
      line: (text = '') => void out.push(text),
    }
    let time = 0
    const tell = progressOn(screen, { moving: true, total: 100, bytes: () => 50, clock: () => time })
    time = 2_000
    tell(state(100))
    tell(state(300))
    expect(out).toEqual([
      '50/100 100 taken, 2 refused, 4 left out, 0/s, 2 s left',
      '50/100 300 taken, 2 refused, 4 left out, 100/s, 2 s left',
    ])
    const plainly = progressOn(screen, { moving: false, total: 100, bytes: () => 50, clock: () => time })
    plainly(state(1))
    time = 13_000
    plainly(state(2))
    expect(out.slice(2)).toEqual(['50 %  2 taken, 2 refused, 4 left out, 0/s, 11 s left'])
  })
})
