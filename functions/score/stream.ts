import { scoreSettingsSchema } from '../../shared/domain/score/settings.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { nightlyReader, settingsVersion } from '../../shared/store/nightly.ts'
import { segmentsReader } from '../../shared/store/segments.ts'
import { openTable } from '../../shared/store/table.ts'
import { membershipsBy } from './memberships.ts'
import { type Reactions, react, type StreamBatch } from './reacting.ts'
import type { Rescoring } from './rescore.ts'
import { rescoring } from './rescoring.ts'

const env = readEnv({ TABLE_NAME: text, SCORE: json(scoreSettingsSchema) })
const table = openTable(env.TABLE_NAME)

const deps: Rescoring = {
  table,
  settings: env.SCORE,
  version: settingsVersion(env.SCORE),
  nightly: nightlyReader(table, Date.now),
  now: Date.now,
  memberships: membershipsBy(segmentsReader(table, Date.now), env.SCORE.economics.currency),
}

/** Who reacts to what happens in the table, and who collects it over a minute. */
const reactions: Reactions = { reactions: { rescoring: rescoring(deps) }, collectors: {} }

/** The table's stream, read a second time: scores and all that follows from them. */
export const handler = eventHandler(async (batch: StreamBatch) => await react(reactions, batch))
