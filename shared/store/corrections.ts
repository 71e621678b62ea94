import type { Iso } from '../domain/time.ts'
import { addVerdict, type Correction, type Verdict, withCorrection } from '../domain/understand/correction.ts'
import { wordsOf } from './corrected.ts'
import { create } from './expressions.ts'
import { atKey, indexKeys } from './index-keys.ts'
import { understandingFields, understandingIn } from './ingest-item.ts'
import type { ActivityItem, CorrectionItem, ExampleItem, Judged } from './items.ts'
import { keys } from './keys.ts'
import { isReadable } from './mentions.ts'
import { rejudge, unjudged } from './rejudge.ts'
import { getAll, retryConflicts, type Table, transact } from './table.ts'

/** What is said of a mention, without its shares: what the log keeps. */
const judgedOf = ({ label, engine, confidence, intents }: Judged): Judged => ({
  ...(label === undefined ? {} : { label }),
  ...(engine === undefined ? {} : { engine }),
  ...(confidence === undefined ? {} : { confidence }),
  ...(intents === undefined ? {} : { intents }),
})

const correctedItem = (before: ActivityItem, correction: Correction): ActivityItem => {
  const understanding = withCorrection(understandingIn(before), correction, correction.words)
  return {
    ...unjudged(before),
    ...understandingFields(before, understanding),
    correction,
    corrections: (before.corrections ?? 0) + 1,
  }
}

const logOf = (before: ActivityItem, after: ActivityItem, { by, at }: Correction): CorrectionItem => ({
  ...keys.correctionLog(before.platform, before.id, at, after.corrections ?? 0),
  type: 'correction',
  by,
  at,
  rev: before.rev,
  before: judgedOf(before),
  after: judgedOf(after),
})

const exampleOf = ({ platform, id, title, text = '', language, expires }: ActivityItem, said: Correction) => {
  const example: ExampleItem = {
    ...keys.example(platform, id),
    sk: 'EX',
    type: 'example',
    text: title === undefined ? text : `${title}\n${text}`,
    language: language ?? 'und',
    ...(said.label ? { label: said.label } : {}),
    ...(said.intents ? { intents: [...said.intents] } : {}),
    by: said.by,
    fd: indexKeys.examples(),
    at: atKey(said.at, id),
    ...(expires === undefined ? {} : { expires }),
  }
  return { Put: { Item: example } }
}

/**
 * Gives a person the last word on what a mention means. One transaction: the mention, the log of who said what instead of
 * what, the difference in the author's rollup and the reply's edge, and the words as a labelled example. What was said
 * before of the same words writes nothing.
 *
 * @returns false when there is no such mention, or it is deleted
 */
export const correctMention = async (
  table: Table,
  { platform, id }: { platform: string; id: string },
  verdict: Verdict,
  { by, at }: { by: string; at: Iso },
): Promise<boolean> =>
  await retryConflicts(async () => {
    const [before] = (await getAll(table, [keys.activity(platform, id)])) as (ActivityItem | undefined)[]
    if (!before || !isReadable(before)) return false
    const correction = addVerdict(before.correction, verdict, { by, at, words: wordsOf(before) })
    if (!correction) return true
    const after = correctedItem(before, correction)
    await transact(table, [
      ...rejudge(before, after),
      create(logOf(before, after, correction)),
      exampleOf(before, correction),
    ])
    return true
  })
