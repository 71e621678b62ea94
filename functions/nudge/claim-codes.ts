import { codeHash, codeIn } from '../../shared/domain/connect/claim-code.ts'
import type { Iso } from '../../shared/domain/time.ts'
import { count } from '../../shared/platform/logger.ts'
import { hearCode } from '../../shared/store/claims.ts'
import type { ActivityItem } from '../../shared/store/items.ts'
import type { Table } from '../../shared/store/table.ts'

/**
 * Whether the account itself has just said these words. Not when others may have (an edit, which on a wiki is anybody's), when
 * nobody signed them, or when they come out of an import or the archive.
 */
const isFresh = (before: ActivityItem | undefined, after: ActivityItem): boolean =>
  before === undefined && !after.deleted && !after.unverified && !after.history && after.editedAt === undefined

/**
 * Takes in a post that is a one-time code. It calls for nothing else, whoever wrote it and whether the code is live or not.
 * @returns whether it is such a post
 */
export const hearClaim = async (
  table: Table,
  before: ActivityItem | undefined,
  after: ActivityItem,
  now: Iso,
): Promise<boolean> => {
  const code = codeIn(after.text ?? '')
  if (code === undefined) return false
  if (!isFresh(before, after)) return true
  const { iid, platform, id, createdAt } = after
  const heard = await hearCode(table, { hash: codeHash(code), account: iid, mention: { platform, id }, createdAt }, now)
  count({ ClaimCodes: 1 }, { result: heard === undefined ? 'unknown' : 'item' in heard ? 'heard' : heard.refused })
  return true
}
