import * as commands from '@aws-sdk/lib-dynamodb'
import { expect, it } from '@jest/globals'
import { createNearTable } from '../support/table.ts'
import type { Command } from './memory-table.ts'
import { simulate } from './simulate.ts'

type Heard = { command: Command; answer: object | undefined; error: unknown }
type Made = new (input: unknown) => never

const byKey = (items: readonly Record<string, unknown>[] = []) =>
  Object.fromEntries(items.map((item) => [`${item.pk} ${item.sk}`, item]))

/** What of an answer is the same on every DynamoDB: an index does not say in which order it tells of what is equal. */
const essence = (answer: object | undefined): unknown => {
  const { Item, Items, Responses } = (answer ?? {}) as {
    Item?: object
    Items?: Record<string, unknown>[]
    Responses?: Record<string, Record<string, unknown>[]>
  }
  return { Item, Items: Items && byKey(Items), Responses: Responses && byKey(Object.values(Responses).flat()) }
}

const essenceOfError = (error: unknown): unknown => {
  const { name, CancellationReasons } = (error ?? {}) as { name?: string; CancellationReasons?: { Code?: string }[] }
  return { name, reasons: CancellationReasons?.map(({ Code }) => Code) }
}

it('the table in memory answers every command of a simulation as the embedded DynamoDB does', async () => {
  for (const seed of [1, 2, 3, 4]) {
    const { table, close } = await createNearTable()
    const heard: Heard[] = []
    await simulate(seed, {
      heard: (command, answer, error) => void heard.push({ command, answer, error }),
    })
    expect(heard.length).toBeGreaterThan(50)
    for (const { command, answer, error } of heard) {
      const { name } = command.constructor
      const Made = (commands as unknown as Record<string, Made>)[name] as Made
      const input = { TableName: table.name, ...command.input }
      let [got, failed]: [object | undefined, unknown] = [undefined, undefined]
      try {
        got = await table.client.send(new Made(input))
      } catch (caught) {
        failed = caught
      }
      expect({ name, ...(essenceOfError(failed) as object) }).toEqual({ name, ...(essenceOfError(error) as object) })
      expect(essence(got)).toEqual(essence(answer))
    }
    await close()
  }
}, 60_000)
