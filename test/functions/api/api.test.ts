import { describe, expect, it } from '@jest/globals'
import { writeCursor } from '../../../shared/domain/respond/cursor.ts'
import { linkId, pairId } from '../../../shared/domain/respond/link-id.ts'
import { jimsApi } from './jims-world.ts'

const { test, ask, askAs } = jimsApi()

describe('the pause switch through the API', () => {
  it('is open at first, and remembers who turned it and why', async () => {
    expect(await askAs('getPause', '/api/pause')).toEqual({ paused: false })
    const paused = await askAs('pause', '/api/pause', { why: 'wrong link' })
    expect(paused).toMatchObject({ paused: true, by: 'ada@brand.example', why: 'wrong link' })
    expect(await askAs('getPause', '/api/pause')).toEqual(paused)
    expect(await askAs('resume', '/api/resume')).toMatchObject({ paused: false, by: 'ada@brand.example' })
  })

  it('knows a caller without an email by the subject of the token', async () => {
    const over = { requestContext: { http: { method: 'POST' }, authorizer: { jwt: { claims: { sub: 'u-1' } } } } }
    expect(await ask('POST', '/api/resume', undefined, over)).toMatchObject({ body: { by: 'u-1' } })
  })

  it('does not take the word of a token for an address that nobody has confirmed', async () => {
    const claims = { sub: 'u-1', 'cognito:username': 'u-1', email: 'boss@brand.example', email_verified: 'false' }
    const over = { requestContext: { http: { method: 'POST' }, authorizer: { jwt: { claims } } } }
    expect(await ask('POST', '/api/resume', undefined, over)).toMatchObject({ body: { by: 'u-1' } })
  })

  it('says what is wrong with a reason', async () => {
    expect(await ask('POST', '/api/pause', { why: 3 })).toMatchObject({
      status: 400,
      body: { error: 'why: came 3, expected a few words.' },
    })
  })
})

describe('the API as a whole', () => {
  it('names a wrong parameter, what came and what was expected', async () => {
    expect(await ask('GET', '/api/mentions?limit=many&colour=red')).toMatchObject({
      status: 400,
      body: {
        error:
          'limit: came "many", expected a whole number from 1 to 100; colour: came "red", expected only source, sentiment, before, limit, next.',
      },
    })
    expect(await ask('GET', '/api/mentions?next=zzz')).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('next: came "zzz"') },
    })
    const { body } = await ask('GET', '/api/mentions?limit=1')
    expect(await ask('GET', `/api/decisions?next=${body.next}`)).toMatchObject({ status: 400 })
  })

  const LONG = 'y'.repeat(3_000)
  it.each([
    ['GET', `/api/people/${LONG}`],
    ['GET', `/api/mentions/${LONG}`],
    ['GET', `/api/topics/${LONG}`],
    ['GET', `/api/alerts/${LONG}`],
    ['POST', `/api/alerts/a/deliveries/${LONG}/redeliver`],
    ['GET', `/api/recipes/${LONG}`],
    ['GET', `/api/campaigns/${LONG}`],
    ['POST', `/api/privacy-requests/${LONG}/done`],
    ['DELETE', `/api/links/${linkId({ a: `x:${LONG}`, b: 'x:y', kind: 'agent' })}`],
    ['DELETE', `/api/links/apart/${pairId('apart', { a: `x:${LONG}`, b: 'x:y' })}`],
    ['POST', `/api/suggestions/${pairId('suggestion', { a: `x:${LONG}`, b: 'x:y' })}`],
  ])('has nothing by an id that is longer than any: %s', async (method, path) => {
    const body = path.startsWith('/api/suggestions') ? { answer: 'accept' } : method === 'POST' ? {} : undefined
    expect((await ask(method, path, body)).status).toBe(404)
  })

  it('refuses a place in a board that is no number', async () => {
    const next = writeCursor('board-influence', { at: 'x', key: 'a' })
    expect(await ask('GET', `/api/boards/influence?next=${next}`)).toMatchObject({ status: 400 })
  })

  it('answers 404 where there is nothing and 405 with the methods that work', async () => {
    expect(await ask('GET', '/api/nothing')).toMatchObject({ status: 404 })
    expect(await ask('GET', '/api/%zz')).toMatchObject({ status: 404 })
    expect(await ask('DELETE', '/api/pause')).toMatchObject({ status: 405, headers: { allow: 'GET, POST' } })
  })

  it('answers 500 without a word of the cause when the table is gone', async () => {
    const { CreateTableCommand, DeleteTableCommand } = await import('@aws-sdk/client-dynamodb')
    const { tableDefinition } = await import('../../support/table.ts')
    await test.client.send(new DeleteTableCommand({ TableName: test.table.name }))
    try {
      const answer = await ask('GET', '/api/pause')
      expect(answer).toEqual({
        status: 500,
        body: { error: 'Something went wrong here. Try again; the log has the details.' },
        headers: expect.anything(),
      })
    } finally {
      await test.client.send(new CreateTableCommand(tableDefinition(test.table.name)))
    }
  })
})
