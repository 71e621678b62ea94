import { AUTHORS, type Counter, type Sketch } from './sketch.ts'

/** Labels and examples travel beside the counters: id → language, label, mentions. */
export type Notes = Record<string, readonly [language: string, label: string, mentions: readonly string[]]>

/** As many bytes as a packed sketch may have. */
export const PACKED_LIMIT = 14_000

const VERSION = 1
const PINNED = 0x80

class ByteWriter {
  readonly #bytes: number[] = []
  byte(value: number): void {
    this.#bytes.push(value)
  }
  /** Seven bits a byte, the lowest first. */
  number(value: number): void {
    let rest = value
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.#bytes.push((rest % 128) | 0x80)
    this.#bytes.push(rest)
  }
  hex(text: string): void {
    this.#bytes.push(...Buffer.from(text, 'hex'))
  }
  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes)
  }
}

/** Bytes are not what {@link packSketch} or `packHours` made. */
export class PackedError extends Error {
  override name = 'PackedError'
}

/** Reads what {@link ByteWriter} wrote. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #at = 0
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }
  get done(): boolean {
    return this.#at >= this.#bytes.length
  }
  byte(): number {
    const value = this.#bytes[this.#at++]
    if (value === undefined)
      throw new PackedError(`Packed counts end after ${this.#bytes.length} bytes, expected more.`)
    return value
  }
  number(): number {
    let [value, scale] = [0, 1]
    for (;;) {
      const byte = this.byte()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
    }
  }
  hex(length: number): string {
    return Array.from({ length }, () => this.byte().toString(16).padStart(2, '0')).join('')
  }
}

export { ByteWriter }

/** The author's hash with the number of sightings in its two lowest bits, which are empty in it. */
const authorHex = (author: string, count: number): string =>
  (Number.parseInt(author, 16) + count).toString(16).padStart(8, '0')

const write = ({ mentions, counters }: Sketch, authorsEach: number): Uint8Array => {
  const writer = new ByteWriter()
  writer.byte(VERSION)
  writer.number(mentions)
  for (const counter of counters) {
    const authors = Object.entries(counter.authors)
      .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
      .slice(0, authorsEach)
    writer.hex(counter.id)
    for (const value of [counter.count, counter.error, counter.positive, counter.negative]) writer.number(value)
    writer.byte(authors.length | (counter.pinned ? PINNED : 0))
    for (const [author, count] of authors) writer.hex(authorHex(author, count))
  }
  return writer.bytes()
}

/**
 * A sketch in at most {@link PACKED_LIMIT} bytes: 6 for the id, some for the counts, 4 for each author. Counts and errors are kept
 * exactly, so the bounds are; of many authors those who wrote most are kept.
 */
export const packSketch = (sketch: Sketch): Uint8Array => {
  for (let authors = AUTHORS; authors > 0; authors--) {
    const bytes = write(sketch, authors)
    if (bytes.length <= PACKED_LIMIT) return bytes
  }
  return write(sketch, 0)
}

const readCounter = (reader: ByteReader, notes: Notes): Counter => {
  const id = reader.hex(6)
  const [count, error, positive, negative] = [reader.number(), reader.number(), reader.number(), reader.number()]
  const flags = reader.byte()
  const authors: Record<string, number> = {}
  for (let left = flags & 0x7f; left > 0; left--) {
    const packed = Number.parseInt(reader.hex(4), 16)
    authors[(packed - (packed % 4)).toString(16).padStart(8, '0')] = packed % 4
  }
  const [language = 'und', label = '', mentions = []] = notes[id] ?? []
  return {
    ...{ id, count, error, positive, negative, authors },
    ...{ language, label, mentions: [...mentions] },
    ...(flags & PINNED ? { pinned: true } : {}),
  }
}

/**
 * Reads what {@link packSketch} made.
 * @param notes labels and examples, for as many counters as have them
 * @throws PackedError when the bytes are something else
 */
export const unpackSketch = (bytes: Uint8Array, notes: Notes = {}): Sketch => {
  const reader = new ByteReader(bytes)
  const version = reader.byte()
  if (version !== VERSION) throw new PackedError(`A packed sketch has the version ${version}, expected ${VERSION}.`)
  const mentions = reader.number()
  const counters: Counter[] = []
  while (!reader.done) counters.push(readCounter(reader, notes))
  return { mentions, counters }
}

/** Counters with labels and examples kept: a rare one has them in another window. */
const NOTED = 200

/** The labels and examples of the counters that surely counted most. */
export const notesOf = ({ counters }: Sketch): Notes =>
  Object.fromEntries(
    counters
      .filter(({ pinned }) => !pinned)
      .toSorted((a, b) => b.count - b.error - (a.count - a.error))
      .slice(0, NOTED)
      .map(({ id, language, label, mentions }) => [id, [language, label, mentions]]),
  )
