import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Deciding } from './deciding.ts'

/** Puts decisions into the send queue: the message only names the row, everything else is read when sending. */
export const sendQueue = (url: string, client = new SQSClient({})): Deciding['enqueue'] => {
  return async ({ iid, id }) => {
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify({ v: 1, iid, id }) }))
  }
}
