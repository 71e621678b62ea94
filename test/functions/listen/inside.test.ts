import { describe, expect, it } from '@jest/globals'
import { takeInside } from '../../../functions/listen/insider.ts'
import { busEvent, queuedNotice } from '../../../local/payloads/inside.ts'
import { type Delivery, deliverySchema, INLINE_BODY_LIMIT } from '../../../shared/domain/listen/delivery.ts'
import { NOW, SOURCES, withLog } from '../../support/door.ts'

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:shop-news'

const open = () => {
  const queue: Delivery[] = []
  const archive = new Map<string, Buffer>()
  const take = async (source: string, body: string, id = 'sqs-1') => {
    const { log } = await withLog(() =>
      takeInside(
        source,
        { id, body },
        {
          sources: SOURCES,
          enqueue: async (message) => void queue.push(deliverySchema.parse(JSON.parse(message))),
          archive: async (key, bytes) => void archive.set(key, Buffer.from(bytes)),
          now: () => NOW,
        },
      ),
    )
    return log
  }
  return { queue, archive, take }
}

describe('what comes from within the account', () => {
  it('becomes a delivery of the source whose queue it was in, byte for byte', async () => {
    const { queue, take } = open()
    const body = '{"ä": "€",\n "n": 12345678901234567890}'
    const log = await take('backdoor', body)
    expect(queue).toEqual([
      {
        v: 1,
        id: 'sqs-1',
        source: 'backdoor',
        receivedAt: '2026-11-21T20:00:00.000Z',
        headers: {},
        body: Buffer.from(body).toString('base64'),
      },
    ])
    expect(log.join('')).not.toContain('€')
  })

  it('keeps the id of EventBridge and of SNS, which stay the same when they send again', async () => {
    const { queue, take } = open()
    const event = busEvent({ id: 'e-1', source: 's', type: 't', time: '2026-11-20T10:00:00Z', detail: {} })
    await take('bus', event, 'sqs-1')
    await take('bus', event, 'sqs-2')
    await take('backdoor', queuedNotice(TOPIC, 'm-1', '2026-11-20T10:00:00Z', '{}'))
    expect(queue.map(({ id }) => id)).toEqual(['e-1', 'e-1', 'm-1'])
  })

  it('gets the queue’s own id when it is anything else, and no name is made of what a sender says', async () => {
    const { queue, take } = open()
    const bodies = ['', '{', '7', 'null', '[]', '{"id":"../../x","MessageId":"y","source":"bus"}', '{"id":7}']
    for (const body of bodies) await take('bus', body)
    for (const body of [...bodies, queuedNotice(`${TOPIC}2`, 'm-1', '', '')]) await take('backdoor', body)
    expect(new Set(queue.map(({ id }) => id))).toEqual(new Set(['sqs-1']))
    expect(new Set(queue.map(({ source }) => source))).toEqual(new Set(['bus', 'backdoor']))
  })

  it('goes through the archive when it is large', async () => {
    const { queue, archive, take } = open()
    const body = `"${'x'.repeat(INLINE_BODY_LIMIT - 1)}"`
    await take('backdoor', body)
    expect(queue[0]?.body).toBeUndefined()
    expect(queue[0]?.archiveKey).toMatch(/^deliveries\/backdoor\/2026\/11\/21\/sqs-1-[0-9a-f]{16}$/)
    expect(archive.get(queue[0]?.archiveKey ?? '')?.toString()).toBe(body)
  })

  it('is not taken for a source that has no queue', async () => {
    const { queue, take } = open()
    for (const source of ['code', 'events', 'nobody', 'toString'])
      await expect(take(source, '{}')).rejects.toThrow(source)
    expect(queue).toEqual([])
  })
})
