import type { Iso } from '../domain/time.ts'
import type { IdentityId, PersonId } from './keys.ts'

/** The shapes of what is known of who is who. */

/**
 * What says that two identities are one person: `verified-email`, an address that a platform has verified; `crm`, a row of
 * an import; `agent`, somebody's decision in the API; `claim`, the person's own proof; `hint`, a likeness.
 */
export const EVIDENCE_KINDS = ['verified-email', 'crm', 'agent', 'claim', 'hint'] as const
/** See {@link EVIDENCE_KINDS}. */
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

/** Why two identities are one person. A retracted one stays, so that its redelivery cannot link again. */
export type EvidenceItem = {
  pk: string
  sk: string
  type: 'evidence'
  a: IdentityId
  b: IdentityId
  kind: EvidenceKind
  active: boolean
  /** 0..1 */
  confidence: number
  /** Who said so: `source:shop`, `user:...`. */
  actor: string
  at: Iso
  /** In the words of who said so. */
  why?: string
  /** Who retracted it, when and why. */
  retracted?: { by: string; at: Iso; why?: string }
}

/** A link that something forbade: a limit, or somebody's word. It is tried again when what forbade it is gone. */
export type ConflictItem = {
  pk: string
  sk: string
  type: 'conflict'
  a: IdentityId
  b: IdentityId
  kind: EvidenceKind
  /** What forbade it, in words. */
  reason: string
  confidence: number
  actor: string
  why?: string
  /** When the evidence was told. (`at` is an index's key.) */
  since: Iso
  au: string
  at: IdentityId
  q: string
  qs: string
}

/** Evidence too weak to link by: somebody has to look. */
export type SuggestionItem = {
  pk: string
  sk: string
  type: 'suggestion'
  a: IdentityId
  b: IdentityId
  /** 0..1, of all reasons together */
  confidence: number
  /** One per kind of likeness, in words. */
  reasons: string[]
  since: Iso
  /** A person has said yes or no; then it is in no list any more. */
  settled?: { as: 'accepted' | 'dismissed'; by: string; at: Iso }
  au?: string
  at?: string
  q?: string
  qs?: string
}

/** Somebody's word that two identities are two people: no evidence links them while it stands. */
export type ApartItem = {
  pk: string
  sk: string
  type: 'apart'
  a: IdentityId
  b: IdentityId
  by: string
  at: Iso
  why?: string
}

/** One line of a person's history: what was joined, parted or renamed, and why. */
export type PersonLogItem = {
  pk: string
  sk: string
  type: 'log'
  /**
   * `link`, `split`: identities came or went; `known`: a known customer gave the person another id; `told`, `retracted`:
   * evidence that changed no person; `apart`, `lifted`: a word that two identities are two people; `withdrawn`: a link that
   * was forbidden is no longer tried.
   */
  what: 'link' | 'known' | 'split' | 'told' | 'retracted' | 'apart' | 'lifted' | 'withdrawn'
  at: Iso
  /** The person whose identities came here. */
  from: PersonId
  /** The persons that identities went to, when it was a split. */
  to?: PersonId[]
  identities: readonly IdentityId[]
  /** The evidence, or the pair, that it was about. */
  about?: { a: IdentityId; b: IdentityId; kind?: EvidenceKind }
  actor: string
  why?: string
}

/** Two identities in the order in which everything about the pair is kept. */
export const ordered = (a: IdentityId, b: IdentityId): { a: IdentityId; b: IdentityId } =>
  a < b ? { a, b } : { a: b, b: a }
