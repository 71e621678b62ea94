import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { startDynamoDB } from '../../local/dynamodb/server.ts'
import { tagsOf } from '../../shared/domain/measure/tags.ts'
import { type Recipe, readRecipe } from '../../shared/domain/nudge/recipe.ts'
import { HOUR, isoOf, msOf } from '../../shared/domain/time.ts'
import { newDecision, patched } from '../../shared/store/decisions.ts'
import { indexKeys } from '../../shared/store/index-keys.ts'
import { birthId, keys } from '../../shared/store/keys.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import { openTable } from '../../shared/store/table.ts'
import { NOON, recipeJson, settings } from '../../test/domain/nudge/factories.ts'
import { functionsIn, type Named } from '../../test/simulator/functions.ts'
import type { Process } from '../../test/simulator/process.ts'
import { activityItem, personItems } from '../../test/support/graph-items.ts'
import { fixedRecipes } from '../../test/support/recipes.ts'
import { TEST_CREDENTIALS, tableDefinition } from '../../test/support/table.ts'
import type { TableReading } from './meter.ts'

const COMMON = { if: [], unless: [], cooldown: '0m', template: 'guidepost@1', holdout: 0 }
const CONTENT = { pick: 'stage', stages: ['use'], minScore: 0 }
const BEFORE = '2026-01-01T00:00:00.000Z'

/** Recipes that all wait for the same question. */
export const recipesOf = (count: number, over: Record<string, unknown> = {}): Recipe[] =>
  Array.from({ length: count }, (_, n) => {
    const id = `recipe-${n}`
    const json = recipeJson({ id, after: '0m', priority: n + 1, content: CONTENT, ...COMMON, ...over })
    return readRecipe(`recipes/${id}.json`, json)
  })

const empty = (): TableReading => ({ calls: {}, write: 0, read: 0 })
type Units = { CapacityUnits: number }

/** A table within this process that counts calls and units as DynamoDB bills them. */
const openCounted = async () => {
  const server = await startDynamoDB()
  let reading = empty()
  const handle = async ({ headers, body }: { headers: Record<string, string>; body?: Uint8Array }) => {
    const target = headers['x-amz-target'] ?? ''
    const operation = target.split('.')[1] ?? ''
    const text = body ? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString() : '{}'
    const asked = JSON.parse(text) as object
    const metered = operation === 'CreateTable' ? asked : { ...asked, ReturnConsumedCapacity: 'INDEXES' }
    const answer = await server.ask(target, Buffer.from(JSON.stringify(metered)))
    reading.calls[operation] = (reading.calls[operation] ?? 0) + 1
    const { ConsumedCapacity = [] } = answer.body as { ConsumedCapacity?: Units | Units[] }
    const units = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0)
    reading[/Get|Query|Scan/.test(operation) ? 'read' : 'write'] += units
    return { response: { statusCode: answer.status, headers: {}, body: Buffer.from(JSON.stringify(answer.body)) } }
  }
  const client = new DynamoDBClient({
    ...{ region: 'us-east-1', credentials: TEST_CREDENTIALS, maxAttempts: 1 },
    requestHandler: { handle },
    signer: { sign: async (request) => request },
  })
  await client.send(new CreateTableCommand(tableDefinition('earshot')))
  /** Writes items as they are, uncounted. */
  const fill = async (items: readonly object[]): Promise<void> => {
    for (let from = 0; from < items.length; from += 25) {
      const earshot = items
        .slice(from, from + 25)
        .map((item) => ({ PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) } }))
      const body = Buffer.from(JSON.stringify({ RequestItems: { earshot } }))
      const { status } = await server.ask('DynamoDB_20120810.BatchWriteItem', body)
      if (status !== 200) throw new Error(`The table did not take the items: ${status}`)
    }
  }
  const take = (): TableReading => {
    const taken = reading
    reading = empty()
    return taken
  }
  return { table: openTable('earshot', client), fill, take, close: () => server.close() }
}

const word = { granted: true, basis: 'consent', wording: 'w', source: 'forum', at: BEFORE }

/** Somebody with an account, an address and, where they are mailed, a consent. */
const somebody = (name: string, consents: boolean): object[] => {
  const zone = { timeZone: { v: 'Europe/London', at: BEFORE } }
  const [account, email] = [`forum:${name}`, `email:${name}`]
  const preferences = { ...keys.preferences(email), type: 'preferences', ver: 1, topics: { answers: word } }
  return [
    ...personItems([
      { iid: account, profile: zone },
      { iid: email, address: `${name}@example.com` },
    ]),
    ...(consents ? [preferences] : []),
  ]
}

/** What somebody else has behind them: a decision that waits for next year. */
const behind = (n: number, recipe: Recipe): object[] => {
  const at = isoOf(msOf('2027-06-10T12:00:00.000Z'))
  const subject = { platform: 'forum', id: `old${n}`, kind: 'post', threadId: `old${n}`, at }
  const about = { subject, iid: `forum:b${n}`, personId: birthId(`forum:b${n}`), now: NOON, keepDays: 400 }
  return [...somebody(`b${n}`, true), newDecision(recipe, about)]
}

const pieces = Array.from({ length: 40 }, (_, n) => ({
  ...{ ...keys.content(`c${n}`), type: 'content', id: `c${n}`, rev: '1', kind: 'guide', title: `Guide ${n}` },
  ...{ url: `https://community.example/c${n}`, language: 'en', stage: 'use', topics: [], exclusive: true },
  ...{
    helpful: 3,
    votes: 3,
    publishedAt: BEFORE,
    sends: 0,
    clickers: 0,
    q: indexKeys.content('use', 'en'),
    qs: `c${n}`,
  },
}))

/**
 * The pipeline on a table that counts, with so many people behind.
 * @param people whose decisions are none of our business, and must cost nothing
 */
export const openNudgeMeter = async (people: number, recipes: readonly Recipe[]) => {
  const { table, fill, take, close } = await openCounted()
  const clock = { now: msOf(NOON) }
  let queue: Named[] = []
  let seq = 0
  await fill(pieces)
  const [first] = recipes
  for (let n = 0; first && n < people; n += 1_000)
    await fill(Array.from({ length: Math.min(1_000, people - n) }, (_, at) => behind(n + at, first)).flat())
  const functions = functionsIn({
    ...{ settings: settings(), clock, random: () => 0.5, bug: undefined, recipes: () => fixedRecipes(recipes) },
    enqueue: (named) => void queue.push(named),
    ses: () => 'm1',
  })
  const process: Process = { call: async (work) => work(++seq), table, last: () => seq }
  const counted = async (work: () => Promise<unknown>): Promise<TableReading> => {
    take()
    await work()
    return take()
  }
  return {
    clock,
    close,
    /** Somebody new, who may be mailed or not, asks a question: what deciding about it takes. */
    ask: async (name: string, consents = true): Promise<TableReading> => {
      const question = { platform: 'forum', threadId: name, intents: ['question' as const] }
      const after = activityItem({ id: name, iid: `forum:${name}`, createdAt: isoOf(clock.now), ...question })
      await fill([...somebody(name, consents), after])
      return counted(() => functions.stream(process, { after }))
    },
    /** Sends what is queued: what that takes. */
    send: async (): Promise<TableReading> => {
      const now = queue
      queue = []
      return counted(async () => {
        for (const named of now) await functions.send(process, named)
      })
    },
    /** SES tells that somebody's email was sent and delivered: what taking that in takes. */
    hear: async (name: string, recipe: Recipe): Promise<TableReading> => {
      const subject = { platform: 'forum', id: name, kind: 'post', threadId: name, at: isoOf(clock.now) }
      const about = { subject, iid: `forum:${name}`, personId: '', now: NOON, keepDays: 400 }
      const { id, iid } = patched(newDecision(recipe, about), { updatedAt: NOON }) satisfies DecisionItem
      const tags = Object.fromEntries(tagsOf({ id, iid, recipe: recipe.id }).map(({ Name, Value }) => [Name, [Value]]))
      const mail = { messageId: 'm1', timestamp: isoOf(clock.now), tags }
      const delivery = { timestamp: isoOf(clock.now + 1) }
      return counted(async () => {
        await functions.feedback(process, JSON.stringify({ eventType: 'Send', mail, send: {} }))
        await functions.feedback(process, JSON.stringify({ eventType: 'Delivery', mail, delivery }))
      })
    },
    /** One sweep when nothing is due. */
    sweep: () => counted(() => functions.sweep(process)),
    /** Lets time pass. */
    pass: (hours: number): void => {
      clock.now += hours * HOUR
    },
  }
}
