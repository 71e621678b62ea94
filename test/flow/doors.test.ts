import { generateKeyPairSync } from 'node:crypto'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { allOf } from '../../local/cli/api.ts'
import { awsCall } from '../../local/cli/aws-call.ts'
import { binaryEvent, eventBatch, structuredEvent } from '../../local/payloads/cloudevents.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import { notification, snsPost } from '../../local/payloads/sns.ts'
import type { MentionAnswer } from '../../shared/domain/respond/answers.ts'
import { deadLetters, type Earshot, startEarshot } from '../support/earshot.ts'

/** The doors for programs of one's own, from the wire or the queue into the table and out of the API. */

const AT = '2026-11-20T10:00:00Z'
const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
let earshot: Earshot

beforeAll(async () => {
  earshot = await startEarshot('doors')
}, 120_000)

afterAll(async () => {
  await earshot.stop()
})

const post = (id: string, text: string) => ({ kind: 'post', id, at: AT, author: { id: 'c-7', name: 'Jim' }, text })

const send = (source: string, { headers, body }: Payload, method = 'POST'): Promise<Response> => {
  const door = earshot.local.sources.find(({ name }) => name === source)
  if (!door) throw new Error(`The runner has no source ${source}`)
  return fetch(door.url, { method, headers, ...(method === 'POST' ? { body } : {}) })
}

const mentionsFrom = async (source: string): Promise<MentionAnswer[]> => {
  await earshot.runner.settle()
  return await allOf<MentionAnswer>(earshot.api, `/api/mentions?source=${source}`)
}

const textsFrom = async (source: string): Promise<string[]> =>
  (await mentionsFrom(source)).map(({ text }) => text).sort()

describe('CloudEvents', () => {
  const event = (id: string, text: string) => ({
    id,
    source: 'https://shop.example/reviews',
    type: 'review.written',
    time: AT,
    data: post(id, text),
  })

  it('are let in after a handshake', async () => {
    const answer = await send(
      'cloudevents',
      { headers: { 'webhook-request-origin': 'shop.example', 'webhook-request-rate': '60' }, body: '' },
      'OPTIONS',
    )
    expect(answer.status).toBe(200)
    expect(answer.headers.get('webhook-allowed-origin')).toBe('shop.example')
    expect(answer.headers.get('webhook-allowed-rate')).toBe('60')
    const stranger = await send(
      'cloudevents',
      { headers: { 'webhook-request-origin': 'evil.example' }, body: '' },
      'OPTIONS',
    )
    expect([stranger.status, stranger.headers.get('webhook-allowed-origin')]).toEqual([403, null])
  })

  it('become mentions in each of their modes, once however often they come, marked as unverified', async () => {
    const payloads = [
      binaryEvent(event('r-1', 'Written in binary mode.')),
      structuredEvent(event('r-2', 'Written in structured mode.')),
      eventBatch(event('r-3', 'First of a batch.'), event('r-4', 'Second of a batch.')),
    ]
    for (const payload of [...payloads, ...payloads]) expect((await send('cloudevents', payload)).status).toBe(202)
    const mentions = await mentionsFrom('cloudevents')
    expect(mentions.map(({ text }) => text).sort()).toEqual([
      'First of a batch.',
      'Second of a batch.',
      'Written in binary mode.',
      'Written in structured mode.',
    ])
    for (const { unverified } of mentions) expect(unverified).toBe(true)
  })

  it('of other formats and sources stay outside', async () => {
    const stranger = structuredEvent({ ...event('r-5', 'From elsewhere.'), source: 'https://elsewhere.example' })
    expect((await send('cloudevents', stranger)).status).toBe(403)
    expect((await send('cloudevents', { headers: { 'content-type': 'text/xml' }, body: '<x/>' })).status).toBe(415)
  })
})

describe('SNS over HTTPS', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const topic = 'arn:aws:sns:us-east-1:000000000000:shop-news'
  const now = () => new Date().toISOString()

  it('is refused, and told why, for another topic, for SHA-1 and for a certificate from elsewhere', async () => {
    const good = notification(topic, 'm-1', now(), JSON.stringify(post('s-1', 'Forged.')))
    const statuses = await Promise.all(
      [
        { ...good, TopicArn: `${topic}2` },
        { ...good, SignatureVersion: '1' },
        { ...good, SigningCertURL: 'https://evil.example/SimpleNotificationService.pem' },
        { ...good, Timestamp: AT },
      ].map(async (message) => (await send('sns', snsPost(message, privateKey))).status),
    )
    expect(statuses).toEqual([403, 401, 401, 401])
    expect(await textsFrom('sns')).toEqual([])
  })
})

describe('a queue within the account', () => {
  const urlOf = (): string => {
    const [, url] = Object.entries(earshot.local.outputs).find(([name]) => /Urlqueue/i.test(name)) ?? []
    if (!url) throw new Error(`No output has the queue's URL: ${Object.keys(earshot.local.outputs).join(', ')}`)
    return url
  }
  const put = async (...bodies: string[]): Promise<void> => {
    const sqs = new SQSClient({
      endpoint: earshot.local.aws,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    for (const MessageBody of bodies) await sqs.send(new SendMessageCommand({ QueueUrl: urlOf(), MessageBody }))
    sqs.destroy()
  }

  it('takes activities, verified, and large ones by way of the archive', async () => {
    const large = `Large. ${'x'.repeat(90_000)}`
    await put(
      JSON.stringify(post('q-1', 'Put into the queue.')),
      JSON.stringify([post('q-2', 'One of two.'), post('q-3', large)]),
      JSON.stringify(Array.from({ length: 3 }, (_, at) => post(`q-${4 + at}`, `${large} ${at}`))),
    )
    const mentions = await mentionsFrom('queue')
    expect(mentions).toHaveLength(6)
    for (const mention of mentions) expect(mention).not.toHaveProperty('unverified')
  })

  it('puts aside what is no activity, and nothing else with it', async () => {
    await put('hello', JSON.stringify(post('q-9', 'After the nonsense.')))
    expect(await textsFrom('queue')).toContain('After the nonsense.')
    expect(await deadLetters(earshot)).toEqual([expect.stringMatching(/Deliveries/)])
  })
})

describe('an event bus', () => {
  const putEvents = async (...Entries: object[]): Promise<unknown> =>
    JSON.parse(
      await awsCall(
        {
          service: 'events',
          action: 'events:PutEvents',
          headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' },
          body: JSON.stringify({ Entries }),
        },
        { ...credentials, AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: earshot.local.aws },
      ),
    )
  const entry = (Source: string, id: string, text: string) => ({
    Source,
    DetailType: 'review.written',
    Detail: JSON.stringify(post(id, text)),
  })

  it('brings the events that the settings name, and no others', async () => {
    const answer = await putEvents(
      entry('example.shop', 'b-1', 'Put onto the bus.'),
      entry('example.other', 'b-2', 'Not meant for us.'),
      { ...entry('example.shop', 'b-3', 'x'), Detail: 'no JSON' },
      { ...entry('example.shop', 'b-4', 'x'), EventBusName: 'nowhere' },
      entry('aws.shop', 'b-5', 'x'),
    )
    expect(answer).toMatchObject({
      FailedEntryCount: 3,
      Entries: [
        { EventId: expect.any(String) },
        { EventId: expect.any(String) },
        { ErrorCode: 'MalformedDetail' },
        { ErrorCode: 'ResourceNotFoundException' },
        { ErrorCode: 'NotAuthorizedForSourceException' },
      ],
    })
    expect(await textsFrom('bus')).toEqual(['Put onto the bus.'])
  })
})

describe('all of them', () => {
  it('work with the rights that they have', async () => {
    expect((await earshot.iam()).denied).toEqual([])
    expect(earshot.log()).not.toMatch(/does not let/)
  })

  it('have addresses only where there is something to send to', async () => {
    const names = earshot.local.sources.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['cloudevents', 'sns']))
    for (const name of ['queue', 'bus']) {
      expect(names).not.toContain(name)
      expect((await fetch(`${earshot.local.app}/hooks/${name}/x`, { method: 'POST', body: '{}' })).status).toBe(404)
    }
  })
})
