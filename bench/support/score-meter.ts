import { campaigning } from '../../functions/score/campaigning.ts'
import { happenings } from '../../functions/score/happenings.ts'
import { hinting } from '../../functions/score/hinting.ts'
import { membershipsBy } from '../../functions/score/memberships.ts'
import { type Reactions, react } from '../../functions/score/reacting.ts'
import { rescoring } from '../../functions/score/rescoring.ts'
import { telling } from '../../functions/score/telling.ts'
import type { DynamoDB } from '../../local/dynamodb/server.ts'
import { eventSettingsSchema, publishedEvents } from '../../shared/domain/event-settings.ts'
import { DEFAULT_SCORE_SETTINGS } from '../../shared/domain/score/settings.ts'
import { campaignReader } from '../../shared/store/campaigns.ts'
import { nightlyReader } from '../../shared/store/nightly.ts'
import { segmentsReader } from '../../shared/store/segments.ts'
import type { Table } from '../../shared/store/table.ts'
import { readNearStream } from '../../test/support/stream.ts'
import type { Meter, TableReading } from './meter.ts'

/** What following the table's stream took: invocations of `score-stream`, records that it was handed, events that it told. */
export type Following = TableReading & { invocations: number; records: number; events: number }

/** What the stream's filter lets through (infra/steps/score.ts). */
const HEARD = new Set(['activity', 'rollup', 'identity', 'person', 'place', 'log', 'suggestion', 'scores'])
const BATCH = 100
/** More rounds than this, and scoring wakes itself for ever. */
const MOST_ROUNDS = 10

const reactionsOn = (counted: Table, direct: Table, now: () => number, told: (events: number) => void): Reactions => ({
  reactions: {
    rescoring: rescoring({
      ...{ table: counted, settings: DEFAULT_SCORE_SETTINGS, version: 'bench', now },
      // As in a function that has been running for a while: what is read once a minute is not counted.
      nightly: nightlyReader(direct, now),
      memberships: membershipsBy(segmentsReader(direct, now), DEFAULT_SCORE_SETTINGS.economics.currency),
    }),
    hinting: hinting(counted),
    happenings: happenings(
      // Nobody has made an alert; what is told on the bus is what the settings publish when left out.
      telling({
        ...{ alerts: async () => [], send: async () => {} },
        publish: publishedEvents(eventSettingsSchema.parse({})),
        put: async ({ length }) => told(length),
      }),
    ),
    campaigning: campaigning({ table: counted, campaigns: campaignReader(direct, now) }),
  },
  collectors: {},
})

/**
 * Follows a table's stream as `score-stream` does, every reaction aboard, until it has nothing more to say; what it writes wakes it
 * again. Windows of topics are left out: one write a minute and shard, whatever comes.
 */
export const scoreFollower = (
  server: DynamoDB,
  { meter, counted, direct, now }: { meter: Meter; counted: Table; direct: Table; now: () => number },
): (() => Promise<Following>) => {
  let after = ''
  return async () => {
    let [invocations, handed, events] = [0, 0, 0]
    const reactions = reactionsOn(counted, direct, now, (more) => {
      events += more
    })
    meter.take()
    for (let round = 0; ; round++) {
      const records = await readNearStream(server, after)
      if (records.length === 0) break
      if (round === MOST_ROUNDS) throw new Error('Scoring wakes itself again and again.')
      after = records.at(-1)?.dynamodb?.SequenceNumber ?? after
      const heard = records.filter(({ dynamodb }) => HEARD.has(String(dynamodb?.NewImage?.type?.S)))
      for (let from = 0; from < heard.length; from += BATCH) {
        const { batchItemFailures } = await react(reactions, { Records: heard.slice(from, from + BATCH) })
        if (batchItemFailures.length > 0) throw new Error('Scoring failed; the log says why.')
        invocations++
      }
      handed += heard.length
    }
    return { ...meter.take(), invocations, records: handed, events }
  }
}
