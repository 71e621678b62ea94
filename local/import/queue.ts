import { setTimeout as sleep } from 'node:timers/promises'
import { GetQueueAttributesCommand, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'

/** The queue of deliveries as an import uses it. */
export type Queue = {
  /** Sends up to ten messages; comes back when all of them are in the queue. */
  send(messages: readonly string[]): Promise<void>
  /** Waits until so little is in the queue that what comes live is not kept waiting behind the import. */
  room(): Promise<void>
}

/** SQS did not take a message, again and again. */
class NotSentError extends Error {
  override name = 'NotSentError'
}

const ROUNDS = 6
/** Messages in the queue, about: more than these, and the import waits. */
const DEPTH = 200
/** Milliseconds for which the answer to how full the queue is counts. */
const FRESH = 1_000

/** @param pause waits for milliseconds */
export const deliveriesQueue = (
  client: Pick<SQSClient, 'send'>,
  QueueUrl: string,
  { pause = sleep as (ms: number) => Promise<unknown>, now = () => performance.now() } = {},
): Queue => {
  let lookedAt = Number.NEGATIVE_INFINITY
  const depth = async (): Promise<number> => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] })
    const { Attributes } = await (client as SQSClient).send(command)
    return Number(Attributes?.ApproximateNumberOfMessages ?? 0)
  }
  return {
    send: async (messages) => {
      let left = messages.map((MessageBody, at) => ({ Id: String(at), MessageBody }))
      for (let round = 1; left.length > 0; round++) {
        const { Failed = [] } = await (client as SQSClient).send(
          new SendMessageBatchCommand({ QueueUrl, Entries: left }),
        )
        const failed = new Set(Failed.map(({ Id }) => Id))
        left = left.filter(({ Id }) => failed.has(Id))
        if (left.length === 0) return
        const [{ Code = 'no reason', SenderFault = false } = {}] = Failed
        if (SenderFault || round >= ROUNDS)
          throw new NotSentError(`SQS did not take ${left.length} of ${messages.length} messages: ${Code}.`)
        await pause(100 * 2 ** round)
      }
    },
    room: async () => {
      if (now() - lookedAt < FRESH) return
      while ((await depth()) > DEPTH) await pause(FRESH)
      lookedAt = now()
    },
  }
}
