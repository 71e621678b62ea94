import { beforeAll, describe, expect, it } from '@jest/globals'
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { descriptions } from '../../../shared/domain/respond/descriptions.ts'
import { problemsOf } from '../../../shared/domain/respond/problems.ts'
import { type RouteId, routes } from '../../../shared/domain/respond/routes.ts'
import { indexKeys } from '../../../shared/store/index-keys.ts'
import { birthId, keys } from '../../../shared/store/keys.ts'
import { type ApiHandler, LEFT_OUT, loadApi } from '../../support/api.ts'
import { activityItem, identityItem, personItems, putItems } from '../../support/graph-items.ts'
import { TEST_CREDENTIALS } from '../../support/table.ts'
import { tableForAll } from '../../support/tables.ts'

const test = tableForAll()
let handler: ApiHandler

const nudges = {
  topics: { answers: 'Answers' },
  timeZone: 'Europe/London',
  quietHours: { start: '21:00', end: '08:00' },
  caps: { minGapHours: 20, per7Days: 2, per30Days: 5 },
  contentHosts: ['community.example'],
  language: 'en',
}

const sources = {
  github: { type: 'github', repositories: ['*'] },
  reviews: { type: 'hmac', signature: { header: 'x-signature' } },
  blog: { type: 'token' },
  events: { type: 'cloudevents', sources: ['/shop/*'] },
  secured: { type: 'cloudevents', sources: ['/shop/*'], bearer: true },
}

const jim = birthId('standard:9')

beforeAll(async () => {
  Object.assign(process.env, {
    TABLE_NAME: test.table.name,
    NUDGES: JSON.stringify(nudges),
    SOURCES: JSON.stringify(sources),
    ...LEFT_OUT,
    AWS_ENDPOINT_URL_DYNAMODB: test.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
  })
  handler = await loadApi()
  const profile = { handle: { v: 'JimboBrews', at: '2026-11-01T08:00:00.000Z' } }
  await putItems(test.table, [
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
})

type Answer = { status: number; body: Record<string, unknown>; headers: Record<string, unknown> }

const ask = async (method: string, path: string, body?: unknown, over: object = {}): Promise<Answer> => {
  const url = new URL(path, 'https://x.example')
  const event = {
    rawPath: url.pathname,
    queryStringParameters: Object.fromEntries(url.searchParams),
    requestContext: { http: { method }, authorizer: { jwt: { claims: { sub: 'u-1', email: 'ada@brand.example' } } } },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: false,
    ...over,
  }
  const answer = (await handler(event as never, {} as Context)) as APIGatewayProxyStructuredResultV2
  return {
    status: answer.statusCode ?? 0,
    body: JSON.parse(answer.body ?? '{}') as Record<string, unknown>,
    headers: answer.headers ?? {},
  }
}

/** Asks, and holds the answer to the schema that the OpenAPI document is made of. */
const askAs = async (route: RouteId, path: string, body?: unknown): Promise<Record<string, unknown>> => {
  const answer = await ask(routes[route].method, path, body)
  expect(answer).toMatchObject({ status: 200 })
  const parsed = descriptions[route].answer.safeParse(answer.body)
  expect(parsed.success ? [] : problemsOf(parsed.error.issues, answer.body)).toEqual([])
  expect(parsed.data).toEqual(answer.body)
  return answer.body
}

const idsOf = (answer: Record<string, unknown>): unknown[] => (answer.items as { id: string }[]).map(({ id }) => id)

describe('mentions through the API', () => {
  it('are listed, newest first, page by page', async () => {
    const first = await askAs('listMentions', '/api/mentions?limit=1')
    expect(idsOf(first)).toEqual(['github:b'])
    const second = await askAs('listMentions', `/api/mentions?limit=1&next=${first.next}`)
    expect(idsOf(second)).toEqual(['github:a'])
    expect(second.next).toBeNull()
  })

  it('are filtered', async () => {
    expect(idsOf(await askAs('listMentions', '/api/mentions?sentiment=negative'))).toEqual(['github:a'])
    expect(idsOf(await askAs('listMentions', '/api/mentions?before=2026-11-04T08:00:00Z'))).toEqual(['github:a'])
    expect(idsOf(await askAs('listMentions', '/api/mentions?source=standard'))).toEqual([])
  })

  it('are found one by one, and the author is who the person is now', async () => {
    expect(await askAs('getMention', '/api/mentions/github:a')).toMatchObject({ author: { personId: jim } })
    expect(await ask('GET', '/api/mentions/github:zzz')).toMatchObject({ status: 404 })
    expect(await ask('GET', '/api/mentions/nonsense')).toMatchObject({ status: 404 })
  })
})

describe('what identifies people in texts', () => {
  const as = (groups: string) => ({
    requestContext: {
      http: { method: 'GET' },
      authorizer: { jwt: { claims: { sub: 'u-1', 'cognito:groups': groups } } },
    },
  })
  beforeAll(() =>
    putItems(test.table, [
      ...personItems([{ iid: 'github:7' }]),
      activityItem({
        id: 'pii',
        createdAt: '2026-10-01T08:00:00.000Z',
        iid: 'github:7',
        text: 'Thanks, my router is gone, call me: +49 171 1234567',
        intents: ['thanks'],
        phrases: ['router', '171 1234567'],
      }),
    ]),
  )

  it('is answered to members of the group pii only, with the words that showed an intent', async () => {
    const path = '/api/mentions/github:pii'
    expect(await askAs('getMention', path)).toMatchObject({
      text: 'Thanks, my router is gone, call me: [phone]',
      because: [{ intent: 'thanks', words: [{ in: 'text', text: 'Thanks', from: 0, to: 6 }] }],
      phrases: ['router'],
    })
    expect(await ask('GET', path, undefined, as('[marketing]'))).toMatchObject({
      body: { text: 'Thanks, my router is gone, call me: [phone]' },
    })
    expect(await ask('GET', path, undefined, as('[marketing pii]'))).toMatchObject({
      body: { text: 'Thanks, my router is gone, call me: +49 171 1234567' },
    })
  })

  it('is kept from lists and timelines as well', async () => {
    const list = await askAs('listMentions', '/api/mentions?before=2026-10-02T00:00:00Z')
    const timeline = await askAs('getTimeline', `/api/people/${birthId('github:7')}/timeline`)
    for (const answer of [list, timeline]) expect(JSON.stringify(answer)).not.toContain('1234567')
    expect(idsOf(list)).toEqual(['github:pii'])
    expect(idsOf(timeline)).toContain('github:pii')
  })
})

describe('corrections through the API', () => {
  const path = '/api/mentions/github:c/understanding'
  beforeAll(() =>
    putItems(test.table, [activityItem({ id: 'c', createdAt: '2026-11-01T08:00:00.000Z', iid: 'github:2' })]),
  )

  it('are answered with the mention as it is now', async () => {
    const corrected = { by: 'ada@brand.example', at: expect.any(String) }
    expect(await askAs('correctMention', path, { sentiment: 'negative' })).toMatchObject({
      id: 'github:c',
      sentiment: { label: 'NEGATIVE', confidence: 1, engine: 'person' },
      corrected,
    })
    expect(await askAs('correctMention', path, { intents: ['thanks', 'idea'] })).toMatchObject({
      sentiment: { label: 'NEGATIVE' },
      intents: ['idea', 'thanks'],
      corrected,
    })
    expect(await askAs('getMention', '/api/mentions/github:c')).toMatchObject({
      intents: ['idea', 'thanks'],
      corrected,
    })
  })

  it.each([
    [{ sentiment: 'sad' }, 'sentiment: came "sad", expected one of POSITIVE, NEGATIVE, NEUTRAL, MIXED'],
    [{ intents: ['dance'] }, 'intents[0]: came "dance", expected one of question'],
    [{ intents: 'idea' }, 'intents: came "idea", expected'],
    [{}, 'came an object, expected `sentiment`, `intents` or both'],
    [{ label: 'NEGATIVE' }, 'label: came "NEGATIVE", expected nothing of this name'],
    ['not json', 'The body is not JSON'],
  ])('are refused when they say nothing that is known: %j', async (body, error) => {
    expect(await ask('PUT', path, body)).toMatchObject({ status: 400, body: { error: expect.stringContaining(error) } })
  })

  it('of what is not there are 404, and only PUT works', async () => {
    const verdict = { sentiment: 'POSITIVE' }
    for (const id of ['github:never', 'nonsense', 'standard:o'])
      expect(await ask('PUT', `/api/mentions/${id}/understanding`, verdict)).toMatchObject({ status: 404 })
    expect(await ask('POST', path, verdict)).toMatchObject({ status: 405, headers: { allow: 'PUT' } })
  })
})

describe('people through the API', () => {
  it('are found by handle in any case, by account, and by an id they had before', async () => {
    const person = await askAs('findPerson', '/api/people?handle=github:jimbobrews')
    expect(person).toMatchObject({ id: jim, name: 'Jim Davies', customer: true })
    expect(await askAs('findPerson', '/api/people?identity=standard:9')).toEqual(person)
    expect(await askAs('getPerson', `/api/people/${jim}`)).toEqual(person)
    expect(await askAs('getPerson', `/api/people/${'0'.repeat(26)}`)).toEqual(person)
  })

  it('show what an address may be sent, and of the address only a mask', async () => {
    const answer = await ask('GET', '/api/people?identity=email:abc')
    expect(answer.body).toMatchObject({
      emails: [{ identity: 'email:abc', topics: { answers: { granted: true, basis: 'consent' } } }],
      identities: expect.arrayContaining([expect.objectContaining({ id: 'email:abc', address: 'j***@mail.example' })]),
    })
    expect(JSON.stringify(answer.body)).not.toContain('jim.davies')
  })

  it.each(['/api/people?handle=github:nobody', '/api/people?identity=github:77', '/api/people/x'])(
    'are not there at %s',
    async (path) => {
      expect(await ask('GET', path)).toMatchObject({
        status: 404,
        body: { error: expect.stringContaining('no person') },
      })
    },
  )

  it('want exactly one of handle and identity', async () => {
    expect(await ask('GET', '/api/people')).toMatchObject({ status: 400 })
    expect(await ask('GET', '/api/people?handle=github:a&identity=github:1')).toMatchObject({ status: 400 })
  })

  it('have a timeline over all their accounts', async () => {
    const timeline = await askAs('getTimeline', `/api/people/${jim}/timeline`)
    expect(idsOf(timeline)).toEqual(['standard:o', 'github:a'])
    const first = await askAs('getTimeline', `/api/people/${jim}/timeline?limit=1`)
    const rest = await askAs('getTimeline', `/api/people/${jim}/timeline?limit=1&next=${first.next}`)
    expect(idsOf(rest)).toEqual(['github:a'])
    expect(await ask('GET', '/api/people/x/timeline')).toMatchObject({ status: 404 })
  })
})

describe('decisions through the API', () => {
  it('are those of a person, a recipe or a state', async () => {
    const decisions = [
      ['B', 'praise', 'github:1', 'held', 'no_consent'],
      ['A', 'first-order', 'standard:9', 'sent', 'sent'],
    ] as const
    await putItems(
      test.table,
      decisions.map(([id, recipe, iid, state, reason], hour) => ({
        ...keys.decision(iid, id),
        type: 'decision',
        id,
        recipe,
        recipeVersion: 1,
        topic: 'answers',
        iid,
        personId: birthId(iid),
        subject: { platform: 'github', id: 'a', kind: 'post', at: '2026-11-03T08:00:00.000Z' },
        state,
        reason,
        createdAt: `2026-11-03T0${hour}:00:00.000Z`,
        updatedAt: `2026-11-03T0${hour}:00:00.000Z`,
        at: `2026-11-03T0${hour}:00:00.000Z#${id}`,
        fd: indexKeys.decisionsOfRecipe(recipe, 0),
        th: indexKeys.decisionsInState(state, 0),
      })),
    )
    expect(idsOf(await askAs('listDecisions', '/api/decisions'))).toEqual(['A', 'B'])
    expect(idsOf(await askAs('listDecisions', `/api/decisions?person=${jim}`))).toEqual(['A', 'B'])
    expect(idsOf(await askAs('listDecisions', '/api/decisions?recipe=praise'))).toEqual(['B'])
    expect(idsOf(await askAs('listDecisions', '/api/decisions?state=sent'))).toEqual(['A'])
    expect(idsOf(await askAs('listDecisions', `/api/decisions?person=${birthId('github:99')}`))).toEqual([])
    expect(await ask('GET', '/api/decisions?state=lost')).toMatchObject({ status: 400 })
    expect(await ask('GET', '/api/decisions?person=jim')).toMatchObject({ status: 400 })
  })
})

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

  it('says what is wrong with a reason', async () => {
    expect(await ask('POST', '/api/pause', { why: 3 })).toMatchObject({
      status: 400,
      body: { error: 'why: came 3, expected a few words.' },
    })
  })
})

const piece = (over: object = {}): object => ({
  id: 'descaling',
  kind: 'guide',
  title: 'Descaling, step by step',
  url: 'https://community.example/t/descaling/1',
  language: 'en',
  stage: 'use',
  topics: ['descaling'],
  exclusive: true,
  publishedAt: '2026-01-01T00:00:00Z',
  ...over,
})

describe('content through the API', () => {
  it('is taken and listed', async () => {
    const two = [piece(), piece({ id: 'first-cup', title: 'Your first cup' })]
    expect(await askAs('importContent', '/api/content', two)).toEqual({
      taken: ['descaling', 'first-cup'],
      refused: [],
    })
    const first = await askAs('listContent', '/api/content?limit=1')
    expect(idsOf(first)).toEqual(['descaling'])
    const rest = await askAs('listContent', `/api/content?next=${first.next}`)
    expect(idsOf(rest)).toEqual(['first-cup'])
  })

  it('is taken although a neighbour is refused, with the place and the field', async () => {
    const answer = await askAs('importContent', '/api/content', [piece(), piece({ id: 'x', stage: 'never' }), 7])
    expect(answer).toMatchObject({
      taken: ['descaling'],
      refused: [
        { index: 1, id: 'x', problem: expect.stringMatching(/^stage: came "never", expected one of research/) },
        { index: 2, problem: 'came 7, expected a value of type object' },
      ],
    })
  })

  it.each([
    ['a host that is not allowed', 'https://evil.example/x'],
    ['plain http', 'http://community.example/x'],
    ['a script', 'javascript:alert(1)'],
    ['a user name in the link', 'https://a@community.example/x'],
  ])('is refused with %s', async (_, url) => {
    const answer = await ask('POST', '/api/content', [piece({ id: 'bad', url })])
    expect(answer).toMatchObject({ status: 400, body: { error: expect.stringContaining('[0] url: came') } })
    expect(answer.body.error).toContain('community.example')
    expect(JSON.stringify((await ask('GET', '/api/content')).body)).not.toContain('"bad"')
  })

  it('is refused when it is no list, an empty one, or more than a hundred', async () => {
    for (const body of [piece(), [], Array.from({ length: 101 }, () => piece())])
      expect(await ask('POST', '/api/content', body)).toMatchObject({ status: 400 })
  })

  it('is read from a body in base64', async () => {
    const body = Buffer.from(JSON.stringify([piece()])).toString('base64')
    expect(await ask('POST', '/api/content', body, { isBase64Encoded: true })).toMatchObject({ status: 200 })
  })

  it('survives JSON that is broken, deep, or tries to change prototypes', async () => {
    expect(await ask('POST', '/api/content', '[{')).toMatchObject({
      status: 400,
      body: { error: 'The body is not JSON: it starts with "[{".' },
    })
    const deep = `[${'['.repeat(100_000)}${']'.repeat(100_000)}]`
    expect(await ask('POST', '/api/content', deep)).toMatchObject({ status: 400 })
    expect(await ask('POST', '/api/content', '[{"__proto__":{"id":"x"}}]')).toMatchObject({ status: 400 })
    expect(({} as Record<string, unknown>).id).toBeUndefined()
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

describe('mappings through the API', () => {
  const path = '/api/sources/reviews/mapping'
  const make = { kind: 'post', id: '{id}', at: '{at}', 'author.id': '{by}', text: '{words}' }
  const mapping = { rules: [{ when: { type: 'review' }, make }, { ignore: 'anything else' }] }
  const sample = { type: 'review', id: 1, at: '2026-11-20T10:00:00Z', by: 'a', words: 'Fine.' }

  it('are put, answered with who put them, and taken away', async () => {
    expect(await ask('GET', path)).toMatchObject({
      status: 404,
      body: { error: 'The source "reviews" has no mapping.' },
    })
    const put = { source: 'reviews', rev: 1, by: 'ada@brand.example', at: expect.any(String), mapping }
    expect(await askAs('putMapping', path, mapping)).toEqual(put)
    expect(await askAs('putMapping', path, mapping)).toEqual(put)
    expect(await askAs('getMapping', path)).toEqual(put)
    const { mapping: _, ...gone } = await askAs('deleteMapping', path)
    expect(gone).toMatchObject({ rev: 2, by: 'ada@brand.example' })
    expect((await ask('GET', path)).status).toBe(404)
    expect((await ask('DELETE', path)).status).toBe(404)
    expect(await askAs('putMapping', path, mapping)).toMatchObject({ rev: 3 })
  })

  it('are refused with everything that is wrong, and then nothing is put', async () => {
    const wrong = { rules: [{ make: { ...make, id: '{', at: 5 } }, {}], other: 1 }
    const { status, body } = await ask('PUT', '/api/sources/blog/mapping', wrong)
    expect(status).toBe(400)
    expect(body.error).toBe(
      'other: came 1, expected only each, rules; ' +
        'rules[0].make.id: came "{", expected text of at most 2000 characters with at most 20 holes such as {review.title}, braces themselves as {{ and }}; ' +
        'rules[1]: came an object, expected an object with either make (the fields of an activity) or ignore (the reason), and when.',
    )
    expect((await ask('PUT', '/api/sources/blog/mapping', [])).status).toBe(400)
    expect((await ask('GET', '/api/sources/blog/mapping')).status).toBe(404)
  })

  it('are for sources that take one', async () => {
    expect(await ask('GET', '/api/sources/nowhere/mapping')).toMatchObject({ status: 404 })
    expect(await ask('GET', '/api/sources/constructor/mapping')).toMatchObject({ status: 404 })
    expect(await ask('PUT', '/api/sources/github/mapping', mapping)).toMatchObject({
      status: 400,
      body: { error: 'The source "github" is of type github, whose deliveries need no mapping.' },
    })
  })

  it('are tried on a sample, and nothing is stored', async () => {
    await askAs('putMapping', path, mapping)
    const tried = await askAs('testMapping', `${path}/test`, { sample })
    expect(tried).toMatchObject({
      activities: [{ kind: 'post', id: '1', author: { id: 'a' }, text: 'Fine.' }],
      problems: [],
    })
    expect(await askAs('testMapping', `${path}/test`, { sample: { type: 'x' } })).toEqual({
      activities: [],
      ignored: 'by the mapping: anything else',
      problems: [],
    })
    const other = { rules: [{ make: { ...make, text: '{$headers.x-topic}' } }] }
    expect(
      await askAs('testMapping', `${path}/test`, { mapping: other, sample, headers: { 'x-topic': 'T' } }),
    ).toMatchObject({ activities: [{ text: 'T' }] })
    expect(await askAs('testMapping', '/api/sources/blog/mapping/test', { mapping, sample })).toMatchObject({
      activities: [{ unverified: true }],
    })
    // As the worker will take them: events are believed only when they come with the secret.
    const event = await askAs('testMapping', '/api/sources/events/mapping/test', { mapping, sample })
    expect(event).toMatchObject({ activities: [{ unverified: true }] })
    const secured = await askAs('testMapping', '/api/sources/secured/mapping/test', { mapping, sample })
    expect(secured.activities).toEqual([expect.not.objectContaining({ unverified: true })])
    expect(await askAs('getMapping', path)).toMatchObject({ mapping })
    expect(idsOf(await askAs('listMentions', '/api/mentions?source=reviews'))).toEqual([])
  })

  it('keep ids of 2^53 and more exact in a sample, as JSON and as text', async () => {
    const text = JSON.stringify(sample).replace('"id":1', '"id":9007199254740993')
    for (const body of [`{"sample":${text}}`, { sample: text }])
      expect(await askAs('testMapping', `${path}/test`, body)).toMatchObject({
        activities: [{ id: '9007199254740993' }],
      })
  })

  it('and samples that are wrong are told so', async () => {
    const problems = async (body: object): Promise<unknown> =>
      (await askAs('testMapping', `${path}/test`, body)).problems
    expect(await problems({ mapping: {}, sample })).toEqual([
      'mapping.rules: came nothing, expected a list of 1 to 50 rules',
    ])
    expect(await problems({ mapping: 5, sample })).toEqual([
      'mapping: came 5, expected a mapping: an object with rules',
    ])
    expect(await problems({ sample: 'a=b' })).toEqual([
      'sample: came text that is no JSON, expected the body of a delivery',
    ])
    expect(await problems({ sample: '7' })).toEqual([
      'sample: came JSON that is neither an object nor a list, expected the body of a delivery',
    ])
    expect(await problems({ sample: { ...sample, by: {} } })).toEqual([
      'rules[0].make.author.id: came an object, expected text or a number',
    ])
    const { status, body } = await ask('POST', `${path}/test`, { sample: 'x'.repeat(1_100_000) })
    expect([status, body.error]).toEqual([400, 'sample: came 1100002 characters, expected at most 1000000.'])
    expect(await ask('POST', `${path}/test`, {})).toMatchObject({ status: 400 })
  })
})
