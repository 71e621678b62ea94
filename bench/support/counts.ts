import type { IngestMeter } from './ingest-meter.ts'
import { post, reply, TEXT } from './mentions.ts'
import type { Reading } from './meter.ts'

/** The kinds of mention whose price is measured. */
export const KINDS = {
  firstPost: 'first post of an unknown account',
  post: 'new post',
  reply: 'new reply',
  duplicate: 'duplicate delivery',
  edit: 'edit of the words',
  flip: 'edit that changes the sentiment',
  removal: 'delete',
} as const
export type Kind = keyof typeof KINDS
export type Counts = Record<Kind, Reading>

/**
 * Measures one of each kind, behind the person `ann` and in the thread `busy`.
 * @param from the first free mention number; three are used
 */
export const measureKinds = async (meter: IngestMeter, from: number): Promise<Counts> => {
  const place = { author: 'ann', thread: 'busy' }
  const mine = { n: from, ...place }
  const edited = `${TEXT} Edited.`
  return {
    firstPost: await meter.apply(post({ n: from + 2, author: `stranger${from}`, thread: `quiet${from}` })),
    post: await meter.apply(post(mine)),
    duplicate: await meter.apply(post(mine)),
    reply: await meter.apply(reply({ n: from + 1, author: 'bob', thread: 'busy', parent: from, to: 'ann' })),
    edit: await meter.apply(post({ ...mine, version: 1, text: edited })),
    flip: await meter.apply(post({ ...mine, version: 2, text: TEXT }), 'POSITIVE'),
    removal: await meter.apply(post({ ...mine, version: 3, deleted: true })),
  }
}

/** All calls of a reading. */
export const callsIn = ({ calls }: Reading): number => Object.values(calls).reduce((sum, count) => sum + count, 0)

/** Deliveries of 25 mentions, half posts of `ann` and half replies of `bob` to them, all in the thread `busy`. */
export function* history(from: number, to: number) {
  for (let n = from; n < to; n += 25) {
    yield Array.from({ length: Math.min(25, to - n) }, (_, offset) => {
      const number = n + offset
      return number % 2 === 0
        ? post({ n: number, author: 'ann', thread: 'busy' })
        : reply({ n: number, author: 'bob', thread: 'busy', parent: number - 1, to: 'ann' })
    })
  }
}
