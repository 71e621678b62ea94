import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { SendingAccount } from '../domain/nudge/sending-account.ts'
import { keys } from './keys.ts'
import type { Table } from './table.ts'

/** What SES last said of the account; undefined before it was asked. */
export const readSendingAccount = async (table: Table): Promise<SendingAccount | undefined> => {
  const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key: keys.sendingAccount() }))
  if (!Item) return undefined
  const { pk: _, sk: __, type: ___, ...account } = Item
  return account as SendingAccount
}

/** Keeps what SES says of the account. */
export const putSendingAccount = async (table: Table, account: SendingAccount): Promise<void> => {
  await table.client.send(
    new PutCommand({ TableName: table.name, Item: { ...keys.sendingAccount(), type: 'setting', ...account } }),
  )
}
