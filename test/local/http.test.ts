import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { fromResult, joinHeaders, toEvent, travelsAsText } from '../../local/http/payload.ts'
import { createRouter, RouteError } from '../../local/http/router.ts'

const router = (...keys: string[]) => createRouter(keys.map((key) => ({ key, target: key })))

describe('routes', () => {
  const route = router(
    'GET /pets/dog/1',
    'GET /pets/dog/{id}',
    'GET /pets/{proxy+}',
    'ANY /pets/dog/{id}',
    'ANY /{proxy+}',
    '$default',
  )
  it.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1'],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}'],
    ['POST', '/pets/dog/2', 'ANY /pets/dog/{id}'],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}'],
    ['POST', '/pets/cat/1', 'ANY /{proxy+}'],
    ['POST', '/test/5', 'ANY /{proxy+}'],
    ['GET', '/', '$default'],
  ])('%s %s goes to %s', (method, path, wanted) => {
    expect(route(method, path)?.route.key).toBe(wanted)
  })

  it('decodes parameters, also greedy ones', () => {
    expect(router('GET /u/{token}')('GET', '/u/a%2Fb%20c')?.parameters).toEqual({ token: 'a/b c' })
    expect(router('GET /a/{proxy+}')('GET', '/a/b/c%20d')?.parameters).toEqual({ proxy: 'b/c d' })
  })

  it('finds nothing for another method, a longer path, an empty parameter or a trailing slash', () => {
    const only = router('GET /u/{token}')
    expect([only('POST', '/u/a'), only('GET', '/u/a/b'), only('GET', '/u/'), only('GET', '/u/a/')]).toEqual(
      Array(4).fill(undefined),
    )
  })

  it('refuses routes that API Gateway would refuse', () => {
    expect(() => router('GET /{all+}/more')).toThrow(RouteError)
    expect(() => router('fetch /x')).toThrow(RouteError)
  })

  it('chooses the same whatever the order of the routes', () => {
    const keys = ['GET /a/{x}', 'ANY /a/{x}', 'GET /a/b', 'ANY /a/{proxy+}', 'GET /{proxy+}', '$default']
    const part = fc.constantFrom('a', 'b', 'c')
    fc.assert(
      fc.property(
        fc.shuffledSubarray(keys, { minLength: keys.length }),
        fc.array(part, { minLength: 1, maxLength: 4 }),
        (shuffled, parts) => {
          const path = `/${parts.join('/')}`
          return router(...shuffled)('GET', path)?.route.key === router(...keys)('GET', path)?.route.key
        },
      ),
    )
  })
})

const event = (more: { headers?: string[]; body?: string | Buffer; url?: string }) =>
  toEvent(
    {
      method: 'POST',
      url: more.url ?? '/hooks/a?x=1&x=2&y=a%20b',
      rawHeaders: more.headers ?? [],
      body: Buffer.from(more.body ?? ''),
      sourceIp: '127.0.0.1',
    },
    { route: { key: 'POST /hooks/{source}', target: undefined }, parameters: { source: 'a' } },
    { apiId: 'api', stage: '$default', account: '0', now: Date.parse('2026-11-21T20:47:57Z') },
  )

describe('payload format 2.0', () => {
  it('joins repeated headers and query parameters by a comma, and keeps cookies apart', () => {
    const { headers, queryStringParameters, cookies, rawQueryString } = event({
      headers: ['X-Sig', 'a', 'x-sig', 'b', 'Cookie', 'one=1; two=2', 'Host', 'h:1'],
    })
    expect(headers).toMatchObject({ 'x-sig': 'a,b' })
    expect(headers).not.toHaveProperty('cookie')
    expect(cookies).toEqual(['one=1', 'two=2'])
    expect(queryStringParameters).toEqual({ x: '1,2', y: 'a b' })
    expect(rawQueryString).toBe('x=1&x=2&y=a%20b')
  })

  it.each([
    ['application/json', undefined, true],
    ['application/json; charset=utf-8', undefined, true],
    ['text/plain', undefined, true],
    ['application/vnd.x+json', undefined, true],
    ['application/x-www-form-urlencoded', undefined, false],
    ['application/octet-stream', undefined, false],
    ['application/json', 'gzip', false],
    [undefined, undefined, false],
  ])('a body of %s (encoding %s) travels as text: %s', (type, encoding, wanted) => {
    expect(travelsAsText(type, encoding)).toBe(wanted)
  })

  it('hands on any bytes without loss in base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        const { body = '', isBase64Encoded } = event({
          headers: ['content-type', 'image/png'],
          body: Buffer.from(bytes),
        })
        return isBase64Encoded && Buffer.from(body, 'base64').equals(bytes)
      }),
    )
  })

  it('has no body where none came', () => {
    expect(event({})).not.toHaveProperty('body')
    expect(event({}).isBase64Encoded).toBe(false)
  })

  it('decodes the path, as API Gateway does', () => {
    expect(event({ url: '/hooks/a%20b' }).rawPath).toBe('/hooks/a b')
    expect(event({ url: '/hooks/%zz' }).rawPath).toBe('/hooks/%zz')
  })

  it('says when it was', () => {
    const { time, timeEpoch } = event({}).requestContext
    expect([time, timeEpoch]).toEqual(['21/Nov/2026:20:47:57 +0000', 1_795_294_077_000])
  })

  it('keeps names of headers from reaching prototypes', () => {
    expect(Object.keys(joinHeaders(['__proto__', 'x', 'constructor', 'y']))).toContain('constructor')
  })
})

describe('what a function answers', () => {
  it.each<[string, unknown, number, string]>([
    ['a structure', { statusCode: 201, body: 'x' }, 201, 'x'],
    ['base64', { statusCode: 200, body: 'aGk=', isBase64Encoded: true }, 200, 'hi'],
    ['something without a statusCode', { a: 1 }, 200, '{"a":1}'],
    ['a string', 'plain', 200, 'plain'],
    ['nothing', null, 200, 'null'],
    ['a bad status', { statusCode: 'x' }, 500, '{"message":"Internal Server Error"}'],
    ['a body that is no string', { statusCode: 200, body: { a: 1 } }, 500, '{"message":"Internal Server Error"}'],
  ])('%s', (_, result, status, body) => {
    const answer = fromResult(JSON.stringify(result))
    expect([answer.status, answer.body.toString()]).toEqual([status, body])
  })

  it('sets each cookie in a line of its own', () => {
    const { headers } = fromResult(JSON.stringify({ statusCode: 200, cookies: ['a=1', 'b=2'] }))
    expect(headers).toEqual([
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ])
  })
})
