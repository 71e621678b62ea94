import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { DomainEvent } from '../../shared/domain/events.ts'
import { DAY, isoOf, MINUTE } from '../../shared/domain/time.ts'
import { birthId } from '../../shared/store/keys.ts'
import { push } from '../support/deliver.ts'
import { deadLetters, type Earshot, startEarshot } from '../support/earshot.ts'

const START = Date.parse('2026-11-14T10:00:00.000Z')

let earshot: Earshot

beforeAll(async () => {
  earshot = await startEarshot('segments')
  await earshot.runner.moveTo(isoOf(START))
}, 120_000)
afterAll(() => earshot?.stop())

const write = async (author: string, id: string, at: number): Promise<void> => {
  const data = {
    kind: 'post',
    id,
    author: { id: author },
    text: `About the grinder, ${id}`,
    thread: { id: 't1' },
    createdAt: isoOf(at),
  }
  const body = { type: 'mention', timestamp: isoOf(at), data }
  expect((await push(earshot, { source: 'standard', body, now: at, id: `msg_${id}` })).status).toBe(202)
}

type Told = { bus: string; 'detail-type': string; detail: DomainEvent }

/** What other systems were told of a segment, each event once. */
const toldOf = async (segment: string): Promise<string[]> => {
  const told = (await (await fetch(earshot.own('events'))).json()) as Told[]
  const events = new Map(told.map(({ detail }) => [detail.id, detail]))
  return [...events.values()].flatMap(({ type, data }) =>
    'segment' in data && data.segment === segment ? [`${type} ${data.person}`] : [],
  )
}

const membersOf = async (segment: string): Promise<string[]> => {
  const { items } = await earshot.api.get<{ items: { personId: string }[] }>(
    `/api/segments/${segment}/members?limit=100`,
  )
  return items.map(({ personId }) => personId)
}

/** Asks again until it is so: a stream has nothing that says that it is at its end. */
const until = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 150; tries++) {
    if (await isSo()) return
    await earshot.runner.settle()
    await sleep(200)
  }
  throw new Error(`It never came about that ${what}.\n${earshot.log().slice(-4_000)}`)
}

it('a person enters a segment by what is written and leaves it by time alone; a new segment is filled behind', async () => {
  const [jim, kate] = [birthId('standard:jim'), birthId('standard:kate')]
  await write('jim', 'a1', START)
  await write('kate', 'b1', START)
  await until('both are new', async () => (await membersOf('new')).length === 2)
  await until('that was told', async () => (await toldOf('new')).length === 2)

  const rule = {
    all: [
      { f: 'mentions', op: '>=', v: 1 },
      { f: 'daysSinceActivity', op: '<', v: 10 },
    ],
  }
  await earshot.api.put('/api/segments/lately', { name: 'Lately', rule })
  expect(await membersOf('lately')).toEqual([])
  for (let minute = 1; minute <= 8; minute++) {
    await earshot.runner.moveTo(isoOf(START + minute * MINUTE))
    await earshot.runner.settle()
  }
  await until('the new segment is filled', async () => (await membersOf('lately')).length === 2)
  expect(await earshot.api.get('/api/segments/lately')).toMatchObject({ backfill: { state: 'done', failed: 0 } })

  await earshot.runner.moveTo(isoOf(START + 5 * DAY))
  await write('kate', 'b2', START + 5 * DAY)
  await earshot.runner.settle()
  await earshot.runner.moveTo(isoOf(START + 11 * DAY))
  await until('Jim has left', async () => !(await membersOf('lately')).includes(jim))
  expect(await membersOf('lately')).toEqual([kate])
  await until('that was told', async () => (await toldOf('lately')).length === 3)
  expect((await toldOf('lately')).toSorted()).toEqual(
    [`segment.entered ${jim}`, `segment.entered ${kate}`, `segment.left ${jim}`].toSorted(),
  )

  await earshot.runner.moveTo(isoOf(START + 40 * DAY))
  await until('nobody is new any more', async () => (await membersOf('new')).length === 0)

  await earshot.api.delete('/api/segments/gone-quiet')
  await earshot.api.put('/api/segments/lately', { name: 'Lately', rule: { f: 'mentions', op: '>=', v: 2 } })
  for (let minute = 1; minute <= 4; minute++) await earshot.runner.moveTo(isoOf(START + 40 * DAY + minute * MINUTE))
  await until('the changed rule counts for all', async () => (await membersOf('lately')).join() === kate)
  await earshot.api.delete('/api/segments/lately')
  for (let minute = 5; minute <= 8; minute++) await earshot.runner.moveTo(isoOf(START + 40 * DAY + minute * MINUTE))
  await until('Kate has left what is no more', async () => (await toldOf('lately')).at(-1) === `segment.left ${kate}`)
  expect(await deadLetters(earshot)).toEqual([])
}, 180_000)
