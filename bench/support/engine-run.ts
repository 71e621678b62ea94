import { ComprehendClient } from '@aws-sdk/client-comprehend'
import { createBreaker } from '../../functions/understand/breaker.ts'
import { processBatch } from '../../functions/understand/process.ts'
import { judgeTexts } from '../../functions/understand/sentiment.ts'
import type { Judge } from '../../local/comprehend/engine.ts'
import { startComprehend } from '../../local/comprehend/server.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { isoOf } from '../../shared/domain/time.ts'
import type { EngineMode } from '../../shared/domain/understand/engines.ts'
import type { ActivityItem } from '../../shared/store/items.ts'
import { keys } from '../../shared/store/keys.ts'
import { getAll } from '../../shared/store/table.ts'
import { applyingWith } from '../../test/store/ingest-bench.ts'
import { judgingWith } from '../../test/support/judging.ts'
import { withTable } from '../../test/support/table.ts'

/** What a mode came to: calls and billing units as the stand-in counted them at the wire, and what is stored of each mention. */
export type EngineRun = {
  calls: number
  units: number
  stored: Pick<ActivityItem, 'label' | 'engine' | 'confidence'>[]
}

const DELIVERIES = 25

const mention = (text: string, n: number, receivedAt: string): Activity =>
  ({
    ...{ kind: 'post', source: 'forum', platform: 'forum', id: `m${n}`, at: receivedAt, revision: '1' },
    ...{ author: { id: `u${n % 500}` }, text, language: 'en', thread: { id: `t${n % 97}` }, createdAt: receivedAt },
  }) as Activity

/**
 * Takes texts the way of the worker, in batches of 25 deliveries, by nobody in particular, in English.
 * @param judge who answers in Comprehend's place
 */
export const runEngines = async (mode: EngineMode, texts: readonly string[], judge: Judge): Promise<EngineRun> => {
  const server = await startComprehend({ judge })
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' }
  const client = new ComprehendClient({ endpoint: server.url, region: 'us-east-1', credentials })
  const breaker = createBreaker(Date.now)
  const receivedAt = isoOf(Date.now())
  try {
    return await withTable(async ({ table }) => {
      const processing = {
        ...applyingWith(table),
        ...judgingWith({ mode, comprehend: (asks) => judgeTexts(asks, { client, breaker, patience: 60_000 }) }),
        read: async (body: string) => ({ source: 'forum', activities: [JSON.parse(body) as Activity], receivedAt }),
      }
      for (let from = 0; from < texts.length; from += DELIVERIES) {
        const messages = texts.slice(from, from + DELIVERIES).map((text, at) => ({
          id: String(from + at),
          body: JSON.stringify(mention(text, from + at, receivedAt)),
          receives: 1,
        }))
        const { failed, provisional } = await processBatch(processing, messages)
        if (failed.length + provisional > 0) throw new Error(`${failed.length} failed, ${provisional} provisional`)
      }
      const items = await getAll(
        table,
        texts.map((_, n) => keys.activity('forum', `m${n}`)),
      )
      const { calls, units } = server.stats()
      return { calls: calls.BatchDetectSentiment ?? 0, units, stored: items as ActivityItem[] }
    })
  } finally {
    client.destroy()
    await server.close()
  }
}
