import { gzipSync } from 'node:zlib'
import type { Random } from './random.ts'

/** Changes of a body's bytes. Each takes any bytes and gives any bytes back. */
export type BodyMutation = (body: Buffer, random: Random, other: Buffer) => Buffer

const at = (body: Buffer, random: Random): number => random.int(body.length + 1)
const insert = (body: Buffer, place: number, what: Buffer): Buffer =>
  Buffer.concat([body.subarray(0, place), what, body.subarray(place)])

const flipped = (body: Buffer, random: Random): Buffer => {
  if (body.length === 0) return body
  const copy = Buffer.from(body)
  const place = random.int(copy.length)
  copy[place] = (copy[place] ?? 0) ^ (1 << random.int(8))
  return copy
}

const span = (body: Buffer, random: Random): [number, number] => {
  const from = at(body, random)
  return [from, Math.min(body.length, from + 1 + random.int(64))]
}

const asText = (body: Buffer, change: (text: string) => string): Buffer => Buffer.from(change(body.toString('utf8')))

const HOSTILE = [
  ...['\u0000', '\u2028', '\ufeff', '\ud83d', '\u202e', '\u001b[31m', '\r\n', '\n', '%00', '\\u0000', '\\ud800', "'"],
  ...['"', '\\', '{', '}', '[', ']', ',', ':', '<', '>', '&', '&amp;', '<!--', ']]>', '<![CDATA[', '<!DOCTYPE x>'],
] as const

/** Bytes alone: nothing here knows what the bytes mean. */
export const BYTE_MUTATIONS: Readonly<Record<string, BodyMutation>> = {
  'a bit flipped': flipped,
  'some bits flipped': (body, random) =>
    Array.from({ length: 1 + random.int(8) }).reduce<Buffer>((bytes) => flipped(bytes, random), body),
  'a byte set': (body, random) => {
    const copy = Buffer.from(body)
    if (copy.length > 0) copy[random.int(copy.length)] = random.int(256)
    return copy
  },
  'cut off': (body, random) => body.subarray(0, at(body, random)),
  'the start missing': (body, random) => body.subarray(at(body, random)),
  empty: () => Buffer.alloc(0),
  'longer by a little': (body, random) =>
    Buffer.concat([body, Buffer.from(random.pick([' ', '\n', '\u0000', 'x', '{}', '\r\n']))]),
  'blanks in front': (body, random) => Buffer.concat([Buffer.from(random.pick([' ', '\n', '\t'])), body]),
  'a part twice': (body, random) => {
    const [from, to] = span(body, random)
    return insert(body, to, body.subarray(from, to))
  },
  'a part missing': (body, random) => {
    const [from, to] = span(body, random)
    return Buffer.concat([body.subarray(0, from), body.subarray(to)])
  },
  'something put in': (body, random) => insert(body, at(body, random), Buffer.from(random.pick(HOSTILE))),
  'no UTF-8 put in': (body, random) =>
    insert(body, at(body, random), Buffer.from(random.pick(['ff', 'c0af', 'eda080', 'f4908080', 'c3']), 'hex')),
  'spliced with another one': (body, random, other) =>
    Buffer.concat([body.subarray(0, at(body, random)), other.subarray(at(other, random))]),
  'another one': (_, __, other) => other,
  'both after one another': (body, _, other) => Buffer.concat([body, other]),
  'with a byte order mark': (body) => Buffer.concat([Buffer.from('efbbbf', 'hex'), body]),
  'as UTF-16': (body) => Buffer.from(body.toString('utf8'), 'utf16le'),
  'as Latin-1': (body) => Buffer.from(body.toString('utf8'), 'latin1'),
  compressed: (body) => gzipSync(body, { level: 1 }),
  'as base64': (body) => Buffer.from(body.toString('base64')),
  'as a form': (body) => Buffer.from(`payload=${encodeURIComponent(body.toString('latin1'))}`),
  'with line ends of DOS': (body) => asText(body, (text) => text.replaceAll('\n', '\r\n').replaceAll(',', ',\r\n')),
  'as a form of WooCommerce': (_, random) => Buffer.from(`webhook_id=${random.int(1e6)}`),
}
