import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import guides from '../../local/demo/content.json' with { type: 'json' }
import { type ForumPost, type ForumUser, forumPost, forumUser } from '../../local/payloads/discourse.ts'
import { HOUR, isoOf, MINUTE } from '../../shared/domain/time.ts'
import { push } from '../support/deliver.ts'
import { deadLetters, type Earshot, ROOT, startEarshot } from '../support/earshot.ts'
import { graphOf, scanAll } from '../support/graph.ts'

/** Years of a forum, imported: connected and counted as if they had come live, exactly once, and nobody gets an email. */

const QUESTIONS = 500
/** Some of the posts come by webhook as well. */
const BOTH_WAYS = 25
const NOON = Date.parse(`${new Date().toISOString().slice(0, 10)}T12:00:00.000Z`)
/** So that what they ask is due, and not too late, were it live. */
const ASKED = NOON - 30 * HOUR

const member = (id: number): ForumUser => ({
  id,
  username: `member${id}`,
  name: `Member ${id}`,
  email: `m${id}@mail.example`,
  timezone: 'Europe/London',
})
const members = Array.from({ length: 20 }, (_, at) => member(at + 1))

const questionOf = (by: ForumUser, topic: number, createdAt: number): ForumPost => ({
  id: topic * 10,
  topic: { id: topic, title: 'How do I descale the boiler?', by, createdAt: isoOf(createdAt) },
  number: 1,
  by,
  cooked: '<p>How do I descale the boiler? The water here is hard. Who can help me?</p>',
  createdAt: isoOf(createdAt),
})
const remarkOf = (topic: number): ForumPost => ({
  ...questionOf(member(900 + topic), topic, ASKED),
  cooked: '<p>The parcel is here.</p>',
})

const posts = Array.from({ length: QUESTIONS }, (_, at) =>
  at % (QUESTIONS / BOTH_WAYS) === 0 ? remarkOf(at + 1) : questionOf(member((at % 20) + 1), at + 1, ASKED + at * 1_000),
)
const bothWays = posts.filter((_, at) => at % (QUESTIONS / BOTH_WAYS) === 0)

let dir: string
let file: string
let one: Earshot
let other: Earshot

const webhook = async (earshot: Earshot, event: string, body: string): Promise<void> => {
  const now = await earshot.runner.now()
  expect((await push(earshot, { source: 'discourse', event, body, now })).status).toBe(202)
}
const live = (earshot: Earshot, post: ForumPost) =>
  webhook(earshot, 'post_created', forumPost('post_created', post).body)

type Ended = { code: number | null; text: string }
const importing = (earshot: Earshot, ...more: string[]) => importingFrom(file, earshot, ...more)
const importingFrom = (path: string, earshot: Earshot, ...more: string[]) => {
  const args = ['local/cli/import.ts', path, '--source', 'discourse', '--data', earshot.data, ...more]
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], { cwd: ROOT })
  let text = ''
  for (const out of [child.stdout, child.stderr]) out.on('data', (chunk: unknown) => (text += String(chunk)))
  const ended = new Promise<Ended>((done) => child.once('close', (code) => done({ code, text })))
  return { child, ended }
}

const stateFiles = ({ data }: Earshot): string[] => readdirSync(data).filter((name) => /^import-\w+\.json$/.test(name))
const doneSoFar = (earshot: Earshot): number => {
  const [state] = stateFiles(earshot)
  return state ? (JSON.parse(readFileSync(join(earshot.data, state), 'utf8')) as { done: number }).done : 0
}

/** Without the mark of who was first, which is what the order is about. */
const graph = async ({ local }: Earshot): Promise<string[]> =>
  graphOf((await scanAll(local.aws)).map(({ history: _, ...item }) => item))

/** What was decided about posts. The accounts themselves were told of live, so that welcoming them was thought of. */
const decisions = async ({ local }: Earshot): Promise<string[]> =>
  (await scanAll(local.aws))
    .filter(({ type }) => type === 'decision')
    .map(({ subject }) => subject as { id: string; kind: string })
    .filter(({ kind }) => kind !== 'account')
    .map(({ id }) => id)

/** What followed from joining, which was told live. */
let joined: string[]

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'earshot-import-'))
  file = join(dir, 'posts.json')
  const bodies = posts.map((post) => (JSON.parse(forumPost('post_created', post).body) as { post: object }).post)
  writeFileSync(file, JSON.stringify([...bodies, { id: 1, topic_id: 'x' }], null, 1))
  one = await startEarshot('import-one')
  const twin = join(dir, 'twin')
  await one.crashAndRestart((data) => cpSync(data, twin, { recursive: true }))
  other = await startEarshot('import-other', { twinOf: twin })
  for (const earshot of [one, other]) {
    await earshot.runner.moveTo(isoOf(NOON))
    await earshot.api.post('/api/content', guides)
    for (const who of members)
      await webhook(
        earshot,
        'user_created',
        forumUser('user_created', { ...who, createdAt: isoOf(ASKED - HOUR), active: true }).body,
      )
    await earshot.runner.settle()
  }
  joined = await decisions(one)
}, 240_000)

afterAll(async () => {
  await one.stop()
  await other.stop()
  rmSync(dir, { recursive: true, force: true })
})

describe('an import', () => {
  it('changes nothing when it is only tried', async () => {
    const before = await graph(one)
    const { code, text } = await importing(one, '--dry-run').ended
    expect(text).toContain(`${QUESTIONS} taken`)
    expect(code).toBe(1)
    await one.runner.settle()
    expect(await graph(one)).toEqual(before)
    expect(stateFiles(one)).toEqual([])
  }, 60_000)

  it('goes on where it was killed, and tells the line that it could not take', async () => {
    const first = importing(one, '--rate', '60')
    while (doneSoFar(one) < 50) await sleep(20)
    first.child.kill('SIGKILL')
    await first.ended
    const done = doneSoFar(one)
    expect(done).toBeLessThan(QUESTIONS)
    const { code, text } = await importing(one).ended
    expect(text).toContain(`Goes on after the first ${done}.`)
    expect(text).toContain(`${QUESTIONS} taken`)
    expect(code).toBe(1)
    expect(stateFiles(one)).toEqual([])
    const report = readFileSync(`${file}.rejected.jsonl`, 'utf8').trim().split('\n')
    expect(report.map((line) => JSON.parse(line) as object)).toEqual(
      [
        {
          file: 'posts.json',
          line: expect.any(Number),
          problem: expect.stringContaining('expected a post'),
          id: undefined,
        },
      ].map(({ id: _, ...line }) => line),
    )
    await one.runner.settle()
    expect(await deadLetters(one)).toEqual([])
  }, 120_000)

  it('writes nobody an email, and decides nothing', async () => {
    await one.runner.tick()
    await one.runner.settle()
    expect(await one.runner.emails()).toEqual([])
    expect((await decisions(one)).toSorted()).toEqual(joined.toSorted())
  }, 60_000)

  it('changes nothing when it is done again', async () => {
    const before = await graph(one)
    const { text } = await importing(one).ended
    expect(text).toContain(`${QUESTIONS} taken`)
    await one.runner.settle()
    expect(await graph(one)).toEqual(before)
  }, 120_000)

  it('and webhooks of the same make the same graph, whichever comes first, killed in between or not', async () => {
    for (const post of bothWays) await live(one, post)
    for (const post of bothWays) await live(other, post)
    await other.runner.settle()
    await importing(other).ended
    await Promise.all([one.runner.settle(), other.runner.settle()])
    const expected = await graph(one)
    expect(expected.filter((line) => line.includes('"type":"activity"'))).toHaveLength(QUESTIONS)
    expect(await graph(other)).toEqual(expected)
    expect(await other.runner.emails()).toEqual([])
  }, 120_000)

  it('keeps nobody from being helped with what they ask live', async () => {
    await live(one, questionOf(member(3), 7_000, NOON - 25 * HOUR))
    await one.runner.settle()
    await one.runner.moveTo(isoOf(NOON + 10 * MINUTE))
    await one.runner.tick()
    await one.runner.settle()
    // Two recipes look at a question that nobody has answered.
    expect(new Set(await decisions(one))).toEqual(new Set([...joined, '7000/1']))
    expect((await one.runner.emails()).map(({ to }) => to)).toEqual([['m3@mail.example']])
  }, 60_000)

  it('begins anew when a file in its folder was changed in the meantime', async () => {
    const folder = join(dir, 'folder')
    const topic = (number: number) =>
      (JSON.parse(forumPost('post_created', remarkOf(number)).body) as { post: object }).post
    const write = (name: string, from: number, to: number) =>
      writeFileSync(
        join(folder, name),
        JSON.stringify(Array.from({ length: to - from }, (_, at) => topic(9_000 + from + at))),
      )
    mkdirSync(folder)
    write('a.json', 0, 100)
    write('b.json', 100, 200)
    const first = importingFrom(folder, one, '--rate', '60')
    while (doneSoFar(one) < 20) await sleep(20)
    first.child.kill('SIGKILL')
    await first.ended
    write('a.json', 300, 350)
    const { text } = await importingFrom(folder, one).ended
    expect(text).not.toContain('Goes on after')
    expect(text).toContain('150 taken')
  }, 60_000)

  it('ends with 2 and says why when it cannot begin', async () => {
    const { code, text } = await importing(one, '--format', 'slack').ended
    expect(code).toBe(2)
    expect(text).toMatch(/slack is imported into a source of type slack; this one is of type discourse/)
    expect(existsSync(join(one.data, 'import'))).toBe(false)
  }, 30_000)
})
