import { beforeAll } from '@jest/globals'
import { birthId, keys } from '../../../shared/store/keys.ts'
import type { Table } from '../../../shared/store/table.ts'
import { settings } from '../../domain/nudge/factories.ts'
import { activityItem, identityItem, personItems, putItems } from '../../support/graph-items.ts'
import { tableForAll } from '../../support/tables.ts'
import { apiForAll } from './ask.ts'

const sources = {
  github: { type: 'github', repositories: ['*'] },
  reviews: { type: 'hmac', signature: { header: 'x-signature' } },
  blog: { type: 'token' },
  events: { type: 'cloudevents', sources: ['/shop/*'] },
  secured: { type: 'cloudevents', sources: ['/shop/*'], bearer: true },
}

/** Who Jim is: a customer of the shop with an account on GitHub and an address. */
export const jim = birthId('standard:9')

const putJim = async (table: Table): Promise<void> => {
  const profile = { handle: { v: 'JimboBrews', at: '2026-11-01T08:00:00.000Z' } }
  await putItems(table, [
    ...personItems([
      {
        iid: 'standard:9',
        known: true,
        profile: { name: { v: 'Jim Davies', at: '2026-11-02T08:00:00.000Z' } },
        firstSeenAt: '2026-11-02T08:00:00.000Z',
      },
      { iid: 'github:1', profile },
      { iid: 'email:abc', address: 'jim.davies@mail.example', firstSeenAt: '2026-11-02T08:00:00.000Z' },
    ]),
    { ...keys.alias('github', 'JimboBrews'), type: 'alias', iid: 'github:1' },
    {
      ...keys.person('0'.repeat(26)),
      type: 'person',
      personId: '0'.repeat(26),
      origin: 'github:1',
      status: 'merged',
      mergedInto: jim,
      ids: {},
      ver: 2,
    },
    {
      ...keys.preferences('email:abc'),
      type: 'preferences',
      ver: 1,
      topics: {
        answers: {
          granted: true,
          basis: 'consent',
          wording: 'sign-up',
          source: 'forum',
          at: '2026-11-02T08:00:00.000Z',
        },
      },
    },
    identityItem('github:2'),
    activityItem({ id: 'a', createdAt: '2026-11-03T08:00:00.000Z', label: 'NEGATIVE' }),
    activityItem({ id: 'b', createdAt: '2026-11-04T08:00:00.000Z', label: 'POSITIVE', iid: 'github:2' }),
    activityItem({
      id: 'o',
      platform: 'standard',
      iid: 'standard:9',
      kind: 'order',
      createdAt: '2026-11-05T08:00:00.000Z',
      order: { amount: 100, currency: 'EUR' },
    }),
  ])
}

/** The API on a table in which there is Jim, with two mentions and an order. */
export const jimsApi = () => {
  const test = tableForAll()
  const api = apiForAll(test, { nudges: settings(), sources })
  beforeAll(() => putJim(test.table))
  return { test, ...api }
}

/** The ids of what a list holds. */
export const idsOf = (answer: Record<string, unknown>): unknown[] =>
  (answer.items as { id: string }[]).map(({ id }) => id)
