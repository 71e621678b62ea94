import { DeleteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { HOUR, isoOf, MINUTE } from '../../../shared/domain/time.ts'
import { getDecision, newDecision, patched } from '../../../shared/store/decisions.ts'
import { applyMailNews } from '../../../shared/store/feedback.ts'
import { birthId, keys } from '../../../shared/store/keys.ts'
import type { DecisionItem } from '../../../shared/store/nudge-records.ts'
import { setPause } from '../../../shared/store/pause.ts'
import { notePrivacyRequest } from '../../../shared/store/privacy-requests.ts'
import { pauseRecipe, setRecipeStatus } from '../../../shared/store/recipe-changes.ts'
import { readRecipes } from '../../../shared/store/recipes.ts'
import { getAll } from '../../../shared/store/table.ts'
import { recipe, settings } from '../../domain/nudge/factories.ts'
import { personItems, putItems } from '../../support/graph-items.ts'
import { tableForAll } from '../../support/tables.ts'
import { apiForAll } from './ask.ts'

const ANN = 'forum:7'
const MAIL = 'email:ann'
const NOW = Date.now()
const ago = (ms: number): string => isoOf(NOW - ms)

const test = tableForAll()
const api = apiForAll(test, { nudges: settings(), sources: {} })

/** An email of which nobody has known for so long whether SES has it. */
const unknownFor = async (ms: number, id = 'q1'): Promise<DecisionItem> => {
  const fresh = newDecision(recipe({ after: '0m' }), {
    subject: { platform: 'forum', id, kind: 'post', threadId: id, at: ago(ms) },
    ...{ iid: ANN, personId: birthId(ANN), now: ago(ms), keepDays: 400 },
  })
  const decision = patched(fresh, {
    ...{ state: 'unknown', reason: 'unknown', detail: 'ECONNRESET', emailIid: MAIL },
    ...{ sendingAt: ago(ms), updatedAt: ago(ms) },
  })
  const sent = [{ id: decision.id, at: ago(ms) }]
  await putItems(test.table, [decision, { ...keys.budget(MAIL), type: 'budget', ver: 1, sent }])
  return decision
}

const needs = async () => (await api.askAs('listNeedsALook', '/api/needs-a-look')).items as { kind: string }[]
const resolve = (id: string, body: object) => api.ask('POST', `/api/decisions/${id}/resolve`, body)
const budget = async () => (await getAll(test.table, [keys.budget(MAIL)]))[0]?.sent

beforeEach(async () => {
  await putItems(test.table, personItems([{ iid: ANN }, { iid: MAIL, address: 'ann@example.com' }]))
})
afterEach(async () => {
  const { client, name } = test.table
  const { Items = [] } = await client.send(new ScanCommand({ TableName: name }))
  for (const { pk, sk } of Items) await client.send(new DeleteCommand({ TableName: name, Key: { pk, sk } }))
})

describe('what needs a look', () => {
  it('is nothing at first', async () => {
    expect(await needs()).toEqual([])
  })

  it('is an email of unknown fate, an hour after it became so', async () => {
    await unknownFor(30 * MINUTE)
    expect(await needs()).toEqual([])
    const { id } = await unknownFor(2 * HOUR)
    expect(await needs()).toMatchObject([
      { kind: 'unknown-email', decision: id, recipe: 'help', what: expect.stringContaining('ECONNRESET') },
    ])
  })

  it('is what Earshot paused by itself, and not what somebody paused', async () => {
    const ids = (await readRecipes(test.table)).map(({ recipe: { id } }) => id)
    const [own = '', theirs = ''] = ids
    for (const id of [own, theirs])
      await setRecipeStatus(test.table, { id, status: 'live' }, { by: 'user:ada', at: ago(HOUR) })
    await pauseRecipe(test.table, own, { by: 'earshot', at: ago(MINUTE), why: '4 complaints of 400.' })
    await pauseRecipe(test.table, theirs, { by: 'user:ada', at: ago(MINUTE), why: 'later' })
    await setPause(test.table, { paused: true, by: 'ada', at: ago(MINUTE), why: 'later' })
    expect(await needs()).toMatchObject([
      { kind: 'recipe-paused', recipe: own, what: expect.stringMatching(/paused itself\. 4 complaints of 400\.$/) },
    ])
    await setPause(test.table, {
      paused: true,
      by: 'earshot',
      at: ago(MINUTE),
      why: 'SES answered SendingPausedException',
    })
    expect((await needs()).map(({ kind }) => kind)).toEqual(['sending-paused', 'recipe-paused'])
  })
})

describe('a privacy request', () => {
  it('needs a look until somebody says that it is done', async () => {
    const from = { source: 'store', delivery: 'd1', at: ago(HOUR) }
    await notePrivacyRequest(test.table, { wants: 'access', account: '7' }, from)
    await notePrivacyRequest(test.table, { wants: 'erasure' }, { ...from, delivery: 'd2', at: ago(MINUTE) })
    const [first, second] = await needs()
    expect(first).toMatchObject({
      ...{ kind: 'privacy-request', since: from.at, source: 'store', identity: 'store:7' },
      what: 'store asks in a person’s name for access.',
      todo: expect.stringContaining('30 days'),
    })
    expect(second).toMatchObject({ what: 'store asks for all its people for erasure.' })
    expect(second).not.toHaveProperty('identity')
    const { request } = first as unknown as { request: string }
    const done = () => api.ask('POST', `/api/privacy-requests/${request}/done`, { why: 'sent by post' })
    expect(await done()).toMatchObject({
      status: 200,
      body: { id: request, by: 'user:ada@brand.example', why: 'sent by post' },
    })
    expect(await done()).toMatchObject({ status: 404 })
    expect(await needs()).toEqual([second])
  })
})

describe('an email of unknown fate', () => {
  it('that was sent is settled by somebody’s word, which is kept', async () => {
    const { id, sendingAt } = await unknownFor(2 * HOUR)
    const { status, body } = await resolve(id, { as: 'sent', why: 'it is in the console' })
    expect([status, body.state, body.sentAt]).toEqual([200, 'sent', sendingAt])
    expect(body.settled).toMatchObject({ as: 'sent', by: 'user:ada@brand.example', why: 'it is in the console' })
    expect(await budget()).toHaveLength(1)
    expect(await needs()).toEqual([])
  })

  it('that was not sent counts against no cap any more, and is not sent again', async () => {
    const decision = await unknownFor(2 * HOUR)
    const { body } = await resolve(decision.id, { as: 'not-sent' })
    expect(body).toMatchObject({ state: 'failed', reason: 'not_sent', settled: { as: 'not-sent' } })
    expect(await budget()).toEqual([])
    expect(await getDecision(test.table, ANN, decision.id)).not.toHaveProperty('qs')
  })

  it('is settled once; SES’s own word, later, wins', async () => {
    const { id } = await unknownFor(2 * HOUR)
    await resolve(id, { as: 'not-sent' })
    expect(await resolve(id, { as: 'sent' })).toMatchObject({ status: 404 })
    const news = { decision: { iid: ANN, id }, messageId: 'ses-1', sentAt: ago(2 * HOUR), at: ago(HOUR) }
    await applyMailNews(test.table, { ...news, outcome: 'delivered' }, isoOf(NOW))
    expect(await getDecision(test.table, ANN, id)).toMatchObject({ state: 'sent', outcome: 'delivered' })
  })

  it('that SES has after all counts against the caps again, once', async () => {
    const { id } = await unknownFor(2 * HOUR)
    await resolve(id, { as: 'not-sent' })
    const news = { decision: { iid: ANN, id }, messageId: 'ses-1', sentAt: ago(2 * HOUR), at: ago(HOUR) }
    for (const outcome of ['delivered', 'complained'] as const)
      await applyMailNews(test.table, { ...news, outcome }, isoOf(NOW))
    expect(await budget()).toEqual([{ id, at: ago(2 * HOUR) }])
  })

  it('is asked for by an id that is one, with a word that is known', async () => {
    expect(await resolve('nobody', { as: 'sent' })).toMatchObject({ status: 404 })
    const { id } = await unknownFor(2 * HOUR)
    expect(await resolve(id, { as: 'lost' })).toMatchObject({ status: 400 })
  })
})
