import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { PersonScoresAnswer } from '../../shared/domain/respond/score-answers.ts'
import { DAY, isoOf, MINUTE } from '../../shared/domain/time.ts'
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

const say = async (n: number, author: string, parent?: string): Promise<void> => {
  const data = {
    ...{ kind: parent ? 'reply' : 'post', id: `m${n}`, author: { id: author, handle: author } },
    ...{ text: 'I love this grinder, it is wonderful', language: 'en', thread: { id: 't' } },
    createdAt: isoOf(START),
    ...(parent ? { parent: { id: parent } } : {}),
  }
  const body = { type: 'mention', timestamp: isoOf(START), data }
  const { status } = await push(earshot, { source: 'standard', body, now: START, id: `msg_${n}` })
  expect(status).toBe(202)
}

it('scores who writes, ranks them, and finds out at night who is answered', async () => {
  await say(1, 'ann')
  for (let n = 2; n <= 6; n++) await say(n, 'bob', 'm1')
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
