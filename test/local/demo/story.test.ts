import { createHmac } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { verify as verifyGithub } from '@octokit/webhooks-methods'
import { Webhook } from 'standardwebhooks'
import { stages } from '../../../infra/config.ts'
import { firstDayFor, keepAnchor, momentOf, readAnchor, STORY_DAYS, wasStopped } from '../../../local/demo/anchor.ts'
import { signedRequest } from '../../../local/demo/send.ts'
import { story } from '../../../local/demo/story.ts'
import { normaliseDelivery } from '../../../shared/sources/normalise.ts'

const anchor = { firstDay: '2026-11-08', runs: 0 }
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const headers = {
  discourse: 'x-discourse-event-signature',
  github: 'x-hub-signature-256',
  standard: 'webhook-signature',
}

const requests = story.flatMap(({ day, time, happens }) =>
  happens.map((happening) => {
    const now = momentOf(anchor, day, time)
    const payload = happening.payload((moment) => momentOf(anchor, moment.day, moment.time))
    const door = { name: happening.source, url: 'http://127.0.0.1/hooks/x', secret, header: headers[happening.source] }
    return { happening, now, request: signedRequest(door, happening, payload, now) }
  }),
)

describe('the story', () => {
  it('has about sixty deliveries on days in their order, the last of them yesterday', () => {
    expect(requests.length).toBeGreaterThanOrEqual(55)
    expect(requests.length).toBeLessThanOrEqual(65)
    const moments = story.map(({ day, time }) => momentOf(anchor, day, time))
    expect(moments.toSorted()).toEqual(moments)
    expect(story.at(-1)?.day).toBe(STORY_DAYS - 1)
  })

  it('tells nothing that has not happened yet', () => {
    for (const { happening, now } of requests)
      happening.payload((moment) => {
        const at = momentOf(anchor, moment.day, moment.time)
        expect(at <= now).toBe(true)
        return at
      })
  })

  it('is understood by the sources, every delivery of it', () => {
    const sources = stages.local?.sources ?? {}
    const kinds = new Set<string>()
    for (const { happening, now, request } of requests) {
      const delivery = {
        v: 1 as const,
        id: 'x',
        source: happening.source,
        receivedAt: now,
        headers: request.headers,
        body: '',
      }
      const { activities, ignored } = normaliseDelivery(delivery, Buffer.from(request.body), sources)
      expect(ignored).toBeUndefined()
      expect(activities.length).toBeGreaterThan(0)
      for (const { kind, at } of activities) {
        kinds.add(kind)
        expect(at <= now).toBe(true)
      }
    }
    expect([...kinds].toSorted()).toEqual(
      ['account', 'consent', 'order', 'post', 'reaction', 'reply', 'solved', 'thread'].toSorted(),
    )
  })

  it('tells who is of the team: whoever has c9 in their handle, and nobody else', () => {
    const sources = stages.local?.sources ?? {}
    const authors = requests.flatMap(({ happening, now, request }) => {
      const delivery = { v: 1 as const, id: 'x', source: happening.source, receivedAt: now, body: '' }
      const raw = Buffer.from(request.body)
      return normaliseDelivery({ ...delivery, headers: request.headers }, raw, sources).activities.map(
        ({ author }) => author,
      )
    })
    const handles = (all: typeof authors) => [...new Set(all.map(({ handle = '' }) => handle))].sort()
    expect(handles(authors.filter(({ role }) => role === 'staff'))).toEqual(['ravi-c9', 'sam_c9'])
    expect(handles(authors.filter(({ handle = '' }) => handle.includes('c9')))).toEqual(['ravi-c9', 'sam_c9'])
  })

  it('delivers the same bytes and ids when it is told again', () => {
    for (const { happening, now, request } of requests) {
      const payload = happening.payload((moment) => momentOf(anchor, moment.day, moment.time))
      const door = { name: 'x', url: request.url, secret, header: headers[happening.source] }
      expect(signedRequest(door, happening, payload, now)).toEqual(request)
    }
  })
})

describe('a delivery of the story', () => {
  const of = (source: string) => requests.filter(({ happening }) => happening.source === source && !happening.forged)

  it('is signed as GitHub signs, by the word of its own library', async () => {
    const all = await Promise.all(
      of('github').map(({ request }) =>
        verifyGithub(secret, request.body, (request.headers as Record<string, string>)[headers.github] ?? ''),
      ),
    )
    expect(all.length).toBeGreaterThan(5)
    expect(all.every(Boolean)).toBe(true)
  })

  it('is signed as Standard Webhooks signs, by the word of its own library', () => {
    const webhook = new Webhook(secret)
    for (const { request } of of('standard')) {
      const signed = request.headers as Record<string, string>
      expect(
        webhook.sign(signed['webhook-id'] ?? '', new Date(Number(signed['webhook-timestamp']) * 1_000), request.body),
      ).toBe(signed['webhook-signature'])
    }
  })

  it('is signed as Discourse signs: HMAC-SHA256 over the raw body', () => {
    for (const { request } of of('discourse')) {
      const expected = createHmac('sha256', secret).update(request.body).digest('hex')
      expect((request.headers as Record<string, string>)[headers.discourse]).toBe(`sha256=${expected}`)
    }
  })

  it('is forged once, with a secret that is not the door’s', () => {
    const [forged, ...more] = requests.filter(({ happening }) => happening.forged)
    expect(more).toEqual([])
    const signed = forged?.request.headers as Record<string, string>
    expect(
      new Webhook(secret).sign(
        signed['webhook-id'] ?? '',
        new Date(Number(signed['webhook-timestamp']) * 1_000),
        forged?.request.body ?? '',
      ),
    ).not.toBe(signed['webhook-signature'])
  })
})

describe('the anchor of the story', () => {
  it('lets the story end today, at whatever time of day it is told', () => {
    const now = Date.parse('2026-11-21T00:05:00Z')
    expect(firstDayFor(now)).toBe('2026-11-08')
    expect(momentOf({ firstDay: firstDayFor(now), runs: 0 }, STORY_DAYS - 1, '15:30') < '2026-11-21').toBe(true)
  })

  it('is kept in the data folder, so that the next telling is the same on any day', () => {
    const data = mkdtempSync(join(tmpdir(), 'earshot-anchor-'))
    const first = readAnchor(data, Date.parse('2026-11-21T12:00:00Z'))
    expect(first).toEqual({ firstDay: '2026-11-08', runs: 0 })
    expect(wasStopped(data)).toBe(false)
    keepAnchor(data, first)
    expect(wasStopped(data)).toBe(true)
    keepAnchor(data, { ...first, runs: 1 })
    expect(wasStopped(data)).toBe(false)
    expect(readAnchor(data, Date.parse('2026-12-24T12:00:00Z'))).toEqual({ firstDay: '2026-11-08', runs: 1 })
  })
})
