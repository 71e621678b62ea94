import { setTimeout as sleep } from 'node:timers/promises'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type DomainEvent, eventSchema } from '../../shared/domain/events.ts'
import type { PersonScoresAnswer } from '../../shared/domain/respond/score-answers.ts'
import { DAY, HOUR, isoOf, MINUTE } from '../../shared/domain/time.ts'
import { birthId, keys, type PersonId } from '../../shared/store/keys.ts'
import { getAll, openTable, type Table } from '../../shared/store/table.ts'
import { push } from '../support/deliver.ts'
import { deadLetters, type Earshot, startEarshot } from '../support/earshot.ts'

/** Mentions come in, and scores, a board and the night's results follow, through everything that is deployed. */

const START = Date.parse('2026-11-14T10:00:00.000Z')

let earshot: Earshot
beforeAll(async () => {
  earshot = await startEarshot('scores')
  await earshot.runner.moveTo(isoOf(START))
}, 120_000)
afterAll(() => earshot?.stop())

const say = async (
  n: number,
  author: string,
  { parent, at = START }: { parent?: string; at?: number } = {},
): Promise<void> => {
  const data = {
    ...{ kind: parent ? 'reply' : 'post', id: `m${n}`, author: { id: author, handle: author } },
    ...{ text: 'I love this grinder, it is wonderful', language: 'en', thread: { id: 't' } },
    createdAt: isoOf(at),
    ...(parent ? { parent: { id: parent } } : {}),
  }
  const body = { type: 'mention', timestamp: isoOf(at), data }
  const { status } = await push(earshot, { source: 'standard', body, now: at, id: `msg_${n}` })
  expect(status).toBe(202)
}

it('scores who writes, ranks them, and finds out at night who is answered', async () => {
  await say(1, 'ann')
  for (let n = 2; n <= 6; n++) await say(n, 'bob', { parent: 'm1' })
  await earshot.runner.settle()
  const ann = await earshot.api.get<{ id: string }>('/api/people?handle=standard:ann')
  const bob = await earshot.api.get<{ id: string }>('/api/people?handle=standard:bob')
  const board = await earshot.api.get<{ items: { personId: string }[] }>('/api/boards/participation')
  expect(board.items.map(({ personId }) => personId)).toEqual([bob.id, ann.id])

  for (const later of [DAY, DAY + 10 * MINUTE]) {
    await earshot.runner.moveTo(isoOf(START + later))
    await earshot.runner.settle()
  }
  const { scores, night, stored } = await earshot.api.get<PersonScoresAnswer>(`/api/people/${ann.id}/scores`)
  expect(night).toBeDefined()
  const influence = scores.find(({ name }) => name === 'influence')
  expect(influence?.lines.map(({ gives }) => gives)).toEqual([0, 0.3, 0.2])
  expect(stored).toBeDefined()
  const summary = await earshot.api.get<{ people: number; lifetimeModel: string }>('/api/scores/summary')
  expect(summary).toMatchObject({ people: 2, lifetimeModel: 'simple' })
  expect(await deadLetters(earshot)).toEqual([])
  expect((await earshot.iam()).denied).toEqual([])
}, 120_000)

/** The table as an operator has it. */
const operatorsTable = async (): Promise<Table> => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = new DynamoDBClient({ endpoint: earshot.local.aws, region: earshot.local.region, credentials })
  const { TableNames = [] } = await client.send(new ListTablesCommand({}))
  return openTable(TableNames[0] ?? '', client)
}

const told = async (): Promise<DomainEvent[]> => {
  const events = (await (await fetch(earshot.own('events'))).json()) as { detail: DomainEvent }[]
  return [...new Map(events.map(({ detail }) => [detail.id, detail])).values()]
}

/** Goes on, a few minutes at a time, until it is so. */
const until = async (what: string, from: number, isSo: () => Promise<boolean>): Promise<void> => {
  for (let tries = 1; tries < 40; tries++) {
    await earshot.runner.moveTo(isoOf(from + tries * 6 * MINUTE))
    await earshot.runner.settle()
    if (await isSo()) return
    await sleep(100)
  }
  throw new Error(`It never came about that ${what}.\n${earshot.log().slice(-4_000)}`)
}

it('tells other systems of people who are one, and of who is on another level, as documented', async () => {
  const from = START + 3 * DAY
  await earshot.runner.moveTo(isoOf(from))
  const [eve, joe] = [birthId('standard:eve'), birthId('standard:joe')]
  await say(11, 'eve', { at: from })
  await say(12, 'joe', { at: from })
  await earshot.runner.settle()
  for (let n = 13; n <= 15; n++) await say(n, 'eve', { at: from })
  const level = (events: DomainEvent[]) => events.find(({ type }) => type === 'level.changed')
  await until('Eve is on another level', from, async () => level(await told()) !== undefined)
  expect(level(await told())?.data).toEqual({ person: eve, from: 'exploring', to: 'participating' })

  const post = await fetch(new URL('/api/links', earshot.local.app), {
    method: 'POST',
    headers: { authorization: `Bearer ${earshot.local.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ a: 'standard:eve', b: 'standard:joe', why: 'she says so' }),
  })
  const { person } = (await post.json()) as { person: string }
  await until('the link was told', from + DAY, async () => (await told()).some(({ type }) => type === 'person.linked'))
  const events = await told()
  const linked = events.find(({ type }) => type === 'person.linked')
  expect(linked?.data).toMatchObject({ person, merged: person === eve ? joe : eve })
  for (const event of events) expect(() => eventSchema(event.type).parse(event)).not.toThrow()
  expect(events.filter(({ type }) => type === 'mention.created')).toHaveLength(11)
  expect(JSON.stringify(events)).not.toContain('wonderful')
}, 180_000)

it('scores people again whose scores are not there: at night, and when somebody changes a segment', async () => {
  const table = await operatorsTable()
  const scoresOf = async (pid: PersonId) => (await getAll(table, [keys.scores(pid)]))[0]
  const lose = async (pid: PersonId): Promise<void> => {
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: keys.scores(pid) }))
    expect(await scoresOf(pid)).toBeUndefined()
  }
  const ann = birthId('standard:ann')
  await lose(ann)
  await until('the night has Ann scored', START + 6 * DAY, async () => (await scoresOf(ann)) !== undefined)

  const rule = { f: 'mentions', op: '>=', v: 1 }
  await earshot.api.put('/api/segments/anybody', { name: 'Anybody', rule })
  const inIt = async (): Promise<boolean> =>
    Object.keys(((await scoresOf(ann)) as { segments?: object } | undefined)?.segments ?? {}).includes('anybody')
  await until('Ann is in the segment', START + 7 * DAY, inIt)
  // Nobody else looks at her first.
  await earshot.chaos({ before: 1, functions: ['score-due'] })
  await earshot.api.delete('/api/segments/anybody')
  await lose(ann)
  await until(
    'those who were in it were asked',
    START + 7 * DAY + 4 * HOUR,
    async () => (await scoresOf(ann)) !== undefined,
  )
  await earshot.chaos({})
  const { items } = await earshot.api.get<{ items: unknown[] }>('/api/boards/participation')
  expect(items).toHaveLength(3)
  expect(await deadLetters(earshot)).toEqual([])
  expect((await earshot.iam()).denied).toEqual([])
}, 180_000)

it('puts aside what it cannot digest and goes on; the next word of somebody puts right what was missed', async () => {
  const from = START + 9 * DAY
  await earshot.runner.moveTo(isoOf(from))
  await earshot.chaos({ before: 1, functions: ['score-stream'] })
  await say(21, 'zoe', { at: from })
  const dead = async (): Promise<boolean> => (await deadLetters(earshot)).some((name) => /ScoreDead/.test(name))
  await until('the change was put aside', from, dead)
  await earshot.chaos({})
  await say(22, 'zoe', { at: await earshot.runner.now() })
  const zoe = birthId('standard:zoe')
  const table = await operatorsTable()
  const mentions = async () =>
    ((await getAll(table, [keys.scores(zoe)]))[0] as { made?: { mentions: number } } | undefined)?.made?.mentions
  await until('both of her words count', from + 5 * HOUR, async () => (await mentions()) === 2)
}, 180_000)
