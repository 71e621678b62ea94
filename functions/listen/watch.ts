import type { Sources } from '../../shared/domain/listen/source-settings.ts'
import { metricSums } from '../../shared/platform/aws.ts'
import { checkedJson, readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { putHealth, readSourceStates } from '../../shared/store/health.ts'
import { openTable } from '../../shared/store/table.ts'
import { type Watching, watchSources } from './watching.ts'

const env = readEnv({ SOURCES: checkedJson<Sources>(), TABLE_NAME: text, STAGE: text })

const table = openTable(env.TABLE_NAME)

const watching: Watching = {
  sources: env.SOURCES,
  stage: env.STAGE,
  sums: (metrics, range) => metricSums(metrics, range),
  read: (sources) => readSourceStates(table, sources),
  write: (source, health) => putHealth(table, source, health),
  now: Date.now,
}

/** Every five minutes: how all sources are doing. */
export const handler = eventHandler(async () => await watchSources(watching))
