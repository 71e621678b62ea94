/** A call to the API was refused; the message is the API's own. */
export class ApiCallError extends Error {
  override name = 'ApiCallError'
  readonly status: number
  constructor(method: string, path: string, status: number, message: string) {
    super(`${method} ${path} was answered with ${status}: ${message}`)
    this.status = status
  }
}

/** The words of an answer that is no success: ours are in `error`, the gateway's own in `message`. */
const saidIn = (text: string): string => {
  try {
    const { error, message } = JSON.parse(text) as { error?: string; message?: string }
    return error ?? message ?? text.slice(0, 300)
  } catch {
    return text.slice(0, 300)
  }
}

/** A client of the API: all return the parsed JSON. */
export type Api = {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: unknown): Promise<T>
  put<T>(path: string, body: unknown): Promise<T>
  delete<T>(path: string): Promise<T>
}

/**
 * @param app where the app is, `http://127.0.0.1:8787`
 * @param token a bearer token
 */
export const apiOf = (app: string, token: string): Api => {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(new URL(path, app), {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    if (!response.ok) {
      throw new ApiCallError(method, path, response.status, saidIn(text))
    }
    return JSON.parse(text) as T
  }
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
    delete: (path) => call('DELETE', path),
  }
}

/** All items of a list, page by page. */
export const allOf = async <T>(api: Api, path: string): Promise<T[]> => {
  const items: T[] = []
  let next: string | null = null
  do {
    const cursor: string = next ? `&next=${encodeURIComponent(next)}` : ''
    const page: { items: T[]; next: string | null } = await api.get(
      `${path}${path.includes('?') ? '&' : '?'}limit=100${cursor}`,
    )
    items.push(...page.items)
    next = page.next
  } while (next)
  return items
}
