import * as z from 'zod/mini'
import { components, errorSchema } from './answers.ts'
import { type Description, descriptions } from './descriptions.ts'
import type { RouteSpec } from './route-spec.ts'
import { type RouteId, routes } from './routes.ts'

type Json = Record<string, unknown>

const refTo = (id: string): string => `#/components/schemas/${id}`

const options: Parameters<typeof z.toJSONSchema>[1] = {
  io: 'input',
  unrepresentable: 'any',
  // The pattern of a moment is 300 characters that `format` says in nine.
  override: ({ jsonSchema }) => {
    if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
  },
}

/** A schema as JSON Schema 2020-12, which is what OpenAPI 3.1 speaks; named schemas are referred to. */
const schemaOf = (schema: z.ZodMiniType): Json => {
  const made: Json = z.toJSONSchema(schema, { ...options, metadata: components })
  const { $schema: _, $defs: __, ...rest } = made
  return JSON.parse(JSON.stringify(rest).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json
}

const reference = (schema: z.ZodMiniType): Json => {
  const id = components.get(schema)?.id
  return id ? { $ref: refTo(id) } : schemaOf(schema)
}

const content = (schema: z.ZodMiniType): Json => ({ 'application/json': { schema: reference(schema) } })
const failure = (description: string): Json => ({ description, content: content(errorSchema) })

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

const queryParameters = (query: z.ZodMiniObject): Json[] =>
  Object.entries(query._zod.def.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: schemaOf(schema as z.ZodMiniType),
  }))

const operation = (operationId: string, route: RouteSpec, { summary, answer, also = {} }: Description): Json => ({
  operationId,
  summary,
  parameters: [...pathParameters(route.path), ...queryParameters(route.query)],
  ...(route.body ? { requestBody: { required: false, content: content(route.body) } } : {}),
  responses: {
    200: { description: 'As asked.', content: content(answer) },
    400: failure('Something in the request is wrong; the message names it.'),
    401: { description: 'The token is missing, wrong or expired.' },
    ...Object.fromEntries(Object.entries(also).map(([status, when]) => [status, failure(when)])),
  },
})

/** The API's description, OpenAPI 3.1. Its server is the one that it comes from. */
export const openApi = (): Json => {
  const paths: Record<string, Json> = {}
  for (const [id, route] of Object.entries(routes) as [RouteId, RouteSpec][])
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(id, route, descriptions[id]) }
  const schemas = z.toJSONSchema(components, { ...options, uri: refTo }).schemas
  return {
    openapi: '3.1.0',
    info: {
      title: 'Earshot',
      version: '1',
      description: 'Who said what, who they are, and who was sent which email, and why. Lists answer `{items, next}`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths: {
      ...paths,
      '/api/openapi.json': {
        get: {
          operationId: 'getOpenApi',
          summary: 'This document.',
          security: [],
          responses: {
            200: { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: { type: 'object' } } } },
          },
        },
      },
    },
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => {
          const { $schema: _, $id: __, ...rest } = schema as Json
          return [name, rest]
        }),
      ),
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  }
}
