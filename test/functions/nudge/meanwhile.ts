import type { Table } from '../../../shared/store/table.ts'

type Command = { constructor: { name: string }; input: { Key?: { sk?: string } } }
type Client = Table['client']
/** What happens beside a command. */
export type Meanwhile = {
  before?: (command: Command) => Promise<unknown>
  after?: (command: Command) => Promise<unknown>
}

/** A client that does something else right before or after its commands of a name. */
export const intercepted = (client: Client, name: string, { before, after }: Meanwhile): Client =>
  new Proxy(client, {
    get: (target, property) =>
      property !== 'send'
        ? Reflect.get(target, property)
        : async (command: Command) => {
            const asked = command.constructor.name === name
            if (asked) await before?.(command)
            const answer = await target.send(command as never)
            if (asked) await after?.(command)
            return answer
          },
  })

/** A table with something that happens right before or after its first command of a name. */
export const aroundOnce = (table: Table, name: string, { before, after }: Meanwhile): Table => {
  const once = (work: Meanwhile['before']) => {
    let done = false
    return async (command: Command): Promise<void> => {
      if (done) return
      done = true
      await work?.(command)
    }
  }
  const client = intercepted(table.client, name, { before: once(before), after: once(after) })
  return { ...table, client }
}
