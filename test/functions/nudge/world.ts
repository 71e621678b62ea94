import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import { type Planning, plan } from '../../../functions/nudge/planning.ts'
import type { Recipe } from '../../../shared/domain/nudge/recipe.ts'
import { type Change, changeOf } from '../../../shared/store/changes.ts'
import { putContent } from '../../../shared/store/content.ts'
import { decisionsOfIdentity } from '../../../shared/store/decisions.ts'
import type { ActivityItem } from '../../../shared/store/items.ts'
import { keys } from '../../../shared/store/keys.ts'
import type { BudgetItem, DecisionItem, PreferencesItem } from '../../../shared/store/nudge-records.ts'
import type { RecipeReader } from '../../../shared/store/recipes.ts'
import type { Table } from '../../../shared/store/table.ts'
import { NOON, recipe, settings } from '../../domain/nudge/factories.ts'
import { activityItem, personItems, putItems } from '../../support/graph-items.ts'
import { fixedRecipes } from '../../support/recipes.ts'
import { readStream } from '../../support/stream.ts'
import type { TestTable } from '../../support/table.ts'

export const JIM = 'forum:1'
export const MAIL = 'email:jim'

export const preferencesItem = (over: Partial<PreferencesItem> = {}): PreferencesItem => ({
  ...(keys.preferences(MAIL) as { pk: string; sk: 'PREFS' }),
  type: 'preferences',
  ver: 1,
  topics: {
    answers: { granted: true, basis: 'consent', wording: 'w', source: 'forum', at: '2026-01-01T00:00:00.000Z' },
  },
  ...over,
})

export const budgetItem = (sent: BudgetItem['sent']): BudgetItem => ({
  ...(keys.budget(MAIL) as { pk: string; sk: 'BUDGET' }),
  type: 'budget',
  ver: 1,
  sent,
})

/** Jim: an account on the forum in London and an address that said yes. */
export const jim = (): Record<string, unknown>[] => [
  ...personItems([
    { iid: JIM, profile: { timeZone: { v: 'Europe/London', at: NOON } } },
    { iid: MAIL, address: 'jim@example.com' },
  ]),
  preferencesItem(),
]

/** Jim's question of the day before. */
export const question = (over: Partial<ActivityItem> = {}): ActivityItem =>
  activityItem({
    id: 'p1',
    platform: 'forum',
    iid: JIM,
    createdAt: '2026-06-09T12:00:00.000Z',
    title: 'Descaling light will not go off',
    text: 'I descaled it twice.',
    threadId: 't1',
    intents: ['question'],
    ...over,
  })

export const putGuide = (table: Table, id = 'descaling'): Promise<void> =>
  putContent(
    table,
    {
      id,
      kind: 'guide',
      title: 'The descaling light',
      url: `https://community.example/${id}`,
      language: 'en',
      stage: 'use',
      topics: ['maintenance'],
      exclusive: true,
      publishedAt: '2026-05-01T00:00:00.000Z',
    },
    NOON,
  )

/** Jim has asked, and there is a guide that may help him. */
export const jimAsks = async (table: Table): Promise<void> => {
  await putItems(table, jim())
  await putGuide(table)
  await put(table, question())
}

/** Recipes that nobody changes, or a reader of some that somebody does. */
type Recipes = readonly Recipe[] | RecipeReader

/** Dependencies that note what was queued, and which addresses were asked. */
export const planning = (
  table: Table,
  { recipes = [recipe({ after: '0m' })], ...over }: Partial<Omit<Planning, 'recipes'>> & { recipes?: Recipes } = {},
): Planning & { queued: { iid: string; id: string }[]; asked: string[] } => {
  const queued: { iid: string; id: string }[] = []
  const asked: string[] = []
  return {
    table,
    settings: settings(),
    recipes: 'all' in recipes ? recipes : fixedRecipes(recipes),
    keepDays: 400,
    enqueue: async ({ iid, id }) => {
      queued.push({ iid, id })
    },
    ask: async (emailIid) => void asked.push(emailIid),
    queued,
    asked,
    ...over,
  }
}

export const put = async (table: Table, ...items: Record<string, unknown>[]): Promise<void> => {
  for (const Item of items) await table.client.send(new PutCommand({ TableName: table.name, Item }))
}

/** What the table's stream has told of items of a type so far. */
export const changesOf = async ({ table, client, url }: TestTable, type = 'activity'): Promise<Change[]> =>
  (await readStream({ client, url, name: table.name }))
    .map((record) => changeOf(record as unknown as DynamoDBRecord))
    .filter(({ after }) => after?.type === type)

/** Planning hears of all activities that were written so far, also of those that it has heard of. */
export const planAll = async (deps: Planning, test: TestTable, now = NOON): Promise<void> => {
  for (const change of await changesOf(test)) await plan(deps, change, now)
}

/** @throws when it is not the only one */
export const onlyDecision = async (table: Table, iid = JIM): Promise<DecisionItem> => {
  const [decision, ...rest] = await decisionsOf(table, iid)
  if (decision && rest.length === 0) return decision
  throw new Error(`there are ${rest.length + (decision ? 1 : 0)} decisions`)
}

export const decisionsOf = (table: Table, iid = JIM): Promise<DecisionItem[]> => decisionsOfIdentity(table, iid)

export const read = async (
  table: Table,
  key: { pk: string; sk: string },
): Promise<Record<string, unknown> | undefined> =>
  (await table.client.send(new GetCommand({ TableName: table.name, Key: key }))).Item

export { putItems }
export const recipeNow = (changes: Record<string, unknown> = {}): Recipe => recipe({ after: '0m', ...changes })
