import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { type Claim, type ClaimEvent, type ClaimRefusal, SETTLED_LIFE, stepClaim } from '../domain/connect/claim.ts'
import { DAY, type Iso, msOf, SECOND } from '../domain/time.ts'
import { create } from './expressions.ts'
import { type IdentityId, keys } from './keys.ts'
import { type Action, ConflictError, getAll, retryConflicts, type Table, transact } from './table.ts'

/** A claim as it is stored. The address goes as soon as nothing needs it any more. */
export type ClaimItem = {
  pk: string
  sk: 'A'
  type: 'claim'
  id: string
  claim: Claim
  /** Normalised; not shown to be theirs before `claim.state` is `open`. */
  address?: string
  /** The address's identity, once its link has been mailed. */
  emailIid?: IdentityId
  /** The language in which it was asked for, or that the address's owner has chosen, such as `de`. */
  language?: string
  ver: number
  expires: number
}

type CodeItem = { pk: string; sk: string; type: 'claim-code'; claim: string; expires: number }

const secondsOf = (at: Iso, more = 0): number => Math.ceil((msOf(at) + more) / SECOND)

/** Over, one way or another: nobody needs the address in it any more. */
const OVER = new Set<Claim['state']>(['linked', 'refused', 'undone'])

const itemOf = (before: ClaimItem, claim: Claim, now: Iso): ClaimItem => {
  const { address, ...rest } = before
  const settled = claim.state !== 'asked' && claim.state !== 'open'
  return {
    ...rest,
    ...(address === undefined || OVER.has(claim.state) ? {} : { address }),
    claim,
    ver: before.ver + 1,
    expires: settled ? secondsOf(now, SETTLED_LIFE) : secondsOf(claim.until, DAY),
  }
}

/** Notes that somebody wants to claim an address. @param id at least 128 bits that nobody can foresee */
export const createClaim = (
  table: Table,
  { id, address, claim, language }: Pick<ClaimItem, 'id' | 'claim' | 'language'> & { address: string },
): Promise<void> =>
  transact(table, [
    create({
      ...keys.claim(id),
      ...{ type: 'claim', id, claim, address, ver: 1, expires: secondsOf(claim.until, DAY) },
      ...(language === undefined ? {} : { language }),
    }),
  ])

/** A claim; undefined when it was never made, or is forgotten. */
export const readClaim = async (table: Table, id: string): Promise<ClaimItem | undefined> =>
  (await getAll(table, [keys.claim(id)]))[0] as ClaimItem | undefined

/** Writes a claim unless somebody else has changed it. */
const claimWrite = (before: ClaimItem, after: ClaimItem): Action => ({
  Put: {
    Item: after,
    ConditionExpression: 'ver = :was',
    ExpressionAttributeValues: { ':was': before.ver },
  },
})

/** The claim as it is afterwards, or why the event changed nothing. */
export type ClaimChange = { item: ClaimItem } | { refused: ClaimRefusal | 'gone' }

/** Has something happen to a claim, once, whoever else is at it. */
export const changeClaim = (table: Table, id: string, event: ClaimEvent, now: Iso): Promise<ClaimChange> =>
  retryConflicts(async () => {
    const before = await readClaim(table, id)
    if (!before) return { refused: 'gone' }
    const step = stepClaim(before.claim, event, now)
    if ('refused' in step) return step
    if (step.claim === before.claim) return { item: before }
    const after = itemOf(before, step.claim, now)
    const code = event.do === 'code' ? [codeWrite(id, event.hash, after.expires)] : []
    await transact(table, [claimWrite(before, after), ...code])
    return { item: after }
  })

const codeWrite = (claim: string, hash: string, expires: number): Action => ({
  Put: { Item: { ...keys.claimCode(hash), type: 'claim-code', claim, expires } satisfies CodeItem },
})

/** Notes which identity a claim's address is, and the language that they read. Who is late finds it noted. */
export const claimAddressed = async (
  table: Table,
  item: ClaimItem,
  { emailIid, language }: { emailIid: IdentityId; language: string },
): Promise<void> => {
  try {
    await transact(table, [claimWrite(item, { ...item, emailIid, language, ver: item.ver + 1 })])
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error
    if ((await readClaim(table, item.id))?.emailIid !== emailIid) throw error
  }
}

/** A post that is nothing but a code. */
export type CodePost = {
  hash: string
  account: IdentityId
  mention: { platform: string; id: string }
  createdAt: Iso
}

/**
 * Takes in a post that is a code. Twice does the same as once.
 * @returns what it did; undefined when no claim has such a code
 */
export const hearCode = async (table: Table, post: CodePost, now: Iso): Promise<ClaimChange | undefined> => {
  const [code] = (await getAll(table, [keys.claimCode(post.hash)])) as [CodeItem | undefined]
  return code && (await changeClaim(table, code.claim, { do: 'heard', ...post }, now))
}

/** So many within so many milliseconds, counted from multiples of that time. */
export type RateLimit = { most: number; within: number }

/**
 * Counts something against its limits.
 * @param who a digest, never an address
 * @returns false when a limit is reached; then nothing more is counted
 */
export const allowedBy = async (
  table: Table,
  who: string,
  limits: readonly RateLimit[],
  now: number,
): Promise<boolean> => {
  for (const { most, within } of limits) {
    const stretch = Math.floor(now / within)
    try {
      await table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: keys.claimRate(`${who}#${within}`, stretch),
          UpdateExpression: 'SET #type = :type, expires = :expires ADD #n :one',
          ConditionExpression: 'attribute_not_exists(#n) or #n < :most',
          ExpressionAttributeNames: { '#type': 'type', '#n': 'n' },
          ExpressionAttributeValues: {
            ':type': 'claim-rate',
            ':expires': Math.ceil(((stretch + 1) * within + DAY) / SECOND),
            ':one': 1,
            ':most': most,
          },
        }),
      )
    } catch (error) {
      if ((error as Error).name === 'ConditionalCheckFailedException') return false
      throw error
    }
  }
  return true
}

/** What became of a reserved email. */
type ClaimMailItem = { pk: string; sk: string; type: 'claim-mail'; at: Iso; expires: number; messageId?: string }

/**
 * Reserves an email of a claim before SES is called: only one of all that want to send it is told yes.
 * @param checks what must still be as it was when it was looked at
 * @returns false when it has been reserved before
 * @throws ConflictError when what was looked at has changed
 */
export const reserveClaimMail = async (
  table: Table,
  { id, mail, now, checks }: { id: string; mail: string; now: Iso; checks: readonly Action[] },
): Promise<boolean> => {
  const item: ClaimMailItem = {
    ...keys.claimMail(id, mail),
    type: 'claim-mail',
    at: now,
    expires: secondsOf(now, SETTLED_LIFE),
  }
  try {
    await transact(table, [create(item), ...checks])
    return true
  } catch (error) {
    if (error instanceof ConflictError && error.reasons[0] === 'ConditionalCheckFailed') return false
    throw error
  }
}

/** Takes a reservation back after a definite "no" of SES. */
export const releaseClaimMail = (table: Table, id: string, mail: string): Promise<void> =>
  transact(table, [{ Delete: { Key: keys.claimMail(id, mail) } }])
