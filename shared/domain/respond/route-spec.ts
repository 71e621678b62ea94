import type * as z from 'zod/mini'

/**
 * One thing the API can be asked. `path` has `{name}` for a parameter of one segment. `open` needs no token.
 * `query` and `body` are the schemas that validate; what is answered stands in descriptions.ts.
 */
export type RouteSpec = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  open?: true
  query: z.ZodMiniObject
  body?: z.ZodMiniType
}

const match = (pattern: string, path: string): Record<string, string> | undefined => {
  const found = new RegExp(`^${pattern.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`).exec(path)
  return found ? { ...found.groups } : undefined
}

/** What a request is for; or, when only the method is wrong, the methods that would do; or nothing at all. */
export type Found<Id extends string> = { route: Id; params: Record<string, string> } | { allow: string[] }

/** Finds the route of a request among some. No methods to allow means that there is nothing at this path. */
export const findRoute = <Id extends string>(
  routes: Readonly<Record<Id, RouteSpec>>,
  method: string,
  path: string,
): Found<Id> => {
  const allow: string[] = []
  for (const [id, spec] of Object.entries(routes) as [Id, RouteSpec][]) {
    const params = match(spec.path, path)
    if (!params) continue
    if (spec.method === method) return { route: id, params }
    allow.push(spec.method)
  }
  return { allow }
}
