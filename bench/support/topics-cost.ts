import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { windows } from '../../functions/score/windows.ts'
import { startDynamoDB } from '../../local/dynamodb/server.ts'
import { topicsSettingsSchema } from '../../shared/domain/score/topics/settings.ts'
import type { Change } from '../../shared/store/changes.ts'
import { openTable } from '../../shared/store/table.ts'
import { activityItem } from '../../test/support/graph-items.ts'
import { tableDefinition } from '../../test/support/table.ts'
import { startMeter } from './meter.ts'
import { randomOf } from './topics-workload.ts'

/** What a minute of mentions in one shard takes. */
export type WindowCost = {
  mentions: number
  writeUnits: number
  calls: number
  stateBytes: number
  msPerMention: number
}

const changesOf = (count: number): Change[] => {
  const random = randomOf(count)
  const phrase = (kind: string): string => `${kind} ${Math.floor(3_000 * random() ** 3)}`
  return Array.from({ length: count }, (_, at) => {
    const after = activityItem({
      ...{
        id: `m${count}-${at}`,
        iid: `github:${at % 3_000}`,
        phrases: [phrase('thing'), phrase('other thing'), `pump ${at % 40}`],
      },
      text: 'My water pump at Cloud Nine '.repeat(5),
    })
    return { sequence: String(at), key: { pk: after.pk, sk: after.sk }, type: 'activity', after, at: 0 }
  })
}

/** Measures windows of so many mentions, in batches of 100, with three phrases each. */
export const windowCosts = async (counts: readonly number[]): Promise<WindowCost[]> => {
  const server = await startDynamoDB()
  const meter = await startMeter(server.url)
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' }
  const table = openTable('bench', new DynamoDBClient({ endpoint: meter.url, region: 'us-east-1', credentials }))
  await table.client.send(new CreateTableCommand(tableDefinition('bench')))
  const collect = windows({ table, settings: topicsSettingsSchema.parse({ brands: { Nine: ['cloud nine'] } }) })
  const window = { start: '2026-11-01T00:00:00Z', end: '', shard: 's', last: false }
  const costs: WindowCost[] = []
  for (const mentions of counts) {
    const changes = changesOf(mentions)
    meter.take()
    const from = performance.now()
    let state: unknown
    for (let at = 0; at < mentions; at += 100)
      state = JSON.parse(JSON.stringify(await collect(changes.slice(at, at + 100), state, window)))
    await collect([], state, { ...window, last: true })
    const msPerMention = (performance.now() - from) / mentions
    const { write, calls } = meter.take()
    const all = Object.values(calls).reduce((sum, one) => sum + one, 0)
    costs.push({ mentions, writeUnits: write, calls: all, stateBytes: JSON.stringify(state).length, msPerMention })
  }
  await meter.close()
  await server.close()
  return costs
}
