/** A route of an HTTP API: `GET /u/{token}`, `ANY /api/{proxy+}`, `$default`. */
export type Route<T> = { key: string; target: T }
export type Match<T> = { route: Route<T>; parameters: Record<string, string> }

type Segment = { kind: 'static' | 'parameter' | 'greedy'; text: string }
type Compiled<T> = { route: Route<T>; method: string; segments: Segment[] }

/** A route key is not one that API Gateway would take. */
export class RouteError extends Error {
  override name = 'RouteError'
}

const RANK = { static: 0, parameter: 1, greedy: 2 }

const segmentOf = (part: string, last: boolean, key: string): Segment => {
  const [, text, plus] = /^\{([^{}+]+)(\+?)\}$/.exec(part) ?? []
  if (text === undefined) return { kind: 'static', text: part }
  if (plus && !last) throw new RouteError(`Route ${key}: a greedy parameter must come last.`)
  return { kind: plus ? 'greedy' : 'parameter', text }
}

const compile = <T>(route: Route<T>): Compiled<T> => {
  if (route.key === '$default') return { route, method: 'ANY', segments: [{ kind: 'greedy', text: '' }] }
  const [, method, path] = /^([A-Z]+) (\/.*)$/.exec(route.key) ?? []
  if (!method || !path) throw new RouteError(`Route ${route.key} is not like "GET /path".`)
  const parts = path.slice(1).split('/')
  return { route, method, segments: parts.map((part, at) => segmentOf(part, at === parts.length - 1, route.key)) }
}

/** The most specific first: place by place static beats parameter beats greedy, then a method beats ANY. */
const compare = <T>(a: Compiled<T>, b: Compiled<T>): number => {
  for (let at = 0; at < Math.min(a.segments.length, b.segments.length); at++) {
    const [left, right] = [a.segments[at], b.segments[at]]
    const by = left && right ? RANK[left.kind] - RANK[right.kind] : 0
    if (by !== 0) return by
  }
  const byMethod = Number(a.method === 'ANY') - Number(b.method === 'ANY')
  return byMethod || b.segments.length - a.segments.length
}

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

const fitted = <T>({ route, segments }: Compiled<T>, parts: string[]): Record<string, string> | undefined => {
  if (route.key === '$default') return {}
  const greedy = segments.at(-1)?.kind === 'greedy'
  if (greedy ? parts.length < segments.length : parts.length !== segments.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [at, { kind, text }] of segments.entries()) {
    const part = parts[at] ?? ''
    if (kind === 'static' && decode(part) !== text) return undefined
    if (kind !== 'static' && part === '') return undefined
    if (kind === 'parameter') parameters[text] = decode(part)
    if (kind === 'greedy') parameters[text] = parts.slice(at).map(decode).join('/')
  }
  return parameters
}

/**
 * API Gateway's choice among routes: full matches before greedy ones, `$default` last. As in API Gateway a trailing
 * slash makes another path.
 * @returns a function from method and (still encoded) path to the route
 */
export const createRouter = <T>(routes: readonly Route<T>[]) => {
  const compiled = routes.map(compile)
  const ordered = [
    ...compiled.filter(({ route }) => route.key !== '$default').sort(compare),
    ...compiled.filter(({ route }) => route.key === '$default'),
  ]
  return (method: string, path: string): Match<T> | undefined => {
    const parts = path.slice(1).split('/')
    for (const candidate of ordered) {
      if (candidate.method !== 'ANY' && candidate.method !== method) continue
      const parameters = fitted(candidate, parts)
      if (parameters) return { route: candidate.route, parameters }
    }
    return undefined
  }
}
