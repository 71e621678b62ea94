import { create } from './expressions.ts'
import { indexKeys } from './index-keys.ts'
import { type IdentityId, keys } from './keys.ts'
import type { Evidence, Word } from './link-actions.ts'
import { ordered, type SuggestionItem } from './link-items.ts'
import { resolvePerson } from './people.ts'
import { getAll, type Item, query, retryConflicts, type Table, transact } from './table.ts'

/** Strongest first, then by pair: `qs` sorts as text. */
const place = ({ confidence, a, b }: Pick<SuggestionItem, 'confidence' | 'a' | 'b'>): string =>
  `${String(1_000 - Math.round(confidence * 1_000)).padStart(4, '0')}#${a}#${b}`

/** Two likenesses that know nothing of each other: either would have to be wrong. */
const together = (one: number, other: number): number => Math.round((1 - (1 - one) * (1 - other)) * 1_000) / 1_000

const listed = (item: Omit<SuggestionItem, 'au' | 'at' | 'q' | 'qs'>): SuggestionItem => ({
  ...item,
  au: indexKeys.suggestionsWith(item.b),
  at: item.a,
  q: indexKeys.suggestions(),
  qs: place(item),
})

const words = ({ why, kind, actor }: Evidence): string => why ?? `${kind}, says ${actor}`

const attempt = async (table: Table, evidence: Evidence): Promise<'suggested' | 'known' | 'same'> => {
  const { confidence, at } = evidence
  const { a, b } = ordered(evidence.a, evidence.b)
  const reason = words(evidence)
  const key = keys.suggestion(a, b)
  const [told, apart] = (await getAll(table, [key, keys.apart(a, b)])) as [SuggestionItem | undefined, unknown]
  if (apart || told?.settled || told?.reasons.includes(reason)) return 'known'
  const [one, other] = [await resolvePerson(table, a), await resolvePerson(table, b)]
  if (one && one.person.personId === other?.person.personId) return 'same'
  if (!told) {
    const fresh = { ...key, type: 'suggestion', a, b, confidence, reasons: [reason], since: at } as const
    await transact(table, [create(listed({ ...fresh, reasons: [reason] }))])
    return 'suggested'
  }
  const item = listed({
    ...told,
    confidence: together(told.confidence, confidence),
    reasons: [...told.reasons, reason].sort(),
  })
  await transact(table, [
    {
      Put: {
        Item: item,
        ConditionExpression: 'reasons = :was and attribute_not_exists(settled)',
        ExpressionAttributeValues: { ':was': told.reasons },
      },
    },
  ])
  return 'suggested'
}

/**
 * Keeps evidence that is too weak to link by, for somebody to look at. The same reason twice counts once; what somebody has
 * answered, or said to be two people, is not suggested again.
 */
export const suggest = (table: Table, evidence: Evidence): Promise<'suggested' | 'known' | 'same'> =>
  retryConflicts(() => attempt(table, evidence))

/** Takes a suggestion off the list, with who said yes or no. Nothing happens when there is none or it is answered. */
export const settleSuggestion = (
  table: Table,
  a: IdentityId,
  b: IdentityId,
  { as, by, at }: { as: 'accepted' | 'dismissed' } & Pick<Word, 'by' | 'at'>,
): Promise<boolean> =>
  retryConflicts(async () => {
    const [told] = (await getAll(table, [keys.suggestion(a, b)])) as [SuggestionItem | undefined]
    if (!told || told.settled) return false
    const { au: _, at: __, q: ___, qs: ____, ...rest } = told
    await transact(table, [
      {
        Put: {
          Item: { ...rest, settled: { as, by, at } },
          ConditionExpression: 'attribute_exists(pk) and attribute_not_exists(settled)',
        },
      },
    ])
    return true
  })

const whole = async (table: Table, found: readonly Item[]): Promise<SuggestionItem[]> => {
  const items = await getAll(
    table,
    found.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })),
  )
  return items.filter((item): item is SuggestionItem => item !== undefined)
}

/**
 * A page of open suggestions, the strongest first.
 * @param ask.after the `qs` of the last one of the page before
 */
export const listSuggestions = async (
  table: Table,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<{ items: SuggestionItem[]; next?: string | undefined }> => {
  const { items, next } = await query(table, {
    index: 'queue',
    pk: indexKeys.suggestions(),
    ...(after === undefined ? {} : { where: '#sk > :after', values: { ':after': after } }),
    limit,
  })
  const open = (await whole(table, items)).filter(({ settled }) => settled === undefined)
  return { items: open, next: next && String(next.qs) }
}

/** All suggestions about an identity, answered ones included where they are kept under it. */
export const suggestionsOf = async (table: Table, iid: IdentityId): Promise<SuggestionItem[]> => {
  const own = { where: 'begins_with(#sk, :sg)', values: { ':sg': 'SG#' } }
  const [asLess, asGreater] = await Promise.all([
    query(table, { pk: keys.identity(iid).pk, ...own }),
    query(table, { index: 'byAuthor', pk: indexKeys.suggestionsWith(iid) }),
  ])
  return [...(asLess.items as SuggestionItem[]), ...(await whole(table, asGreater.items))]
}

/** One suggestion, as it stands. */
export const getSuggestion = async (
  table: Table,
  { a, b }: { a: IdentityId; b: IdentityId },
): Promise<SuggestionItem | undefined> => {
  const [item] = await getAll(table, [keys.suggestion(a, b)])
  return item as SuggestionItem | undefined
}
