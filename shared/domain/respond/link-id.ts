import { decode, encode } from './cursor.ts'

/** What the ids of links, words and suggestions are made of: two identities, and of a link what kind of evidence it is. */
type PairOf<K extends string> = { a: string; b: string; kind: K }

/** Characters of the longest identity, and more: a platform's name and 200 of an account's id. */
const LONGEST = 300

const write = (what: string, parts: readonly string[]): string =>
  encode(new TextEncoder().encode(JSON.stringify([what, ...parts])))

const read = (what: string, count: number, text: string): string[] | undefined => {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(decode(text)))
    if (!Array.isArray(value) || value.length !== count + 1 || value[0] !== what) return undefined
    const parts = value.slice(1) as unknown[]
    const isFine = (part: unknown): boolean => typeof part === 'string' && part !== '' && part.length <= LONGEST
    return parts.every(isFine) ? (parts as string[]) : undefined
  } catch {
    return undefined
  }
}

/** The API's id of evidence, or of a link that something forbade. Opaque to whoever gets it. */
export const linkId = ({ a, b, kind }: PairOf<string>): string => write('link', [a, b, kind])

/**
 * The way back.
 * @param kinds the kinds of evidence that there are
 * @returns undefined when `text` is not what {@link linkId} writes
 */
export const parseLinkId = <K extends string>(text: string, kinds: readonly K[]): PairOf<K> | undefined => {
  const [a, b, kind] = read('link', 3, text) ?? []
  const known = kinds.find((one) => one === kind)
  return a !== undefined && b !== undefined && known ? { a, b, kind: known } : undefined
}

/** The API's id of what is kept of a pair: a suggestion, or the word that they are two people. */
export const pairId = (what: 'suggestion' | 'apart', { a, b }: { a: string; b: string }): string => write(what, [a, b])

/** The way back; undefined when `text` is not what {@link pairId} writes of the same kind. */
export const parsePairId = (what: 'suggestion' | 'apart', text: string): { a: string; b: string } | undefined => {
  const [a, b] = read(what, 2, text) ?? []
  return a !== undefined && b !== undefined ? { a, b } : undefined
}
