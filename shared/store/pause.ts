import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { Iso } from '../domain/time.ts'
import { keys } from './keys.ts'
import type { Table } from './table.ts'

/** The switch that holds all emails: who turned it last, when and why. Nothing else is known before the first turn. */
export type Pause = { paused: boolean; by?: string; at?: Iso; why?: string }

type PauseItem = { pk: string; sk: 'PAUSE'; type: 'setting'; paused: boolean; by: string; at: Iso; why: string }

/** The item as a switch; no item is an open one. */
export const pauseOf = (item: Record<string, unknown> | undefined): Pause => {
  if (!item) return { paused: false }
  const { paused, by, at, why } = item as PauseItem
  return { paused, by, at, why }
}

/** The switch, strongly consistent: a pause holds the very next email. */
export const readPause = async (table: Table): Promise<Pause> => {
  const answer = await table.client.send(
    new GetCommand({ TableName: table.name, Key: keys.pause(), ConsistentRead: true }),
  )
  return pauseOf(answer.Item)
}

/** Turns the switch; the last turn counts. @returns the switch as it is now */
export const setPause = async (table: Table, turn: Required<Pause>): Promise<Pause> => {
  await table.client.send(
    new PutCommand({ TableName: table.name, Item: { ...keys.pause(), type: 'setting', ...turn } }),
  )
  return turn
}
