import { describe, expect, it } from '@jest/globals'
import { idsOf, jimsApi } from './jims-world.ts'

const { ask, askAs } = jimsApi()

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
