import type { IngestMeter, Reading } from './ingest-meter.ts'
import { complaint, post, praise, reply } from './mentions.ts'

/** The kinds of mention whose price is measured. */
export const KINDS = {
  firstPost: 'first post of an unknown account',
  post: 'new post',
  reply: 'new reply',
  repeat: 'new post with a text seen before',
  duplicate: 'duplicate delivery',
  edit: 'edit of the words',
  flip: 'edit that changes the sentiment',
  removal: 'delete',
} as const
export type Kind = keyof typeof KINDS
export type Counts = Record<Kind, Reading>

/**
 * Measures one of each kind, behind the person `ann` and in the thread `busy`.
 * @param from the first free mention number; four are used
 */
export const measureKinds = async (meter: Pick<IngestMeter, 'apply'>, from: number): Promise<Counts> => {
  const place = { author: 'ann', thread: 'busy' }
  const mine = { n: from, ...place }
  return {
    firstPost: await meter.apply(post({ n: from + 2, author: `stranger${from}`, thread: `quiet${from}` })),
    post: await meter.apply(post(mine)),
    repeat: await meter.apply(post({ ...mine, n: from + 3, text: complaint(from) })),
    duplicate: await meter.apply(post(mine)),
    reply: await meter.apply(reply({ n: from + 1, author: 'bob', thread: 'busy', parent: from, to: 'ann' })),
    edit: await meter.apply(post({ ...mine, version: 1, text: `${complaint(from)} Edited.` })),
    flip: await meter.apply(post({ ...mine, version: 2, text: praise(from) })),
    removal: await meter.apply(post({ ...mine, version: 3, deleted: true })),
  }
}

/** All calls of DynamoDB in a reading. */
export const callsIn = ({ calls }: Reading): number => Object.values(calls).reduce((sum, count) => sum + count, 0)

/** Batches of 25 mentions, half posts of `ann` and half replies of `bob` to them, all in the thread `busy`. */
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

/** A batch of 25 by 25 people in as many threads, as traffic is. */
export const mixedBatch = (from: number) =>
  Array.from({ length: 25 }, (_, n) => post({ n: from + n, author: `member${n}`, thread: `thread${n}` }))
