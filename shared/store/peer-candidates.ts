import { bm25 } from '../domain/nudge/bm25.ts'
import type { PeerCandidate } from '../domain/nudge/peer-call.ts'
import { hourText } from '../domain/score/topics/hours.ts'
import { phraseId } from '../domain/score/topics/phrase.ts'
import { phraseKey } from '../domain/understand/phrases.ts'
import { redact } from '../domain/understand/pii.ts'
import { candidates } from './content.ts'
import type { ActivityItem, ThreadItem } from './items.ts'
import { type IdentityId, keys } from './keys.ts'
import type { ContentItem } from './nudge-records.ts'
import { getAll, type Table } from './table.ts'
import type { TopicHourItem, TopicItem } from './topic-items.ts'

/** Pieces about the question whose people are looked at. */
const MOST_PIECES = 20
/** Stages whose content is written by people who know how things are done. */
const STAGES = ['use', 'onboarding', 'consideration', 'renewal', 'advocacy']

type Piece = { item: ContentItem; about: number }

/** The pieces that are about the question's words: they share two of them, or hardly more were asked. Best first. */
const piecesAbout = async (table: Table, question: ActivityItem, languages: readonly string[]): Promise<Piece[]> => {
  const pieces = await candidates(table, languages, STAGES)
  const words = [question.title ?? question.threadTitle, question.text, ...(question.tags ?? [])].filter(Boolean)
  const found = bm25(words.join('\n'), pieces, ({ title, topics, text }) => ({ title, tags: topics, body: text ?? '' }))
    .filter(({ shared, matched, asked }) => shared.length > 0 && matched >= Math.min(2, Math.ceil(asked / 2)))
    .filter(({ piece }) => piece.threadId === undefined || piece.threadId !== question.threadId)
    .sort((a, b) => b.score - a.score || (a.piece.id < b.piece.id ? -1 : 1))
    .slice(0, MOST_PIECES)
  const best = found[0]?.score || 1
  return found.map(({ piece, score }) => ({ item: piece, about: score / best }))
}

/** Whose answer was accepted, for discussions; else whoever wrote the piece. */
const helpersOf = async (table: Table, pieces: readonly Piece[]): Promise<IdentityId[][]> => {
  const keysOf = pieces.map(({ item: { threadId, id } }) => {
    const platform = /^thread#([^#]+)#/.exec(id)?.[1]
    return threadId && platform ? keys.thread(platform, threadId) : undefined
  })
  const threads = (await getAll(
    table,
    keysOf.filter((key) => key !== undefined),
  )) as (ThreadItem | undefined)[]
  const byKey = new Map(threads.flatMap((thread) => (thread ? [[thread.pk, thread] as const] : [])))
  return pieces.map(({ item }, at) => {
    const key = keysOf[at]
    if (!key) return item.authors ?? []
    const answerBy = byKey.get(key.pk)?.answerBy
    return answerBy ? [answerBy] : []
  })
}

/** Those who wrote most about a topic of the question in the last hour that was noted of it. */
const talkersOf = async (table: Table, { phrases = [], language = 'und' }: ActivityItem) => {
  const ids = [...new Set(phrases.map((phrase) => phraseId(language, phraseKey(phrase, language))))]
  const topics = ((await getAll(table, ids.map(keys.topic))) as (TopicItem | undefined)[]).filter(
    (topic) => topic?.latest !== undefined,
  ) as (TopicItem & { latest: { hour: number } })[]
  const hours = (await getAll(
    table,
    topics.map(({ id, latest }) => keys.topicHour(id, hourText(latest.hour))),
  )) as (TopicHourItem | undefined)[]
  return topics.flatMap(({ label }, at) => (hours[at]?.leading ?? []).map(({ iid }) => ({ iid, topic: label })))
}

/**
 * Accounts that may know the answer to a question, without a scan: those whose answers were accepted, or who wrote, on the same
 * words, and those who talk about its topics lately. The asker's account is left out.
 */
export const peerCandidates = async (
  table: Table,
  question: ActivityItem,
  languages: readonly string[],
): Promise<PeerCandidate[]> => {
  const [pieces, talkers] = await Promise.all([piecesAbout(table, question, languages), talkersOf(table, question)])
  const helpers = await helpersOf(table, pieces)
  const found = new Map<IdentityId, PeerCandidate>()
  // The best piece comes first, and stays the one that is named.
  for (const [at, { item, about }] of pieces.entries())
    for (const iid of helpers[at] ?? []) {
      const known = found.get(iid)
      found.set(
        iid,
        known ? { ...known, pieces: known.pieces + 1 } : { iid, about, title: redact(item.title), pieces: 1 },
      )
    }
  for (const { iid, topic } of talkers) found.set(iid, { ...{ iid, about: 0, pieces: 0 }, ...found.get(iid), topic })
  found.delete(question.iid)
  return [...found.values()]
}
