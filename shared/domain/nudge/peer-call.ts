import type { Level } from '../score/level.ts'
import type { ReasonCode } from './reasons.ts'

/** A person who may know the answer to a question, and what speaks for it; each part 0..1. */
export type PeerCandidate = {
  /** The account that was found. */
  iid: string
  /** How well what it wrote, or answered, is about the question's words. */
  about: number
  /** The title of the best of that. */
  title?: string
  /** How many pieces on the subject it has written or answered. */
  pieces: number
  /** It talks about a topic of the question lately. */
  topic?: string
  /** How much the person takes part, from the level. */
  level?: 'leading' | 'contributing' | 'participating' | 'exploring'
}

/** A peer, as the decision remembers them. `kept`: why this one was passed over. */
export type PeerChoice = {
  iid: string
  score: number
  why: string[]
  kept?: ReasonCode | 'asked_lately' | 'same_person'
}

/** The weights of what speaks for a peer; they add up to 1. */
const PEER_WEIGHTS = { about: 0.6, often: 0.15, topic: 0.15, level: 0.1 } as const

const LEVEL: Record<Level, number> = {
  leading: 1,
  contributing: 0.75,
  participating: 0.4,
  exploring: 0,
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000

/** Half for the second piece, three quarters for the third: being there often counts, and ever less. */
const often = (pieces: number): number => 1 - 2 ** (1 - Math.max(1, pieces))

const whyOf = ({ title, pieces, topic, level }: PeerCandidate): string[] => [
  ...(title === undefined ? [] : [`helped with “${title}”`]),
  ...(pieces > 1 ? [`${pieces} answers and pieces on the subject`] : []),
  ...(topic === undefined ? [] : [`talks about “${topic}” lately`]),
  ...(level === 'leading' || level === 'contributing' ? [`${level} member`] : []),
]

/** Those who are likely to help, the likeliest first; of two alike the smaller id, so that the same is always chosen. Pure. */
export const rankPeers = (candidates: readonly PeerCandidate[]): PeerChoice[] =>
  candidates
    .map((peer) => ({
      iid: peer.iid,
      score: rounded(
        PEER_WEIGHTS.about * peer.about +
          PEER_WEIGHTS.often * often(peer.pieces) +
          PEER_WEIGHTS.topic * Number(peer.topic !== undefined) +
          PEER_WEIGHTS.level * LEVEL[peer.level ?? 'exploring'],
      ),
      why: whyOf(peer),
    }))
    .sort((a, b) => b.score - a.score || (a.iid < b.iid ? -1 : 1))
