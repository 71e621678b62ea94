import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { SENTIMENT_LABELS, type Sentiment } from '../domain/understand/understanding.ts'
import { keys } from './keys.ts'
import type { Item, Table } from './table.ts'

/** The most items that one call writes. */
const BATCH = 25

/** An engine's answer as it was kept for a text's repeats; undefined when there is none, or it is no answer. */
export const sentimentOf = (item: Item | undefined): Sentiment | undefined => {
  const { label, scores, confidence, engine } = (item ?? {}) as Partial<Sentiment>
  if (!label || !SENTIMENT_LABELS.includes(label) || !scores || confidence === undefined || !engine) return undefined
  return { label, scores, confidence, engine }
}

/**
 * Keeps an engine's answers for the repeats of their texts. What DynamoDB does not take is not kept: it will be asked
 * again, which costs a little and harms nothing.
 * @param expires end of the answers' life, in epoch seconds
 */
export const keepSentiments = async (
  table: Table,
  answers: readonly { hash: string; sentiment: Sentiment }[],
  expires: number,
): Promise<void> => {
  for (let from = 0; from < answers.length; from += BATCH) {
    const requests = answers.slice(from, from + BATCH).map(({ hash, sentiment }) => ({
      PutRequest: { Item: { ...keys.understood(hash), type: 'understood', ...sentiment, expires } },
    }))
    await table.client.send(new BatchWriteCommand({ RequestItems: { [table.name]: requests } }))
  }
}
