import { describe, expect, it } from '@jest/globals'
import { openApi } from '../../../shared/domain/respond/openapi.ts'
import { personName } from '../../../shared/domain/respond/person-name.ts'
import { findRoute as findAmong } from '../../../shared/domain/respond/route-spec.ts'
import { ROUTES_BY_FUNCTION, routes } from '../../../shared/domain/respond/routes.ts'

const findRoute = (method: string, path: string) => findAmong(routes, method, path)

describe('finding a route', () => {
  it('finds a path and its parameters', () => {
    expect(findRoute('GET', '/api/mentions')).toEqual({ route: 'listMentions', params: {} })
    expect(findRoute('GET', '/api/people/P1/timeline')).toEqual({ route: 'getTimeline', params: { id: 'P1' } })
    expect(findRoute('POST', '/api/content')).toEqual({ route: 'importContent', params: {} })
  })

  it('tells a wrong method from a wrong path', () => {
    expect(findRoute('DELETE', '/api/pause')).toEqual({ allow: ['GET', 'POST'] })
    expect(findRoute('GET', '/api/nothing')).toEqual({ allow: [] })
    expect(findRoute('GET', '/api/people/P1/timeline/x')).toEqual({ allow: [] })
  })

  it('is at a path of one function only, as the front looks at the path alone', () => {
    const owners = new Map<string, Set<string>>()
    for (const [id, specs] of Object.entries(ROUTES_BY_FUNCTION))
      for (const { path } of Object.values(specs)) owners.set(path, (owners.get(path) ?? new Set()).add(id))
    expect([...owners].filter(([, ids]) => ids.size > 1)).toEqual([])
  })
})

describe('the OpenAPI document', () => {
  const document = JSON.parse(JSON.stringify(openApi())) as {
    openapi: string
    paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>
    components: { schemas: Record<string, unknown> }
  }

  it('has every route, once', () => {
    const ids = Object.values(document.paths).flatMap((methods) => Object.values(methods).map((one) => one.operationId))
    expect(ids.toSorted()).toEqual([...Object.keys(routes), 'getOpenApi'].toSorted())
    expect(document.openapi).toBe('3.1.0')
  })

  it('refers only to schemas that it holds, and holds none that nothing refers to', () => {
    const text = JSON.stringify(document)
    const referred = new Set([...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name))
    expect([...referred].toSorted()).toEqual(Object.keys(document.components.schemas).toSorted())
    expect(text).not.toContain('$defs')
  })

  it('says where parameters are and what they may be', () => {
    expect(document.paths['/api/mentions']?.get).toMatchObject({
      parameters: expect.arrayContaining([
        {
          name: 'limit',
          in: 'query',
          required: false,
          schema: { type: 'integer', minimum: 1, maximum: 100, default: 25 },
        },
        { name: 'before', in: 'query', required: false, schema: { type: 'string', format: 'date-time' } },
      ]),
    })
    expect(document.paths['/api/mentions/{id}']?.get).toMatchObject({
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
    })
  })

  it('says that everything but itself needs a token, and what a missing thing answers', () => {
    expect(document).toMatchObject({ security: [{ token: [] }] })
    expect(document.paths['/api/openapi.json']?.get).toMatchObject({ security: [] })
    expect(document.paths['/api/people']?.get?.responses).toHaveProperty('404')
    expect(document.paths['/api/mentions']?.get?.responses).not.toHaveProperty('404')
  })
})

describe("a person's name", () => {
  const at = '2026-11-01T00:00:00.000Z'
  const later = '2026-11-02T00:00:00.000Z'

  it('is what a customer account says, however old', () => {
    const sources = [
      { customer: false, name: 'Jimbo', at: later },
      { customer: true, name: 'Jim Davies', at },
    ]
    expect(personName(sources)).toBe('Jim Davies')
    expect(personName(sources.toReversed())).toBe('Jim Davies')
  })

  it('is otherwise the newest name, then a handle, then a masked address', () => {
    const masked = { customer: true, masked: 'j***@example.com', at: later }
    const handle = { customer: false, handle: 'jimbo', at }
    expect(
      personName([
        { customer: false, name: 'Old', at },
        { customer: false, name: 'New', at: later },
      ]),
    ).toBe('New')
    expect(
      personName([
        { customer: false, name: 'New', at: later },
        { customer: false, name: 'Old', at },
      ]),
    ).toBe('New')
    expect(
      personName([
        { customer: false, name: 'One', at },
        { customer: false, name: 'Two', at },
      ]),
    ).toBe('One')
    expect(personName([masked, handle])).toBe('jimbo')
    expect(personName([masked])).toBe('j***@example.com')
    expect(personName([])).toBe('Somebody')
  })
})
