import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Payload } from '../../local/payloads/payload.ts'
import { youtubeDeleted, youtubeQuestion, youtubeVideo } from '../../local/payloads/youtube.ts'
import { activitySchema } from '../../shared/domain/listen/activity.ts'
import { doorToken } from '../../shared/sources/door.ts'
import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { doorMark } from '../../shared/sources/source-secret.ts'
import { doorEvent, openDoor, SECRETS, signed } from '../support/door.ts'
import { normalised } from '../support/normalised.ts'
import { sourceContract } from './contract.ts'

const CHANNEL = 'UC_x5XG1OV2P6uZZ5FSM9Ttw'
const OTHER = 'UCaaaaaaaaaaaaaaaaaaaaaa'
const video = {
  id: 'dQw4w9WgXcQ',
  channel: CHANNEL,
  title: 'How to export',
  by: 'Cloud Nine',
  published: '2026-11-20T10:00:00+00:00',
  updated: '2026-11-20T10:00:09.552394234+00:00',
}
const renamed = { ...video, title: 'How to export & import', updated: '2026-11-20T11:00:00+00:00' }
const secret = SECRETS.youtube ?? ''

const normalise = (payload: Payload) => normalised('youtube', payload)
const first = (payload: Payload) => normalise(payload).activities[0]

describe('YouTube', () => {
  sourceContract({
    type: 'youtube',
    source: 'youtube',
    payload: youtubeVideo(video),
    ofSize: (bytes) => {
      const { headers, body } = youtubeVideo({ ...video, title: '' })
      const title = `<title>${'x'.repeat(bytes - Buffer.byteLength(body))}</title>`
      return { headers, body: body.replace('<title></title>', title) }
    },
    histories: {
      'a video is published, renamed and deleted': [
        youtubeVideo(video),
        youtubeVideo(renamed),
        youtubeDeleted(video.id, CHANNEL, '2026-11-20T12:00:00+00:00'),
      ],
      'a video is hidden and shown again': [
        youtubeVideo(video),
        youtubeDeleted(video.id, CHANNEL, '2026-11-20T12:00:00+00:00'),
        youtubeVideo({ ...renamed, updated: '2026-11-20T13:00:00+00:00' }),
      ],
    },
  })

  it('makes a post of a video', () => {
    expect(first(youtubeVideo(renamed))).toEqual({
      kind: 'post',
      source: 'youtube',
      platform: 'youtube',
      id: 'video:dQw4w9WgXcQ',
      at: '2026-11-20T11:00:00.000Z',
      revision: expect.stringMatching(/^2026-11-20T11:00:00\.000Z\|0\|/),
      author: { id: CHANNEL, name: 'Cloud Nine', url: `https://www.youtube.com/channel/${CHANNEL}` },
      title: 'How to export & import',
      text: 'How to export & import',
      url: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
      createdAt: '2026-11-20T10:00:00.000Z',
      thread: {
        id: 'video:dQw4w9WgXcQ',
        title: 'How to export & import',
        url: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
        author: { id: CHANNEL },
      },
    })
    expect(first(youtubeVideo(video))).toMatchObject({ at: '2026-11-20T10:00:09.552Z' })
  })

  it('knows that a video is gone', () => {
    expect(first(youtubeDeleted('dQw4w9WgXcQ', CHANNEL, '2026-11-20T12:00:00+00:00'))).toMatchObject({
      kind: 'post',
      id: 'video:dQw4w9WgXcQ',
      deleted: true,
      at: '2026-11-20T12:00:00.000Z',
      author: { id: CHANNEL },
    })
  })

  it('takes only the channels of its settings', () => {
    for (const payload of [
      youtubeVideo({ ...video, channel: OTHER }),
      youtubeDeleted(video.id, OTHER, '2026-11-20T12:00:00Z'),
    ])
      expect(normalise(payload)).toEqual({ activities: [], ignored: 'channel not in the settings' })
    const empty = '<feed xmlns="http://www.w3.org/2005/Atom"/>'
    expect(normalise({ headers: {}, body: empty }).ignored).toBe('no entries')
  })

  it('names the field that is wrong', () => {
    const { headers, body } = youtubeVideo(video)
    const wrong = { headers, body: body.replaceAll(video.published, 'soon') }
    expect(() => normalise(wrong)).toThrow(/^entries\.0\.published: expected a time/)
    expect(() => normalise({ headers, body: '{"a":1}' })).toThrow(/no XML/)
  })

  it.each(['sha1', 'sha256', 'sha384', 'sha512'])('takes the method that the header names: %s', async (method) => {
    const { headers, body } = youtubeVideo(video)
    const key = 'youtubeyoutubeyoutubeyoutubeyout'
    const digest = createHmac(method, key).update(body).digest('hex')
    const send = (signature: string) =>
      openDoor().post('youtube', { headers: { ...headers, 'x-hub-signature': signature }, body })
    expect((await send(`${method}=${digest}`)).status).toBe(202)
    for (const wrong of [`md5=${digest}`, `sha224=${digest}`, `=${digest}`, `${method}=${digest.slice(2)}`, digest])
      expect((await send(wrong)).status).toBe(401)
    const others = ['sha1', 'sha256', 'sha384', 'sha512'].filter((one) => one !== method)
    for (const other of others) expect((await send(`${other}=${digest}`)).status).toBe(401)
  })

  it('confirms a subscription to a channel of its settings, and no other', async () => {
    const ask = async (query: Record<string, string>, token = doorToken(secret)) => {
      const door = openDoor()
      const answer = await door.send(doorEvent('youtube', token, { headers: {}, method: 'GET', query }))
      expect(door.queue).toHaveLength(answer.status === 200 && query['hub.mode'] === 'subscribe' ? 1 : 0)
      return answer
    }
    const good = await ask(youtubeQuestion(CHANNEL))
    expect(good).toMatchObject({ status: 200, text: '1234567890123456789' })
    expect(good.headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8' })
    expect((await ask(youtubeQuestion(CHANNEL), 'wrong')).status).toBe(404)
    for (const query of [
      youtubeQuestion(OTHER),
      youtubeQuestion(`${CHANNEL}&x=1`),
      youtubeQuestion(CHANNEL, 'unsubscribe'),
      youtubeQuestion(OTHER, 'denied'),
      { 'hub.mode': 'subscribe' },
    ]) {
      const answer = await ask(query)
      expect(answer.status).toBe(404)
      expect(answer.text).not.toContain('1234567890123456789')
    }
    expect((await ask(youtubeQuestion(OTHER, 'unsubscribe'))).status).toBe(200)
    expect((await ask({ ...youtubeQuestion(CHANNEL), 'hub.challenge': '<script>' })).status).toBe(403)
    expect((await ask({})).status).toBe(405)
  })

  it('queues what the hub tells of a subscription before it answers, and takes nothing else of it', async () => {
    const ask = async (query: Record<string, string>, prepare?: (door: ReturnType<typeof openDoor>) => void) => {
      const door = openDoor()
      prepare?.(door)
      const { status, text } = await door.send(
        doorEvent('youtube', doorToken(secret), { headers: {}, method: 'GET', query }),
      )
      return { status, text, told: door.queue, log: door.state.log.join('') }
    }
    const topic = youtubeQuestion(CHANNEL)['hub.topic'] ?? ''
    const door = doorMark(doorToken(secret))
    const [one] = (await ask(youtubeQuestion(CHANNEL))).told
    expect(one).toMatchObject({ source: 'youtube', headers: {}, lease: { topic, door, seconds: 432_000 } })
    expect(one).not.toHaveProperty('body')
    for (const given of ['', '0', '-1', '1e9', 'soon', '99999999999'])
      expect((await ask({ ...youtubeQuestion(CHANNEL), 'hub.lease_seconds': given })).told[0]?.lease).toEqual({
        topic,
        door,
      })
    const reason = `No\nsuch\u0000 <topic> ${'x'.repeat(500)}`
    const denied = await ask({ 'hub.mode': 'denied', 'hub.topic': topic, 'hub.reason': reason })
    expect(denied).toMatchObject({ status: 200, text: '' })
    expect(denied.told[0]?.lease?.denied).toMatch(/^No such {2}<topic> x{180,190}$/)
    expect(denied.log).toContain('denies a subscription')
    expect(denied.log).not.toContain('topic>')
    const failing = await ask(youtubeQuestion(CHANNEL), ({ state }) => {
      state.queueFails = true
    })
    expect(failing).toMatchObject({ status: 503, told: [] })
  })

  it('refuses at the door what is no feed', async () => {
    const send = async (body: string) => {
      const door = openDoor()
      const { status } = await door.post('youtube', signed('youtube', secret, { headers: {}, body }))
      expect(door.queue).toHaveLength(status === 202 ? 1 : 0)
      return status
    }
    expect(await send('<feed xmlns="http://www.w3.org/2005/Atom"/>')).toBe(202)
    for (const body of [
      '',
      'hello',
      '{}',
      '<feed/>',
      '<rss/>',
      '<!DOCTYPE feed><feed xmlns="http://www.w3.org/2005/Atom"/>',
    ])
      expect(await send(body)).toBe(400)
  })

  it('becomes valid activities, is ignored, or is malformed, whatever is in it', () => {
    const samples = [youtubeVideo(renamed), youtubeDeleted(video.id, CHANNEL, '2026-11-20T12:00:00Z')]
    const junk = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '<',
        '>',
        '&',
        '"',
        "'",
        '</',
        '/>',
        '<![CDATA[',
        ']]>',
        '<!--',
        '&#0;',
        '&lt;',
        '\u0000',
        '<a>',
        ' ',
      ),
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.nat(),
        fc.nat({ max: 20 }),
        junk,
        ({ headers, body }, at, drop, by) => {
          const place = at % body.length
          const text = body.slice(0, place) + by + body.slice(place + drop)
          try {
            const { activities, ignored } = normalise({ headers, body: text })
            expect(activities.length > 0 || ignored !== undefined).toBe(true)
            for (const activity of activities) expect(activitySchema.parse(activity)).toEqual(activity)
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedDeliveryError)
          }
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
