import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Wish } from '../../shared/domain/nudge/choices.ts'
import type { Iso } from '../../shared/domain/time.ts'
import type { Deciding } from './deciding.ts'

/**
 * The message that has a question mailed to an address.
 * @param said `language` of the page on which it was wished for, or of the account; `at`: when, and what is stopped after that is not asked about
 */
export const confirmMessage = (emailIid: string, wish: Wish, said: { language?: string; at?: Iso } = {}): string =>
  JSON.stringify({ v: 1, do: 'confirm', emailIid, wish, ...said })

/** Puts decisions into the send queue, and questions to addresses: a message only names, everything else is read when sending. */
export const sendQueue = (url: string, client = new SQSClient({})): Pick<Deciding, 'enqueue' | 'ask'> => {
  const send = async (MessageBody: string): Promise<void> => {
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody }))
  }
  return {
    enqueue: ({ iid, id }) => send(JSON.stringify({ v: 1, iid, id })),
    ask: (emailIid, language) => send(confirmMessage(emailIid, { address: true }, language ? { language } : {})),
  }
}
