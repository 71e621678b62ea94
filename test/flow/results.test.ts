import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { stages } from '../../infra/config.ts'
import guides from '../../local/demo/content.json' with { type: 'json' }
import { armOf } from '../../shared/domain/nudge/arm.ts'
import type { ResultsAnswer } from '../../shared/domain/respond/results-answers.ts'
import type { WhyAnswer } from '../../shared/domain/respond/why-answers.ts'
import { DAY, HOUR, isoOf, MINUTE } from '../../shared/domain/time.ts'
import { birthId } from '../../shared/store/keys.ts'
import { push } from '../support/deliver.ts'
import { deadLetters, type Earshot, startEarshot } from '../support/earshot.ts'
import { synthesizeWith } from '../support/synthesize-with.ts'

/**
 * Forty people order for the first time; half of them are left without the email. What became of them two weeks later is counted
 * once, through everything that is deployed.
 */

const START = Date.parse('2026-11-16T11:00:00.000Z')
const RECIPE = 'first-order'

/** Who is left without follows from the id alone: the first so many of each arm. */
const peopleIn = (arm: 'treated' | 'holdout', count: number): string[] => {
  const ids = Array.from({ length: 2_000 }, (_, at) => `c${at}`)
  return ids.filter((id) => armOf(RECIPE, birthId(`standard:${id}`), 0.1) === arm).slice(0, count)
}
const treated = peopleIn('treated', 20)
const holdout = peopleIn('holdout', 20)

let earshot: Earshot
let remove: () => Promise<void>

beforeAll(async () => {
  const { local } = stages
  if (!local) throw new Error('The configuration has no stage "local".')
  const made = await synthesizeWith({}, { nudges: { ...local.nudges, holdout: 1 } })
  remove = made.remove
  earshot = await startEarshot('results', { assembly: made.assembly })
  await earshot.runner.moveTo(isoOf(START))
  await earshot.api.post('/api/content', guides)
}, 180_000)
afterAll(async () => {
  await earshot?.stop()
  await remove?.()
})

/** The clock as it was last set: whoever sends something again signs it then. */
let clock = START

const send = async (id: string, customer: string, at: number, data: object): Promise<void> => {
  const author = { id: customer, name: customer, email: `${customer}@example.com`, emailVerified: true }
  const body = { type: 'news', timestamp: isoOf(at), data: { ...data, id, at: isoOf(at), author } }
  expect((await push(earshot, { source: 'standard', body, now: clock, id: `msg_${id}` })).status).toBe(202)
}

const order = (customer: string, at: number, amount = 1_000) =>
  send(`o-${customer}-${at}`, customer, at, { kind: 'order', total: { amount, currency: 'GBP' }, items: [] })

const write = (customer: string, at: number) =>
  send(`p-${customer}-${at}`, customer, at, {
    kind: 'post',
    text: 'My first week with it.',
    thread: { id: `t-${customer}` },
    createdAt: isoOf(at),
  })

const moveOn = async (to: number): Promise<void> => {
  clock = to
  await earshot.runner.moveTo(isoOf(to))
  await earshot.runner.tick()
  await earshot.runner.settle()
}

const results = (): Promise<ResultsAnswer> => earshot.api.get<ResultsAnswer>(`/api/recipes/${RECIPE}/results`)
/** All but when it was asked, and what the last thirty days were like. */
const numbers = async () => {
  const { at: _, mail, ...rest } = await results()
  return { mail, rest }
}

it('people are counted once in the arm that they were given, and repeats change nothing', async () => {
  const everybody = [...treated, ...holdout]
  const first = () => Promise.all(everybody.map((customer) => order(customer, START)))
  await first()
  await earshot.runner.settle()
  for (const minute of [1, 2, 3]) await moveOn(START + minute * MINUTE)
  expect(await earshot.runner.emails()).toHaveLength(treated.length)
  expect((await results()).arms).toMatchObject([
    { arm: 'treated', assigned: 20, waiting: 20, counted: 0 },
    { arm: 'holdout', assigned: 20, waiting: 20, counted: 0 },
  ])

  const inTime = START + 3 * DAY
  await moveOn(inTime)
  for (const customer of [...treated.slice(0, 12), ...holdout.slice(0, 4)]) await write(customer, inTime)
  for (const customer of [...treated.slice(0, 5), ...holdout.slice(0, 2)]) await order(customer, inTime, 2_500)
  await earshot.runner.settle()
  const tooLate = START + 14 * DAY + 30 * MINUTE
  await moveOn(tooLate)
  for (const customer of treated.slice(12)) await write(customer, tooLate)
  await earshot.runner.settle()
  await moveOn(START + 14 * DAY + 2 * HOUR)

  const { rest: counted, mail } = await numbers()
  expect(mail).toMatchObject({ days: 30, delivered: 20, complained: 0, unsubscribed: 0 })
  const zero = { waiting: 0, counted: 20, leftOut: { mixed: 0, joined: 0 }, clicked: 0, solved: 0 }
  expect(counted.arms).toEqual([
    { arm: 'treated', assigned: 20, ...zero, sent: 20, reached: 12, participated: 12, ordered: 5, orders: 5 },
    { arm: 'holdout', assigned: 20, ...zero, sent: 0, reached: 4, participated: 4, ordered: 2, orders: 2 },
  ])
  expect(counted.sentence).toMatch(
    /^Reached the goal: not enough people yet \(need \d+ with the email and \d+ without\)\./,
  )
  expect(counted.experiment).toMatchObject({
    share: 0.1,
    compared: ['mention.created'],
    notCompared: ['nudge.clicked'],
  })

  // The same deliveries again, more sweeps, a power cut, and another month: nobody is counted twice.
  await first()
  await earshot.runner.settle()
  await earshot.crashAndRestart()
  for (const day of [15, 16, 45]) await moveOn(START + day * DAY)
  const after = await numbers()
  expect(after.rest).toEqual(counted)
  // A month later they are too long ago to say anything of the recipe's emails.
  expect(after.mail).toMatchObject({ delivered: 0 })
  expect(await earshot.runner.emails()).toHaveLength(treated.length)

  const [one, other] = [treated[0] ?? '', holdout[0] ?? '']
  const why = (customer: string) => earshot.api.get<WhyAnswer>(`/api/people/${birthId(`standard:${customer}`)}/why`)
  const sentences = async (customer: string) => (await why(customer)).items.map(({ sentence }) => sentence)
  expect((await sentences(one)).at(-1)).toMatch(
    /^On 16 November \S+ placed an order; an email about “.+” was sent at 11:0\d/,
  )
  expect((await sentences(other)).at(-1)).toMatch(
    /belongs to those who are left without, to compare with, so nothing was sent\.$/,
  )
  expect((await why(other)).recipes.find(({ recipe }) => recipe === RECIPE)).toMatchObject({ may: 'no' })
  expect(await deadLetters(earshot)).toEqual([])
}, 240_000)
