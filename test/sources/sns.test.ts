import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Payload } from '../../local/payloads/payload.ts'
import { certificateUrl, confirmation, notification, snsPost } from '../../local/payloads/sns.ts'
import { doorToken, senderSecret } from '../../shared/sources/door.ts'
import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { verifyDelivery } from '../../shared/sources/scheme.ts'
import { isCertificateUrl, type SnsMessage, snsMessage, textToSign } from '../../shared/sources/sns-signature.ts'
import { schemeOf } from '../../shared/sources/verification.ts'
import { certificateFor, ecKey, rsaKey } from '../support/certificate.ts'
import { doorEvent, NOW, openDoor, SECRETS, SOURCES } from '../support/door.ts'
import { normalised } from '../support/normalised.ts'
import { order, review } from './fixtures/shop.ts'

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:shop-news'
const KEY = rsaKey()
const CERTIFICATE = certificateFor(KEY)
const SENT = '2026-11-21T19:59:58.123Z'
const ID = 'da41e39f-ea4d-435a-b922-c6aae3915ebe'

const news = (over: Partial<SnsMessage> = {}): SnsMessage => ({
  ...notification(TOPIC, ID, SENT, JSON.stringify(order())),
  ...over,
})

const arrive = async (payload: Payload, certificate = CERTIFICATE, now = NOW) => {
  const door = openDoor()
  Object.assign(door.state, { certificate, now })
  return { door, ...(await door.post('news', payload)) }
}

const said = ({ body }: Payload) => normalised('news', { headers: {}, body })

describe('SNS: a notification', () => {
  it('is taken when SNS has signed it, and named by its MessageId', async () => {
    const { door, status, body } = await arrive(snsPost(news(), KEY.privateKey))
    expect([status, body]).toEqual([200, { id: ID }])
    expect(door.queue).toMatchObject([{ v: 1, id: ID, source: 'news', headers: {} }])
    expect(door.state.fetched).toEqual([certificateUrl('eu-central-1')])
  })

  it('is signed over its fields in the order of their names, the subject only if there is one', () => {
    const plain = `Message\nhello\nMessageId\n${ID}\nTimestamp\n${SENT}\nTopicArn\n${TOPIC}\nType\nNotification\n`
    expect(textToSign(news({ Message: 'hello' }))).toBe(plain)
    expect(textToSign(news({ Message: 'hello', Subject: 'Hi' }))).toBe(
      plain.replace('\nTimestamp', '\nSubject\nHi\nTimestamp'),
    )
    const asked = confirmation('SubscriptionConfirmation', TOPIC, ID, SENT)
    expect(textToSign(asked)).toBe(
      `Message\n${asked.Message}\nMessageId\n${ID}\nSubscribeURL\n${asked.SubscribeURL}\nTimestamp\n${SENT}\nToken\n${asked.Token}\nTopicArn\n${TOPIC}\nType\nSubscriptionConfirmation\n`,
    )
  })

  it('with a subject, with words of any kind and with anything else beside is taken too', async () => {
    const message = news({ Subject: 'New order', Message: `${JSON.stringify(review({ text: 'ä\n€ 😀' }))}\n` })
    const { body, headers } = snsPost(message, KEY.privateKey)
    const more = JSON.stringify({ ...JSON.parse(body), UnsubscribeURL: 'https://x.example', MessageAttributes: {} })
    expect((await arrive({ headers, body: more })).status).toBe(200)
  })

  it('says what its message says: an activity, or several', () => {
    expect(said(snsPost(news(), KEY.privateKey)).activities[0]).toMatchObject({
      kind: 'order',
      id: 'order-1001',
      platform: 'news',
      at: SENT,
      author: { email: 'jim@mail.example' },
    })
    const several = news({ Message: JSON.stringify([order(), review()]) })
    expect(said(snsPost(several, KEY.privateKey)).activities.map(({ kind }) => kind)).toEqual(['order', 'post'])
    expect(said(snsPost(news({ Message: '[]' }), KEY.privateKey))).toEqual({ activities: [], ignored: 'no activities' })
    for (const Message of ['Hello!', '7', '', JSON.stringify({ kind: 'nothing' })])
      expect(() => said(snsPost(news({ Message }), KEY.privateKey))).toThrow(MalformedDeliveryError)
  })
})

describe('SNS: what is refused', () => {
  const altered = (over: object): Payload => {
    const { headers, body } = snsPost(news({ Subject: 'Hi' }), KEY.privateKey)
    return { headers, body: JSON.stringify({ ...JSON.parse(body), ...over }) }
  }

  it.each([
    ['other words', { Message: 'x' }],
    ['another id', { MessageId: 'x' }],
    ['another time', { Timestamp: '2026-11-21T19:59:59.123Z' }],
    ['another subject', { Subject: 'Ho' }],
    ['no subject', { Subject: undefined }],
    ['another signature', { Signature: Buffer.alloc(256, 7).toString('base64') }],
    ['half a signature', { Signature: 'AAAA' }],
  ])('a signature of %s', async (_, over) => {
    const { door, status } = await arrive(altered(over))
    expect(status).toBe(401)
    expect(door.queue).toEqual([])
  })

  it('SHA-1, and says what to do', async () => {
    const { door, status, body } = await arrive(altered({ SignatureVersion: '1' }))
    expect([status, String(body.error)]).toEqual([
      401,
      expect.stringMatching(/Set the attribute SignatureVersion .* to 2/),
    ])
    expect(door.state.fetched).toEqual([])
  })

  it('a topic that is not in the settings, before anything is fetched, however well it is signed', async () => {
    for (const topic of [`${TOPIC}2`, TOPIC.replace('123456789012', '999999999999'), TOPIC.replace('eu-', 'us-')]) {
      const { door, status } = await arrive(snsPost(notification(topic, ID, SENT, '[]'), KEY.privateKey))
      expect(status).toBe(403)
      expect(door.state.fetched).toEqual([])
      expect(door.queue).toEqual([])
    }
  })

  it.each([
    'http://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.eu-central-1.amazonaws.com.evil.example/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://evil.example/sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.eu-central-1.amazonaws.com@evil.example/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.eu-central-1.amazonaws.com:8443/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.eu-central-1.amazonaws.com/bucket/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem?x=.pem',
    'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123.pem',
    'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://s3.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    ' https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'file:///etc/passwd',
  ])('a certificate from anywhere else, unfetched: %s', async (SigningCertURL) => {
    expect(isCertificateUrl(SigningCertURL, TOPIC)).toBe(false)
    const { door, status } = await arrive(altered({ SigningCertURL }))
    expect(status).toBe(401)
    expect(door.state.fetched).toEqual([])
  })

  it.each([
    ['of another key', certificateFor(rsaKey())],
    ['that is over', certificateFor(KEY, { to: '2026-11-21T19:59:59Z' })],
    ['that has not begun', certificateFor(KEY, { from: '2026-11-21T20:00:01Z' })],
    ['of an authority', certificateFor(KEY, { ca: true })],
    ['of a short key', certificateFor(rsaKey(1_024))],
    ['of another kind of key', certificateFor(ecKey())],
    ['that is none', 'hello'],
    ['that is nothing', ''],
  ])('a certificate %s', async (_, certificate) => {
    const { door, status } = await arrive(snsPost(news(), KEY.privateKey), certificate)
    expect(status).toBe(401)
    expect(door.queue).toEqual([])
  })

  it('what was signed more than two hours ago, or for later, to the second', async () => {
    const at = async (offset: number) => {
      const Timestamp = new Date(NOW + offset * 1_000).toISOString()
      return (await arrive(snsPost(news({ Timestamp }), KEY.privateKey))).status
    }
    for (const sign of [-1, 1]) expect([await at(sign * 7_200), await at(sign * 7_201)]).toEqual([200, 401])
  })

  it('what is no message of SNS', async () => {
    for (const body of ['', '{}', '[]', 'null', JSON.stringify(order())])
      expect((await arrive({ headers: {}, body })).status).toBe(400)
    for (const over of [
      { Type: 'Other' },
      { MessageId: 'a\nb' },
      { Message: 7 },
      { Signature: '' },
      { Subject: 'a\nb' },
    ])
      expect((await arrive(altered(over))).status).toBe(400)
    expect((await arrive(altered({ Type: 'SubscriptionConfirmation' }))).status).toBe(400)
  })

  it('what comes to another address, or without one that has a secret', async () => {
    const door = openDoor()
    const payload = snsPost(news(), KEY.privateKey)
    expect((await door.send(doorEvent('news', 'wrong', payload))).status).toBe(404)
    expect((await door.send(doorEvent('news', doorToken(SECRETS.events ?? ''), payload))).status).toBe(404)
    const broken = openDoor(SOURCES, { ...SECRETS, news: '{"current":""}' })
    expect((await broken.send(doorEvent('news', 'x', payload))).status).toBe(503)
    expect([door.state.fetched, broken.state.fetched]).toEqual([[], []])
    expect(senderSecret('sns', SECRETS.news ?? '')).toBe('')
  })

  it('by whoever takes the way of other platforms', () => {
    const sent = {
      headers: {},
      body: Buffer.alloc(0),
      keys: { secret: [Buffer.from('k')], publicKeys: [] },
      nowSeconds: 0,
    }
    for (const type of ['sns', 'queue', 'eventbridge'] as const)
      expect(verifyDelivery({ scheme: schemeOf(type) }, sent)).toEqual({ refused: 'signature_missing' })
  })
})

describe('SNS: subscriptions', () => {
  const asked = confirmation('SubscriptionConfirmation', TOPIC, ID, SENT)

  it('are confirmed by SNS’s own action, and the address in the message is never fetched', async () => {
    const { door, status, body } = await arrive(snsPost(asked, KEY.privateKey))
    expect([status, body]).toEqual([200, { noted: 'subscription confirmed' }])
    expect(door.state.confirmed).toEqual([[TOPIC, asked.Token]])
    expect(door.state.fetched).toEqual([asked.SigningCertURL])
    expect(door.queue).toEqual([])
    expect(door.state.log.join('')).not.toContain(asked.Token)
  })

  it('are not confirmed when anything is wrong', async () => {
    const other = confirmation('SubscriptionConfirmation', `${TOPIC}2`, ID, SENT)
    for (const payload of [snsPost(other, KEY.privateKey), snsPost(asked, rsaKey().privateKey)])
      expect((await arrive(payload)).door.state.confirmed).toEqual([])
  })

  it('that end are noted', async () => {
    const { door, status } = await arrive(
      snsPost(confirmation('UnsubscribeConfirmation', TOPIC, ID, SENT), KEY.privateKey),
    )
    expect([status, door.queue, door.state.confirmed]).toEqual([200, [], []])
  })

  it('and notifications are asked for again when the certificate, the confirmation or the queue fail', async () => {
    for (const [failing, payload] of [
      ['certificateFails', snsPost(news(), KEY.privateKey)],
      ['confirmFails', snsPost(asked, KEY.privateKey)],
      ['queueFails', snsPost(news(), KEY.privateKey)],
    ] as const) {
      const door = openDoor()
      Object.assign(door.state, { certificate: CERTIFICATE, [failing]: true })
      expect((await door.post('news', payload)).status).toBe(503)
    }
  })
})

describe('SNS: a message with anything in any place', () => {
  const good = JSON.parse(snsPost(news({ Subject: 'Hi' }), KEY.privateKey).body) as Record<string, unknown>
  const SIGNED = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']

  it('is never taken when what was signed has changed, and never ends in a crash', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SIGNED, 'Signature', 'SigningCertURL'),
        fc.anything(),
        async (field, value) => {
          fc.pre(value !== good[field] && value !== undefined)
          const { door, status } = await arrive({ headers: {}, body: JSON.stringify({ ...good, [field]: value }) })
          expect([400, 401, 403]).toContain(status)
          expect(door.queue).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })

  it('cannot be cut into other fields with the same text to sign', () => {
    const line = fc.string({ unit: fc.constantFrom('a', '\n', 'MessageId', 'Subject', 'Timestamp') })
    fc.assert(
      fc.property(line, line, line, line, (Message, MessageId, Subject, Timestamp) => {
        const read = (over: object): SnsMessage | undefined => {
          try {
            return snsMessage({ ...good, ...over })
          } catch {
            return undefined
          }
        }
        const one = read({ Message, MessageId, Subject, Timestamp })
        const other = read({ Message: `${Message}\nMessageId\n${MessageId}`, Subject, Timestamp })
        if (one && other) expect(textToSign(one)).not.toBe(textToSign(other))
      }),
      { numRuns: 1_000 },
    )
  })
})
