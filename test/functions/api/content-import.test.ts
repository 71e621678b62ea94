import { describe, expect, it } from '@jest/globals'
import { idsOf, jimsApi } from './jims-world.ts'

const { ask, askAs } = jimsApi()

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
