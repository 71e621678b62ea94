import { isoOf } from '../../shared/domain/time.ts'
import { log } from '../../shared/platform/logger.ts'
import type { Change } from '../../shared/store/changes.ts'
import type { IdentityItem } from '../../shared/store/items.ts'
import { suggestAlike } from '../../shared/store/likenesses.ts'
import type { Item, Table } from '../../shared/store/table.ts'
import type { Reaction } from './reacting.ts'

const identityIn = (item: Item | undefined): IdentityItem | undefined =>
  item?.type === 'identity' ? (item as IdentityItem) : undefined

const hint = async (table: Table, { before, after, at }: Change): Promise<number> => {
  const identity = identityIn(after)
  if (!identity || identity.gone?.v) return 0
  return await suggestAlike(table, identityIn(before), identity, isoOf(at))
}

/**
 * Suggests who may be one person, when an account is first seen or its profile says something new. Other changes of an
 * account, and all mentions, cost nothing.
 */
export const hinting =
  (table: Table): Reaction =>
  async (changes) => {
    const failed: string[] = []
    for (const change of changes.filter(({ type }) => type === 'identity')) {
      try {
        await hint(table, change)
      } catch (error) {
        log.error('hints not looked for', error)
        failed.push(change.sequence)
      }
    }
    return failed
  }
