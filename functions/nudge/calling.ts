import { peersWanted } from '../../shared/domain/nudge/audience.ts'
import { gateToDecide } from '../../shared/domain/nudge/decide.ts'
import type { Verdict } from '../../shared/domain/nudge/gates.ts'
import { type PeerCandidate, type PeerChoice, rankPeers } from '../../shared/domain/nudge/peer-call.ts'
import type { DecisionState } from '../../shared/domain/nudge/reasons.ts'
import type { Recipe } from '../../shared/domain/nudge/recipe.ts'
import type { Iso } from '../../shared/domain/time.ts'
import { createDecision, newDecision, transition } from '../../shared/store/decisions.ts'
import type { IdentityItem } from '../../shared/store/items.ts'
import { type IdentityId, keys, type PersonId } from '../../shared/store/keys.ts'
import { loadNudgeContext, type NudgeContext } from '../../shared/store/nudge-context.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import { peerCandidates } from '../../shared/store/peer-candidates.ts'
import type { ScoresItem } from '../../shared/store/score-items.ts'
import { getAll, type Table } from '../../shared/store/table.ts'
import { voicesIn } from '../../shared/store/thread-start.ts'
import type { Deciding } from './deciding.ts'

/** The likeliest peers whose wishes are looked at; more of them are never asked, and never read. */
const MOST_LOOKED_AT = 12

/** A call that has not been sent yet still keeps the peer busy. */
const ON_THEIR_WAY: ReadonlySet<DecisionState> = new Set(['waiting', 'queued', 'sending'])

type Seeking = { deps: Deciding; context: NudgeContext; recipe: Recipe; now: Iso }

/** Of several accounts of one person the best stands for all, and what they wrote counts together. */
const together = (accounts: readonly PeerCandidate[]): PeerCandidate => {
  const [best, ...rest] = [...accounts].sort((a, b) => b.about - a.about || (a.iid < b.iid ? -1 : 1))
  const topic = accounts.find((one) => one.topic)?.topic
  const all = rest.reduce((sum, { pieces }) => sum + pieces, best?.pieces ?? 0)
  return { ...{ iid: '', about: 0 }, ...best, pieces: all, ...(topic ? { topic } : {}) }
}

/** Candidates as people: without those who were there already, accounts that are gone, the brand's own, staff and bots. */
const asPeople = async (
  table: Table,
  found: readonly PeerCandidate[],
  there: { asker: PersonId; voices: readonly IdentityId[] },
): Promise<PeerCandidate[]> => {
  const iids = found.map(({ iid }) => iid)
  const read = (await getAll(table, [...new Set([...iids, ...there.voices])].map(keys.identity))) as (
    | IdentityItem
    | undefined
  )[]
  const identities = new Map(read.flatMap((identity) => (identity ? [[identity.iid, identity] as const] : [])))
  const present = new Set([there.asker, ...there.voices.map((iid) => identities.get(iid)?.personId)])
  const accounts = new Map<PersonId, PeerCandidate[]>()
  for (const candidate of found) {
    const identity = identities.get(candidate.iid)
    if (!identity || identity.gone?.v || present.has(identity.personId)) continue
    accounts.set(identity.personId, [...(accounts.get(identity.personId) ?? []), candidate])
  }
  const people = [...accounts]
  const scores = (await getAll(
    table,
    people.map(([pid]) => keys.scores(pid)),
  )) as (ScoresItem | undefined)[]
  return people.flatMap(([, members], at) => {
    const { role, level } = scores[at] ?? {}
    return role ? [] : [{ ...together(members), ...(level ? { level } : {}) }]
  })
}

/** The row that asks a peer. It is due with the decision that asks, and of no use after it. */
const callOf = ({ context, recipe, now }: Seeking, { iid, why }: PeerChoice, personId: PersonId): DecisionItem => {
  const { decision } = context
  const { subject, provisional, expires } = decision
  const row = newDecision(recipe, { ...{ subject, provisional, iid, personId, now }, keepDays: 1 })
  return { ...row, call: { by: decision.id, why }, ...(expires === undefined ? {} : { expires }) }
}

/** Night passes; whatever else keeps a peer back now may keep them back for longer than a question can wait. */
const mayBeAsked = (verdict: Verdict): boolean => verdict.do === 'send' || verdict.reason === 'waiting_quiet_hours'

/** Why a peer is not asked; undefined when they may be. All gates count, as for any email. */
const keptFor = async (seeking: Seeking, choice: PeerChoice): Promise<PeerChoice['kept']> => {
  const { deps, recipe, now } = seeking
  const row = callOf(seeking, choice, '')
  const { table, settings, recipes } = deps
  const context = await loadNudgeContext(table, row, { now, settings, recipes })
  const isBusy = ({ id, recipe: its, call, state }: DecisionItem): boolean =>
    its === recipe.id && id !== row.id && call !== undefined && ON_THEIR_WAY.has(state)
  if (context.items.decisions.some(isBusy)) return 'asked_lately'
  const verdict = gateToDecide(context)
  return mayBeAsked(verdict) || verdict.do === 'send' ? undefined : verdict.reason
}

/** Chooses the likeliest peers who may be asked, and says of those before them why they are not. */
const choosePeers = async (seeking: Seeking): Promise<PeerChoice[]> => {
  const { deps, context, recipe } = seeking
  const question = context.items.subject
  const wanted = peersWanted(recipe) ?? 0
  if (!question) return []
  const { table } = deps
  const { platform, threadId } = question
  const [found, voices] = await Promise.all([
    peerCandidates(table, question, [...new Set(context.languages.flat())]),
    threadId === undefined ? [] : voicesIn(table, platform, threadId),
  ])
  const ranked = rankPeers(await asPeople(table, found, { asker: context.personId, voices }))
  const looked: PeerChoice[] = []
  for (const choice of ranked.slice(0, MOST_LOOKED_AT)) {
    if (looked.filter(({ kept }) => kept === undefined).length >= wanted) break
    const kept = await keptFor(seeking, choice)
    looked.push({ ...choice, ...(kept ? { kept } : {}) })
  }
  return looked
}

const personOf = async (table: Table, iid: IdentityId): Promise<PersonId> => {
  const [identity] = (await getAll(table, [keys.identity(iid)])) as [IdentityItem | undefined]
  return identity?.personId ?? ''
}

/**
 * Asks peers to help with the question that a decision is about. The choice is written before anybody is asked, so that whoever goes on
 * after a crash asks the same people; each of them has a decision of their own, which the sweep takes from there.
 */
export const callPeers = async (deps: Deciding, context: NudgeContext, now: Iso): Promise<DecisionItem> => {
  const { table } = deps
  const { recipe, decision } = context
  const verdict = gateToDecide(context)
  if (verdict.do !== 'send' || !recipe) {
    const { do: what, ...why } = verdict.do === 'send' ? { do: 'hold', reason: 'paused_recipe' as const } : verdict
    const state = what === 'wait' ? 'waiting' : 'held'
    return transition(table, decision, { state, ...why, updatedAt: now }, { from: ['waiting'] })
  }
  const seeking: Seeking = { deps, context, recipe, now }
  const peers = decision.peers ?? (await choosePeers(seeking))
  const chosen = peers.filter(({ kept }) => kept === undefined)
  const noted = decision.peers
    ? decision
    : await transition(table, decision, { peers, updatedAt: now }, { from: ['waiting'] })
  for (const peer of chosen) await createDecision(table, callOf(seeking, peer, await personOf(table, peer.iid)))
  const [reason, detail] =
    chosen.length > 0 ? (['peers_called', chosen.length] as const) : (['no_peers', peers.length] as const)
  return transition(
    table,
    noted,
    { state: 'held', reason, detail: String(detail), personId: context.personId, updatedAt: now },
    { from: ['waiting'] },
  )
}
