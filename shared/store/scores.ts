import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { mayMove } from '../domain/nudge/may-move.ts'
import { BOARDS, type Board, type Ranks } from '../domain/score/boards.ts'
import { dueItem } from './due-again.ts'
import { indexKeys, SHARDS, shardOf } from './index-keys.ts'
import type { IdentityItem, PersonItem } from './items.ts'
import { birthId, type IdentityId, keys, type PersonId } from './keys.ts'
import type { BoardItem, ScoresItem } from './score-items.ts'
import type { MembershipItem } from './segment-items.ts'
import { type Action, ConflictError, getAll, query, type Table, transact } from './table.ts'

/** 0..1, the same for the same person: tells people of one rank apart. */
export const ownShare = (pid: PersonId): number => shardOf(`rank:${pid}`, 2 ** 24) / 2 ** 24

/** A person and its scores so far. The scores are never newer than the person. */
export type Scored = { person: PersonItem | undefined; scores: ScoresItem | undefined }

const TRIES = 6

const readOnce = async (table: Table, pids: readonly PersonId[]): Promise<Scored[]> => {
  const items = await getAll(
    table,
    pids.flatMap((pid) => [keys.person(pid), keys.scores(pid)]),
  )
  return pids.map((_, at) => ({
    person: items[2 * at] as PersonItem | undefined,
    scores: items[2 * at + 1] as ScoresItem | undefined,
  }))
}

/** Whether the scores are of this state of the person, or of one before. */
const belong = ({ person, scores }: Scored): boolean => !person || !scores || scores.personVer <= person.ver

/** Reads a person and its scores in one call, again where the one is older than the other. */
export const readScored = async (table: Table, pid: PersonId): Promise<Scored> => {
  for (let tries = 1; ; tries++) {
    const [read = { person: undefined, scores: undefined }] = await readOnce(table, [pid])
    if (belong(read) || tries >= TRIES) return read
  }
}

/** The person that an account belongs to; `read`, where it has been read with its scores to find that out. */
type Owner = { personId: PersonId; read?: Scored }

/**
 * Finds out whom accounts belong to. Nearly all are with the person that they were born as: those are read in one call, with their
 * scores. Only an account that has been linked to another is asked itself.
 * @returns by account; nothing for one that is not there
 */
export const ownersOf = async (table: Table, iids: readonly IdentityId[]): Promise<Map<IdentityId, Owner>> => {
  const owners = new Map<IdentityId, Owner>()
  const births = await readOnce(table, iids.map(birthId))
  iids.forEach((iid, at) => {
    const read = births[at]
    const isIn = read?.person?.status === 'active' && Object.hasOwn(read.person.ids, iid)
    if (isIn) owners.set(iid, { personId: birthId(iid), ...(belong(read) ? { read } : {}) })
  })
  const others = iids.filter((iid) => !owners.has(iid))
  const identities = (await getAll(table, others.map(keys.identity))) as (IdentityItem | undefined)[]
  others.forEach((iid, at) => {
    const personId = identities[at]?.personId
    if (personId !== undefined) owners.set(iid, { personId })
  })
  return owners
}

/** The board whose places are in the scores themselves: nearly all that people do moves them there, if anywhere. */
const WITHIN: Board = 'participation'

const placeOn = (pid: PersonId, board: Board, rank: number) => ({
  rk: indexKeys.board(board, shardOf(pid, SHARDS.board)),
  rs: rank,
})

const boardAction = (pid: PersonId, board: Board, rank: number | undefined): Action => {
  const key = keys.boardPlace(pid, board)
  if (rank === undefined) return { Delete: { Key: key } }
  return { Put: { Item: { ...key, type: 'place-on-board', ...placeOn(pid, board, rank) } satisfies BoardItem } }
}

const dueAction = (pid: PersonId, due: string | undefined): Action =>
  due === undefined ? { Delete: { Key: keys.dueAgain(pid) } } : { Put: { Item: dueItem(pid, due) } }

/** What is to be written: the scores without the version, and without what follows from them. */
export type NewScores = Omit<ScoresItem, 'pk' | 'sk' | 'type' | 'ver' | 'moved' | 'q' | 'qs' | 'rk' | 'rs'>

/** The memberships that are entered and left from one state of the scores to the next. */
const membershipActions = (
  pid: PersonId,
  before: ScoresItem['segments'] = {},
  after: ScoresItem['segments'] = {},
): Action[] => {
  const entered = Object.entries(after).filter(([segment]) => !Object.hasOwn(before, segment))
  const left = Object.keys(before).filter((segment) => !Object.hasOwn(after, segment))
  return [
    ...entered.map(([segment, since]): Action => {
      const q = indexKeys.members(segment, shardOf(pid, SHARDS.members))
      const key = keys.membership(pid, segment)
      return { Put: { Item: { ...key, type: 'membership', segment, since, q, qs: pid } satisfies MembershipItem } }
    }),
    ...left.map((segment): Action => ({ Delete: { Key: keys.membership(pid, segment) } })),
  ]
}

/** The boards with items of their own on which the person moves. */
const moved = (before: ScoresItem | undefined, ranks: Ranks): Board[] =>
  BOARDS.filter((board) => board !== WITHIN && before?.boards[board] !== ranks[board])

const UNTOUCHED = ({ ver }: ScoresItem) => ({
  ConditionExpression: 'ver = :was',
  ExpressionAttributeValues: { ':was': ver },
})

/** The first scores of a person are written only while the person is what was read: nothing else would notice a merge. */
const personAsRead = ({ pk, sk, ver }: PersonItem): Action => ({
  ConditionCheck: {
    Key: { pk, sk },
    ConditionExpression: 'ver = :ver',
    ExpressionAttributeValues: { ':ver': ver },
  },
})

/**
 * Writes a person's scores if nobody has since `before` was read: one write, which has the place on the board of
 * participation with it, and one more per other board on which the person moves and per segment that it enters or leaves.
 * @param noteDue notes when the person is due also where the scores say that it is noted already
 * @throws ConflictError when somebody has: read everything again
 */
export const writeScores = async (
  table: Table,
  { person, scores: before }: { person: PersonItem; scores: ScoresItem | undefined },
  scores: NewScores,
  { noteDue = false }: { noteDue?: boolean } = {},
): Promise<void> => {
  const { personId } = person
  const { boards } = scores
  const within = boards[WITHIN]
  const place = within === undefined ? {} : placeOn(personId, WITHIN, within)
  const ver = (before?.ver ?? 0) + 1
  const listed = { q: indexKeys.scored(shardOf(personId, SHARDS.members)), qs: personId }
  const told = mayMove(before, scores) ? { moved: true as const } : {}
  const key = { ...keys.scores(personId), sk: 'SCORES' as const }
  const item: ScoresItem = { ...key, type: 'scores', ...scores, ver, ...place, ...told, ...listed }
  const condition = before ? UNTOUCHED(before) : { ConditionExpression: 'attribute_not_exists(pk)' }
  const others = [
    ...moved(before, boards).map((board) => boardAction(personId, board, boards[board])),
    ...(before?.due === scores.due && !noteDue ? [] : [dueAction(personId, scores.due)]),
    ...membershipActions(personId, before?.segments, scores.segments),
    ...(before ? [] : [personAsRead(person)]),
  ]
  if (others.length > 0) return await transact(table, [{ Put: { Item: item, ...condition } }, ...others])
  try {
    await table.client.send(new PutCommand({ TableName: table.name, Item: item, ...condition }))
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw new ConflictError(['ConditionalCheckFailed'], error)
    throw error
  }
}

/** What is derived of a person begins with one of these. */
const DERIVED = ['SC', 'SEG#', 'DUE']
/** A transaction takes 100 actions, one of which looks at the person. */
const AT_ONCE = 99

/**
 * Takes away all that was derived of a person who is merged into another: scores, places on boards, memberships of segments.
 * @param person as it was read; one that has come back to life since keeps everything
 * @returns how many items went
 * @throws ConflictError when somebody has changed the person
 */
export const forgetDerived = async (table: Table, pid: PersonId, person: PersonItem | undefined): Promise<number> => {
  const { pk } = keys.scores(pid)
  let gone = 0
  for (const prefix of DERIVED) {
    const page = await query(table, {
      pk,
      where: 'begins_with(#sk, :prefix)',
      values: { ':prefix': prefix },
      consistent: true,
    })
    for (let from = 0; from < page.items.length; from += AT_ONCE) {
      const some = page.items.slice(from, from + AT_ONCE)
      const deletes = some.map(({ sk }): Action => ({ Delete: { Key: { pk, sk } } }))
      await transact(table, [...deletes, ...(person ? [personAsRead(person)] : [])])
      gone += some.length
    }
  }
  return gone
}
