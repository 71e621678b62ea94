import type { AttributeValue } from '@aws-sdk/client-dynamodb-streams'
import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import {
  type Action,
  ConflictError,
  getAll,
  type Item,
  query,
  type Table,
  transact,
} from '../../../shared/store/table.ts'
import { readStream } from '../../support/stream.ts'
import { withTable } from '../../support/table.ts'

/** What the table should hold: key → item. */
type Model = Map<string, Item>
type Step = { pk: string; apply(model: Model): boolean; action: Action }

const PKS = ['p0', 'p1', 'p2', 'p3', 'p4']
const AUTHORS = ['ann', 'bob']
const pkOf = fc.constantFrom(...PKS)
const small = fc.integer({ min: -5, max: 5 })

const putStep = fc
  .record({
    pk: pkOf,
    n: small,
    au: fc.option(fc.constantFrom(...AUTHORS), { nil: undefined }),
    at: fc.constantFrom('1', '2'),
  })
  .map(({ pk, n, au, at }): Step => {
    const item = { pk, sk: 'A', n, at, ...(au ? { au } : {}) }
    return { pk, action: { Put: { Item: item } }, apply: (model) => Boolean(model.set(pk, item)) }
  })

const createStep = fc.record({ pk: pkOf, n: small }).map(({ pk, n }): Step => {
  const item = { pk, sk: 'A', n }
  return {
    pk,
    action: { Put: { Item: item, ConditionExpression: 'attribute_not_exists(pk)' } },
    apply: (model) => !model.has(pk) && Boolean(model.set(pk, item)),
  }
})

const addStep = fc.record({ pk: pkOf, by: small, most: small }).map(
  ({ pk, by, most }): Step => ({
    pk,
    action: {
      Update: {
        Key: { pk, sk: 'A' },
        UpdateExpression: 'ADD n :by SET seen = :yes',
        ConditionExpression: 'attribute_not_exists(n) OR n <= :most',
        ExpressionAttributeValues: { ':by': by, ':most': most, ':yes': true },
      },
    },
    apply: (model) => {
      const item = model.get(pk)
      if (item?.n !== undefined && Number(item.n) > most) return false
      model.set(pk, { pk, sk: 'A', ...item, n: Number(item?.n ?? 0) + by, seen: true })
      return true
    },
  }),
)

const moveStep = fc.record({ pk: pkOf, au: fc.constantFrom(...AUTHORS) }).map(
  ({ pk, au }): Step => ({
    pk,
    action: {
      Update: {
        Key: { pk, sk: 'A' },
        UpdateExpression: 'SET au = :au, #at = if_not_exists(#at, :nine) REMOVE seen',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':au': au, ':nine': '9' },
      },
    },
    apply: (model) => {
      const { seen: _, ...item } = model.get(pk) ?? { pk, sk: 'A' }
      model.set(pk, { at: '9', ...item, au })
      return true
    },
  }),
)

const deleteStep = fc.record({ pk: pkOf, n: small, any: fc.boolean() }).map(
  ({ pk, n, any }): Step => ({
    pk,
    action: {
      Delete: {
        Key: { pk, sk: 'A' },
        ...(any ? {} : { ConditionExpression: 'n = :n', ExpressionAttributeValues: { ':n': n } }),
      },
    },
    apply: (model) => {
      if (!any && model.get(pk)?.n !== n) return false
      model.delete(pk)
      return true
    },
  }),
)

const step = fc.oneof(putStep, createStep, addStep, moveStep, deleteStep)
const transaction = fc.uniqueArray(step, { selector: ({ pk }) => pk, minLength: 1, maxLength: 4 })

const perform = async (table: Table, model: Model, steps: readonly Step[]): Promise<void> => {
  const draft: Model = new Map(model)
  const allowed = steps.map(({ apply }) => apply(draft))
  const outcome = await transact(
    table,
    steps.map(({ action }) => action),
  ).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (allowed.every(Boolean)) {
    expect(outcome).toBeUndefined()
    for (const pk of PKS) model.delete(pk)
    for (const [pk, item] of draft) model.set(pk, item)
    return
  }
  expect(outcome).toBeInstanceOf(ConflictError)
  expect((outcome as ConflictError).reasons).toEqual(allowed.map((ok) => (ok ? 'None' : 'ConditionalCheckFailed')))
}

const byAuthor = (model: Model, author: string): unknown[] =>
  [...model.values()].filter(({ au, at }) => au === author && at !== undefined).map(({ pk, at }) => `${at}${pk}`)

const plain = (image: Record<string, AttributeValue>): Item =>
  Object.fromEntries(
    Object.entries(image).map(([name, { S, N, BOOL }]) => [name, S ?? (N === undefined ? BOOL : Number(N))]),
  )

describe('random transactions', () => {
  it('leave the table, its index and its stream as a simple model of them says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(transaction, { maxLength: 15 }), (transactions) =>
        withTable(async ({ table, client, url }) => {
          const model: Model = new Map()
          for (const steps of transactions) await perform(table, model, steps)
          expect(
            await getAll(
              table,
              PKS.map((pk) => ({ pk, sk: 'A' })),
            ),
          ).toEqual(PKS.map((pk) => model.get(pk)))
          for (const author of AUTHORS) {
            const { items } = await query(table, { index: 'byAuthor', pk: author })
            expect(items.map(({ pk, at }) => `${at}${pk}`).sort()).toEqual(byAuthor(model, author).sort())
          }
          const replayed: Model = new Map()
          for (const { dynamodb } of await readStream({ client, url, name: table.name })) {
            const pk = dynamodb?.Keys?.pk?.S ?? ''
            const [before, after] = [dynamodb?.OldImage, dynamodb?.NewImage].map((image) =>
              image ? plain(image) : undefined,
            )
            expect(replayed.get(pk)).toEqual(before)
            if (after) replayed.set(pk, after)
            else replayed.delete(pk)
          }
          expect(replayed).toEqual(model)
        }),
      ),
      { numRuns: process.env.EARSHOT_TEST_DYNAMODB_URL ? 10 : 40 },
    )
  })
})
