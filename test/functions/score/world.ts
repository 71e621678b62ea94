import type { DynamoDBRecord } from 'aws-lambda'
import { type Reactions, react } from '../../../functions/score/reacting.ts'
import type { Rescoring } from '../../../functions/score/rescore.ts'
import { rescoring } from '../../../functions/score/rescoring.ts'
import { DEFAULT_SCORE_SETTINGS } from '../../../shared/domain/score/settings.ts'
import type { ScoresItem } from '../../../shared/store/score-items.ts'
import type { Table } from '../../../shared/store/table.ts'
import { scan } from '../../store/ingest-bench.ts'
import { ofType } from '../../store/ingest-judged.ts'

/** What the consumer of the stream is given, and how it is driven. */

export const NOW = Date.parse('2026-06-30T12:00:00.000Z')

export const rescoringWith = (table: Table, over: Partial<Rescoring> = {}): Rescoring => ({
  table,
  settings: DEFAULT_SCORE_SETTINGS,
  version: 'v1',
  nightly: async () => ({}),
  now: () => NOW,
  memberships: async () => ({ segments: {}, segmentsRev: 0 }),
  ...over,
})

export const reactionsWith = (deps: Rescoring): Reactions => ({
  reactions: { rescoring: rescoring(deps) },
  collectors: {},
})

const HEARD = new Set(['activity', 'rollup', 'identity', 'person', 'place'])

/** What the filter of the event source lets through. */
export const heard = (records: readonly DynamoDBRecord[]): DynamoDBRecord[] =>
  records.filter(({ dynamodb }) => HEARD.has(String(dynamodb?.NewImage?.type?.S)))

/** Hands records over in order, in batches, until all are taken. */
export const deliverAll = async (
  reactions: Reactions,
  records: readonly DynamoDBRecord[],
  size = 100,
): Promise<void> => {
  for (let from = 0; from < records.length; from += size) {
    const { batchItemFailures } = await react(reactions, { Records: records.slice(from, from + size) })
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records failed`)
  }
}

/** All scores that are stored, by person. */
export const storedScores = async (table: Table): Promise<Map<string, ScoresItem>> =>
  new Map(
    ofType<ScoresItem & Record<string, unknown>>(await scan(table), 'scores').map((item) => [item.personId, item]),
  )
