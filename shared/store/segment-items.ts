import type { Iso } from '../domain/time.ts'

/** The shapes of segments. Definitions are made by people; memberships are derived and can be found again. */

/** How often segments were changed: each change makes the next revision. */
export type CatalogItem = {
  pk: string
  sk: 'CATALOG'
  type: 'segments'
  rev: number
  changedAt: Iso
  /** Which ready-made segments this is about, and the revision at which they came. */
  ready?: string
  readyRev?: number
}

/** A segment as somebody defined it. */
export type SegmentItem = {
  pk: string
  sk: string
  type: 'segment'
  id: string
  /** The revision that its last change made. */
  rev: number
  name: string
  description?: string
  /** JSON, checked by `readRule`; missing once the segment was taken away. */
  rule?: string
  by: string
  at: Iso
}

/** A person is in a segment. Index `queue`: all of a segment, by person. */
export type MembershipItem = {
  pk: string
  sk: string
  type: 'membership'
  segment: string
  since: Iso
  q: string
  qs: string
}

/** How far people have been asked about changed segments. */
export type BackfillItem = {
  pk: string
  sk: 'BACKFILL'
  type: 'backfill'
  /** Rises with every step: of two runs at once only one goes on. */
  ver: number
  /** The revision that everybody has been asked about. */
  done: number
  /** The revision that people are being asked about. */
  target?: number
  startedAt?: Iso
  finishedAt?: Iso
  /** The list that is being read, and the last person of it who was asked. */
  list?: number
  after?: string
  /** People asked so far, and those who could not be. */
  asked?: number
  failed?: number
  /** How often the page under way has failed. */
  tries?: number
}
