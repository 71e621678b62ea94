import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { parseJson } from '../../shared/sources/json.ts'

/** One object of a JSON file, and the line in which it begins. */
export type JsonValue = { line: number } & ({ value: Record<string, unknown> } | { problem: string })

const [LF, QUOTE, BACKSLASH, COMMA] = [0x0a, 0x22, 0x5c, 0x2c]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]
const BLANK = new Set([0x20, 0x09, 0x0d, LF])
const BOM = [0xef, 0xbb, 0xbf]

type Scan = {
  depth: number
  inText: boolean
  escaped: boolean
  /** The value being read is an object, not a word or a number. */
  nested: boolean
}

/** Goes one byte on. @returns whether the value ends: with this byte, or before it */
const step = (scan: Scan, byte: number): 'goes on' | 'ends here' | 'ended before' => {
  if (scan.inText) {
    if (scan.escaped) scan.escaped = false
    else if (byte === BACKSLASH) scan.escaped = true
    else if (byte === QUOTE) scan.inText = false
    return 'goes on'
  }
  if (byte === QUOTE) scan.inText = true
  if (!scan.nested) return BLANK.has(byte) || byte === COMMA || byte === CLOSE_LIST ? 'ended before' : 'goes on'
  if (byte === OPEN_OBJECT || byte === OPEN_LIST) scan.depth++
  if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) scan.depth--
  return scan.depth === 0 ? 'ends here' : 'goes on'
}

const parsed = (bytes: Buffer): { value: Record<string, unknown> } | { problem: string } => {
  try {
    return { value: { ...parseJson(bytes) } }
  } catch (error) {
    if (error instanceof MalformedDeliveryError) return { problem: error.message }
    throw error
  }
}

/**
 * The objects of a JSON file, one at a time: those of a list, of lists in a list (`gh api --slurp`), of several lists or
 * objects one after the other (`gh api --paginate`, JSON lines), or the one that the file is. What is broken is told and
 * read over.
 * @param most bytes that one object may have; a larger one is told as a problem and never held
 */
export const jsonValuesOf = async function* (
  chunks: AsyncIterable<Uint8Array>,
  most: number,
): AsyncIterable<JsonValue> {
  let scan: Scan | undefined
  let parts: Buffer[] = []
  let [length, line, begun, offset] = [0, 1, 1, 0]
  const add = (part: Buffer): void => {
    length += part.length
    if (length <= most) parts.push(part)
    else parts = []
  }
  const finish = (): JsonValue => {
    const whole =
      length <= most ? parsed(Buffer.concat(parts)) : { problem: `has ${length} bytes; at most ${most} fit` }
    scan = undefined
    parts = []
    length = 0
    return { line: begun, ...whole }
  }
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    let from = 0
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0
      if (!scan) {
        const between = BLANK.has(byte) || byte === COMMA || byte === OPEN_LIST || byte === CLOSE_LIST
        if (!between && !(offset + at < 3 && byte === BOM[offset + at])) {
          scan = { depth: 0, inText: false, escaped: false, nested: byte === OPEN_OBJECT }
          begun = line
          from = at
        }
      }
      if (scan) {
        const end = step(scan, byte)
        if (end !== 'goes on') {
          add(bytes.subarray(from, end === 'ends here' ? at + 1 : at))
          yield finish()
        }
      }
      if (byte === LF) line++
    }
    if (scan) add(bytes.subarray(from))
    offset += bytes.length
  }
  if (scan) yield finish()
}
