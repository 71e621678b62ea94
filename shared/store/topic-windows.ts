import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { type Hour, hourText } from '../domain/score/topics/hours.ts'
import { type Notes, notesOf, packSketch, unpackSketch } from '../domain/score/topics/pack.ts'
import type { Sketch } from '../domain/score/topics/sketch.ts'
import { DAY, type Iso, msOf } from '../domain/time.ts'
import { keys, shortHash } from './keys.ts'
import { query, type Table } from './table.ts'
import type { TopicWindowItem } from './topic-items.ts'

const KEPT = 3 * DAY

/**
 * Keeps what a shard heard in a window, in one Put. The same window again overwrites it: that makes a retry harmless.
 * @param start the window's first moment
 */
export const putWindow = async (
  table: Table,
  { start, shard, sketch }: { start: Iso; shard: string; sketch: Sketch },
): Promise<void> => {
  const item: TopicWindowItem = {
    ...keys.topicWindow(start.slice(0, 13), start.slice(14, 16), shortHash(shard).slice(0, 8)),
    type: 'topic-window',
    sketch: packSketch(sketch),
    notes: deflateRawSync(JSON.stringify(notesOf(sketch))),
    expires: Math.floor((msOf(start) + KEPT) / 1_000),
  }
  await table.client.send(new PutCommand({ TableName: table.name, Item: item }))
}

const readSketch = ({ sketch, notes }: TopicWindowItem): Sketch =>
  unpackSketch(sketch, JSON.parse(inflateRawSync(notes).toString('utf8')) as Notes)

/** All windows of an hour, strongly consistent. */
export const readWindows = async (table: Table, hour: Hour): Promise<Sketch[]> => {
  const sketches: Sketch[] = []
  let from: Record<string, unknown> | undefined
  do {
    const page = await query(table, { pk: keys.topicWindow(hourText(hour), '', '').pk, from, consistent: true })
    sketches.push(...(page.items as TopicWindowItem[]).map(readSketch))
    from = page.next
  } while (from)
  return sketches
}
