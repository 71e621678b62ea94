import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { Ses } from '../../../local/ses/server.ts'
import { readMailNews } from '../../../shared/domain/measure/mail-news.ts'
import { content, sesPerTest } from './ses-per-test.ts'

const { open, opened, published, eventsOf } = sesPerTest()

describe('what is kept', () => {
  const inFolder = async (work: (dir: string) => Promise<void>): Promise<void> => {
    const dir = mkdtempSync(join(tmpdir(), 'earshot-ses-'))
    try {
      await work(dir)
    } finally {
      for (const one of opened.splice(0)) await one.close()
      rmSync(dir, { recursive: true })
    }
  }

  it('is there after a restart, with its events, and half a line at the end is cut off', async () => {
    await inFolder(async (dir) => {
      const one = await open({ dir })
      const id = await one.send()
      await one.ses.idle()
      const file = join(dir, 'emails.jsonl')
      const whole = readFileSync(file, 'utf8')
      writeFileSync(file, `${whole}{"kind":"email","ema`)
      const two = await open({ dir })
      expect(two.ses.emails()).toMatchObject([
        { id, events: [{ type: 'Send', published: true }, { type: 'Delivery' }] },
      ])
      expect(readFileSync(file, 'utf8')).toBe(whole)
      await two.ses.idle()
      expect(eventsOf()).toEqual(['Send', 'Delivery'])
    })
  })

  it('publishes after a restart what could not be published before', async () => {
    await inFolder(async (dir) => {
      const one = await open({ dir, publish: async () => Promise.reject(new Error('down')) })
      await one.send()
      await one.ses.close()
      const two = await open({ dir })
      await two.ses.idle()
      expect(eventsOf()).toEqual(['Send', 'Delivery'])
    })
  })
})

describe('the inbox', () => {
  const mount = async (ses: Ses): Promise<string> => {
    const server = http.createServer(ses.inbox)
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    opened.push({ close: () => new Promise((done) => server.close(done)) })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const visit = async () => {
    const { ses, send } = await open()
    const host = await mount(ses)
    return { ses, send, host, base: `${host}/_local/inbox` }
  }

  it('lists emails and shows one, as HTML in a sandbox and as JSON for tools', async () => {
    const { send, base } = await visit()
    expect(await (await fetch(base)).text()).toContain('No email yet')
    const id = await send()
    expect(await (await fetch(`${base}/`)).text()).toContain('Grüße')
    const mail = await (await fetch(`${base}/mail/${id}`)).text()
    expect(mail).toMatch(/<iframe[^>]*sandbox="allow-popups allow-popups-to-escape-sandbox"/)
    expect(mail).toContain('href="https://x.example/?a=1&amp;b=2"')
    const body = await fetch(`${base}/mail/${id}/html`)
    expect(body.headers.get('content-security-policy')).toMatch(/^sandbox allow-popups .*default-src 'none'/)
    expect(await body.text()).toContain('<base target="_blank">')
    expect(await (await fetch(`${base}/api/emails`)).json()).toMatchObject([
      { id, headers: { To: 'jim@example.com' }, links: ['https://x.example/?a=1&b=2', 'https://app.example/u/t'] },
    ])
    expect(await (await fetch(`${base}/api/emails/${id}`)).json()).toMatchObject({ id })
  })

  it('cannot be taken over by an email', async () => {
    const { send, base } = await visit()
    const nasty = '<script>alert(1)</script>"><img src=x>'
    const id = await send(
      content({
        Subject: { Data: nasty },
        Body: { Text: { Data: nasty }, Html: { Data: '<a href="javascript:alert(1)">x</a>' } },
      }),
    )
    for (const page of [base, `${base}/mail/${id}`]) {
      const text = await (await fetch(page)).text()
      expect(text).not.toMatch(/<script|<img|href="javascript/)
    }
  })

  it('simulates what comes back', async () => {
    const { ses, send, base } = await visit()
    const id = await send()
    await ses.idle()
    published.length = 0
    const simulate = (form: Record<string, string>, headers: Record<string, string> = {}) =>
      fetch(`${base}/mail/${id}/events`, {
        method: 'POST',
        body: new URLSearchParams(form),
        redirect: 'manual',
        headers,
      })
    expect((await simulate({ type: 'Bounce', sub: 'Transient' })).status).toBe(303)
    expect((await simulate({ type: 'Complaint' })).status).toBe(303)
    expect((await simulate({ type: 'Bounce', sub: 'Permanent' })).status).toBe(303)
    expect((await simulate({ type: 'DeliveryDelay' })).status).toBe(303)
    expect((await simulate({ type: 'Reject' })).status).toBe(303)
    expect((await simulate({ type: 'Send' })).status).toBe(400)
    expect((await simulate({ type: 'Bounce' }, { origin: 'https://evil.example' })).status).toBe(403)
    await ses.idle()
    expect(published.map(({ message }) => readMailNews(message))).toMatchObject([
      { outcome: 'bounced', address: 'soft' },
      { outcome: 'complained' },
      { outcome: 'bounced', address: 'hard' },
      { outcome: 'delayed' },
    ])
  })

  it('can be emptied, and knows what is not there', async () => {
    const { ses, send, base, host } = await visit()
    await send(content({}))
    expect((await fetch(`${base}/api/emails`, { method: 'DELETE' })).status).toBe(200)
    expect(ses.emails()).toEqual([])
    for (const path of ['/mail/nothing', '/api/emails/nothing', '/nothing', '/mail/nothing/html']) {
      expect((await fetch(`${base}${path}`)).status).toBe(404)
    }
    expect((await fetch(`${base}/mail/nothing/events`, { method: 'POST' })).status).toBe(404)
    expect((await fetch(`${base}/api/emails`, { method: 'PUT', headers: { origin: host } })).status).toBe(404)
  })
})
