/**
 * Where a list goes on: after the entry whose sort key is `at` and, among entries of the same moment, whose tie-breaker
 * is `key`. One position serves a list that is merged from many shards: shards share one order, so that nothing is
 * skipped or repeated when entries arrive, or move from one shard to another, between two pages.
 */
export type Position = { at: string; key: string }

/** Bytes as base64url, without anything of Node's: the same code can run in a browser. */
export const encode = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** The way back. @throws when `text` is no base64url */
export const decode = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))

/** @param list the list's name, so that one list's cursor is not taken for another's */
export const writeCursor = (list: string, { at, key }: Position): string =>
  encode(new TextEncoder().encode(JSON.stringify([1, list, at, key])))

/** @returns undefined when `text` is no cursor of this list */
export const readCursor = (list: string, text: string): Position | undefined => {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(decode(text)))
    if (!Array.isArray(value) || value.length !== 4) return undefined
    const [version, name, at, key] = value as unknown[]
    if (version !== 1 || name !== list || typeof at !== 'string' || typeof key !== 'string') return undefined
    return { at, key }
  } catch {
    return undefined
  }
}

/** Newest first; entries of the same moment by their tie-breaker. Negative when `a` comes before `b`. */
export const newestFirst = (a: Position, b: Position): number => {
  if (a.at !== b.at) return a.at > b.at ? -1 : 1
  if (a.key === b.key) return 0
  return a.key < b.key ? -1 : 1
}
