import type { Payload } from '../../local/payloads/payload.ts'
import { NOW, type openDoor } from '../support/door.ts'
import { meaningOf } from './meaning.ts'
import { changedAt, placesIn } from './mutate-json.ts'
import { eventOf, requestOf } from './request.ts'
import type { Sample } from './samples.ts'
import { signedOnce } from './world.ts'

/**
 * Whether time grows with length and no faster: what a piece of text costs per byte when there is sixteen times as much
 * of it, over what it costs when there is little. A ratio within one run; a busy machine is asked again.
 */

/** What readers of text stumble over: each is put where a platform has text, again and again. */
export const PIECES = [
  ...[
    'a',
    ' ',
    '\n',
    '\u0000',
    '"',
    '\\',
    '<',
    '<a ',
    '</',
    '<!--',
    '<p>',
    '&',
    '&amp;',
    '&#',
    'é',
    '😀',
    '\ud800',
    '\u001b]',
  ],
  ...[
    '*',
    '**a',
    '_',
    '`',
    '```\n',
    '[',
    '[](',
    '![',
    '](',
    '> ',
    '# ',
    '- ',
    '|',
    '~~',
    '<@U1|',
    '@a ',
    '#a ',
    'http://a',
  ],
  ...['a@b.c ', 'https://t.co/a ', '{', '[[', '0', '١', '%', '%41', ';', ',', '\r\n', '\u2028', '\u202e', '\t\n'],
] as const

/** How many times as much a byte may cost at the larger size. A square would cost sixteen times as much. */
const MOST = 6
/** A ratio below this is not asked again. */
const QUIET = 3
const SMALL = 4_000
const LARGE = 16 * SMALL
const ATTEMPTS = 8
/** Less than this says nothing: the clock and the machine are louder. Nanoseconds per byte. */
const NOISE = 40

/** Something whose time grew faster than its length. */
export type Steep = { source: string; stage: string; where: string; piece: string; ratio: number }

const fastest = async (work: () => unknown, times: number): Promise<number> => {
  let least = Number.POSITIVE_INFINITY
  for (let time = 0; time < times; time++) {
    const began = performance.now()
    await work()
    least = Math.min(least, performance.now() - began)
  }
  return least * 1e6
}

const long = (piece: string, bytes: number): string => piece.repeat(Math.ceil(bytes / Buffer.byteLength(piece)))

const filled = ({ source, payload }: Sample, path: readonly string[], text: string): Sample => {
  const value = changedAt(JSON.parse(payload.body), path, () => text)
  return { source, payload: { headers: payload.headers, body: JSON.stringify(value) } satisfies Payload }
}

const isText = (value: unknown, path: readonly string[]): boolean => {
  let at = value
  for (const key of path) at = (at as Record<string, unknown>)[key]
  return typeof at === 'string'
}

const textsIn = ({ payload }: Sample): string[][] => {
  if (!payload.body.startsWith('{') && !payload.body.startsWith('[')) return []
  const value: unknown = JSON.parse(payload.body)
  return placesIn(value).filter((path) => path.length > 0 && isText(value, path))
}

/** Every place of text in samples that are JSON, each once. */
export const textsOf = (group: readonly Sample[]): { sample: Sample; path: string[] }[] => {
  const known = new Set<string>()
  return group.flatMap((sample) =>
    textsIn(sample).flatMap((path) => {
      const name = `${sample.source} ${path.join('.')}`
      if (known.has(name)) return []
      known.add(name)
      return [{ sample, path }]
    }),
  )
}

type Stage = { name: string; work: (sample: Sample) => () => unknown }

/** What is measured: the door as a whole, and what a body means. */
const stages = (door: ReturnType<typeof openDoor>): Stage[] => [
  {
    name: 'door',
    work: (sample) => {
      const signing = signedOnce(sample, NOW)
      const event = eventOf(requestOf(signing, signing.at))
      return () => door.send(event)
    },
  },
  {
    name: 'meaning',
    work: (sample) => {
      const signing = signedOnce(sample, NOW)
      const request = requestOf(signing, signing.at)
      return () => meaningOf(request)
    },
  },
]

const growth = async (stage: Stage, small: Sample, large: Sample): Promise<number> => {
  const [little, much] = [stage.work(small), stage.work(large)]
  let least = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < ATTEMPTS && least > QUIET; attempt++) {
    const perByte = (await fastest(much, 1 + attempt)) / large.payload.body.length
    if (perByte < NOISE) return 0
    const atFirst = (await fastest(little, 1 + attempt)) / small.payload.body.length
    least = Math.min(least, perByte / Math.max(atFirst, 1))
  }
  return least
}

/**
 * Fills a place of text in a sample with a piece, again and again, and measures every stage.
 * @returns the stages whose time grew faster than the length
 */
export const steepAt = async (
  sample: Sample,
  path: readonly string[],
  piece: string,
  door: ReturnType<typeof openDoor>,
): Promise<{ steep: Steep[]; highest: Steep | undefined }> => {
  const [small, large] = [filled(sample, path, long(piece, SMALL)), filled(sample, path, long(piece, LARGE))]
  const found: Steep[] = []
  for (const stage of stages(door)) {
    const ratio = await growth(stage, small, large)
    found.push({ source: sample.source, stage: stage.name, where: path.join('.'), piece, ratio })
  }
  door.queue.length = 0
  door.archive.clear()
  door.state.log.length = 0
  return { steep: found.filter(({ ratio }) => ratio > MOST), highest: found.toSorted((a, b) => b.ratio - a.ratio)[0] }
}
