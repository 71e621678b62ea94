import type { WrittenRecipe } from '../../shared/domain/nudge/recipe.ts'
import { isoOf, MINUTE, msOf } from '../../shared/domain/time.ts'
import { indexKeys } from '../../shared/store/index-keys.ts'
import { birthId, keys } from '../../shared/store/keys.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import { putRecipe } from '../../shared/store/recipe-changes.ts'
import { recipeReader } from '../../shared/store/recipes.ts'
import { NOON, recipeJson, settings } from '../domain/nudge/factories.ts'
import { functionsIn, type Named } from '../simulator/functions.ts'
import { openMemoryTable } from '../simulator/memory-table.ts'
import type { Process } from '../simulator/process.ts'
import { activityItem, personItems } from '../support/graph-items.ts'

/** What SES does with the nth email: takes it when left out. */
type Fate = (nth: number) => { takes: boolean; says?: { name: string; status: number } } | undefined

const help = (over: Record<string, unknown> = {}): WrittenRecipe =>
  recipeJson({
    ...{ after: '0m', if: [], unless: [], cooldown: '0m', template: 'guidepost@1' },
    ...{ content: { pick: 'stage', stages: ['use'], minScore: 0 } },
    ...over,
  }) as WrittenRecipe

/**
 * The pipeline from an activity to SES within this process, with a clock that only the test moves: people `forum:0`, `forum:1`, ...
 * who all want answers, and a question of each.
 */
export const openPipeline = async ({
  people = 1,
  recipes = [help()],
  fate = () => undefined,
}: {
  people?: number
  recipes?: WrittenRecipe[]
  fate?: Fate
} = {}) => {
  const clock = { now: msOf(NOON) }
  const { table, ask, items, changes } = openMemoryTable()
  const put = (item: object): void => {
    ask({ constructor: { name: 'PutCommand' }, input: { Item: item } as never })
  }
  let [queue, seq, calls]: [Named[], number, number] = [[], 0, 0]
  /** What SES took, with when. */
  const emails: { to: string; at: string }[] = []
  const reader = recipeReader(table, () => clock.now, [])
  const functions = functionsIn({
    ...{ settings: settings(), clock, random: () => 0.5, bug: undefined, recipes: () => reader },
    enqueue: (named) => void queue.push(named),
    ses: (request) => {
      const { takes, says } = fate(calls++) ?? { takes: true }
      if (takes) emails.push({ to: request.Destination?.ToAddresses?.[0] ?? '', at: isoOf(clock.now) })
      if (says) throw Object.assign(new Error(says.name), says, { $metadata: { httpStatusCode: says.status } })
      return `m${calls}`
    },
  })
  const process: Process = { call: async (work) => work(++seq), table, last: () => seq }
  const question = (person: number, id = `q${person}`, over: object = {}) =>
    activityItem({
      ...{
        id,
        platform: 'forum',
        iid: `forum:${person}`,
        threadId: id,
        intents: ['question'],
        createdAt: isoOf(clock.now),
      },
      ...over,
    })
  const published = '2026-01-01T00:00:00.000Z'
  for (let n = 0; n < 6; n++)
    put({
      ...{ ...keys.content(`c${n}`), type: 'content', id: `c${n}`, rev: '1', kind: 'guide', title: `Guide ${n}` },
      ...{ url: `https://community.example/c${n}`, language: 'en', stage: 'use', topics: [], exclusive: true },
      ...{ helpful: 3, votes: 3, publishedAt: published, sends: 0, clickers: 0 },
      ...{ q: indexKeys.content('use', 'en'), qs: `c${n}` },
    })
  for (let n = 0; n < people; n++) {
    const zone = { timeZone: { v: 'Europe/London', at: published } }
    const [account, email] = [`forum:${n}`, `email:${n}`]
    for (const item of personItems([
      { iid: account, profile: zone },
      { iid: email, address: `p${n}@example.com` },
    ]))
      put(item)
    await functions.grant(process, { email, topic: 'answers' }, published)
  }
  for (const recipe of recipes) await putRecipe(table, recipe, { by: 'user:ann', at: published })
  let seen = changes.length
  return {
    ...{ table, clock, emails, put, question, process, functions, calls: () => calls },
    person: (n: number) => birthId(`forum:${n}`),
    decisions: () => items().filter(({ type }) => type === 'decision') as unknown as DecisionItem[],
    /** Delivers what the table's stream has, `times` times. */
    stream: async (times = 1): Promise<void> => {
      const fresh = changes.slice(seen).filter(({ after }) => after?.type === 'activity')
      seen = changes.length
      for (let n = 0; n < times; n++) for (const change of fresh) await functions.stream(process, change)
    },
    /** Delivers what is in the send queue, `times` times. */
    deliver: async (times = 1): Promise<void> => {
      const now = queue
      queue = []
      for (let n = 0; n < times; n++)
        for (const named of now) await functions.send(process, named).catch(() => undefined)
    },
    /** Lets minutes pass: in each of them the sweep runs and the queue is delivered. */
    pass: async (minutes: number, every = 1): Promise<void> => {
      for (let n = 0; n < minutes; n += every) {
        clock.now += every * MINUTE
        await functions.sweep(process)
        const now = queue
        queue = []
        for (const named of now) await functions.send(process, named).catch(() => undefined)
      }
    },
  }
}
export { help }
