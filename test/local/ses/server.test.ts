import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetAccountCommand, SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Ses, type SesOptions, startSes } from '../../../local/ses/server.ts'
import { readMailNews } from '../../../shared/domain/measure/mail-news.ts'
import { tagsOf } from '../../../shared/domain/measure/tags.ts'
import { TEST_CREDENTIALS } from '../../support/table.ts'

const NOW = Date.parse('2026-11-21T10:00:00.000Z')
let published: { topic: string; message: string }[]
let opened: { close: () => unknown }[]
beforeEach(() => {
  published = []
  opened = []
})
afterEach(async () => {
  for (const one of opened) await one.close()
})

const open = async (
  over: Partial<SesOptions> = {},
): Promise<{ ses: Ses; send: (over?: object) => Promise<string> }> => {
  const ses = await startSes({
    now: () => NOW,
    publish: async (topic, message) => void published.push({ topic, message }),
    configurationSets: () => ({
      nudge: { topicArns: ['arn:t'], events: ['send', 'delivery', 'bounce', 'complaint', 'deliveryDelay'] },
      silent: { topicArns: ['arn:t'], events: ['BOUNCE'] },
    }),
    identities: () => ['news.example.com'],
    inboxPath: '/_local/inbox',
    ...over,
  })
  opened.push(ses)
  const client = new SESv2Client({
    endpoint: ses.url,
    region: 'us-east-1',
    credentials: TEST_CREDENTIALS,
    maxAttempts: 1,
    requestHandler: { requestTimeout: 200, throwOnRequestTimeout: true },
  })
  opened.push({ close: () => client.destroy() })
  const send = async (input: object = {}) => (await client.send(new SendEmailCommand(request(input)))).MessageId ?? ''
  return { ses, send }
}

const request = (over: object = {}): SendEmailCommandInput => ({
  FromEmailAddress: 'Brand <hello@news.example.com>',
  Destination: { ToAddresses: ['jim@example.com'] },
  Content: {
    Simple: {
      Subject: { Data: 'Grüße' },
      Body: {
        Text: { Data: 'hello' },
        Html: { Data: '<html><head></head><body><a href="https://x.example/?a=1&amp;b=2">x</a></body></html>' },
      },
      Headers: [{ Name: 'List-Unsubscribe', Value: '<https://app.example/u/t>' }],
    },
  },
  EmailTags: tagsOf({ iid: 'forum:7', id: 'D1', recipe: 'help' }),
  ConfigurationSetName: 'nudge',
  ...over,
})

const content = (over: object): object => ({
  Content: { Simple: { Subject: { Data: 'x' }, Body: { Text: { Data: 'x' } }, ...over } },
})

const eventsOf = () => published.map(({ message }) => String(JSON.parse(message).eventType))

describe('the local SES', () => {
  it('takes an email, keeps it, and publishes Send and Delivery in the shape of SES', async () => {
    const { ses, send } = await open()
    const id = await send()
    await ses.idle()
    expect(ses.emails()).toMatchObject([
      {
        id,
        at: '2026-11-21T10:00:00.000Z',
        to: ['jim@example.com'],
        subject: 'Grüße',
        text: 'hello',
        tags: { recipe: 'help' },
      },
    ])
    expect(ses.emails()[0]?.headers).toMatchObject({
      Subject: '=?UTF-8?B?R3LDvMOfZQ==?=',
      'List-Unsubscribe': '<https://app.example/u/t>',
    })
    expect(published.map(({ topic }) => topic)).toEqual(['arn:t', 'arn:t'])
    expect(published.map(({ message }) => readMailNews(message))).toEqual([
      expect.objectContaining({ decision: { iid: 'forum:7', id: 'D1' }, messageId: id }),
      expect.objectContaining({ decision: { iid: 'forum:7', id: 'D1' }, outcome: 'delivered' }),
    ])
  })

  it.each([
    ['bounce@simulator.amazonses.com', ['Send', 'Bounce']],
    ['bounce+label@simulator.amazonses.com', ['Send', 'Bounce']],
    ['complaint@simulator.amazonses.com', ['Send', 'Delivery', 'Complaint']],
    ['success@simulator.amazonses.com', ['Send', 'Delivery']],
  ])('does with %s what AWS’s mailbox simulator does', async (to, events) => {
    const { ses, send } = await open()
    await send({ Destination: { ToAddresses: [to] } })
    await ses.idle()
    expect(eventsOf()).toEqual(events)
  })

  it('publishes only what the configuration set asks for', async () => {
    const { ses, send } = await open()
    await send({ ConfigurationSetName: 'silent' })
    await send({ ConfigurationSetName: undefined })
    await ses.idle()
    expect(published).toEqual([])
  })

  it('publishes again until it works', async () => {
    let failures = 2
    const { ses, send } = await open({
      publish: async (topic, message) => {
        if (failures-- > 0) throw new Error('not yet')
        published.push({ topic, message })
      },
    })
    await send()
    await ses.idle()
    expect(eventsOf()).toEqual(['Send', 'Delivery'])
  })

  it('tells its quota', async () => {
    const { ses, send } = await open()
    await send()
    const client = new SESv2Client({ endpoint: ses.url, region: 'us-east-1', credentials: TEST_CREDENTIALS })
    opened.push({ close: () => client.destroy() })
    expect(await client.send(new GetAccountCommand({}))).toMatchObject({
      SendingEnabled: true,
      SendQuota: { SentLast24Hours: 1 },
    })
  })

  it('refuses every other operation, and what is no JSON', async () => {
    const { ses } = await open()
    expect((await fetch(`${ses.url}/v2/email/templates`)).status).toBe(404)
    const answer = await fetch(`${ses.url}/v2/email/outbound-emails`, { method: 'POST', body: '{' })
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([400, 'SerializationException'])
  })
})

describe('a request that SES would refuse', () => {
  it.each<[string, object, string]>([
    ['content that is not Simple', { Content: { Raw: { Data: Buffer.from('x') } } }, 'BadRequestException'],
    ['no sender', { FromEmailAddress: undefined }, 'BadRequestException'],
    ['a sender with other than ASCII', { FromEmailAddress: 'Café <hello@news.example.com>' }, 'BadRequestException'],
    ['a sender that is not verified', { FromEmailAddress: 'hello@elsewhere.example' }, 'MessageRejected'],
    ['no recipient', { Destination: {} }, 'BadRequestException'],
    ['two recipients', { Destination: { ToAddresses: ['a@b.c'], BccAddresses: ['d@e.f'] } }, 'BadRequestException'],
    ['a recipient that is none', { Destination: { ToAddresses: ['nobody'] } }, 'BadRequestException'],
    ['a subject of two lines', content({ Subject: { Data: 'a\nBcc: x' } }), 'BadRequestException'],
    ['no subject', content({ Subject: { Data: '' } }), 'BadRequestException'],
    ['no words', content({ Body: {} }), 'BadRequestException'],
    ['a header of two lines', content({ Headers: [{ Name: 'X', Value: 'a\r\nBcc: x' }] }), 'BadRequestException'],
    ['a header with other than ASCII', content({ Headers: [{ Name: 'X', Value: 'ü' }] }), 'BadRequestException'],
    ['a header with a colon', content({ Headers: [{ Name: 'X:', Value: 'x' }] }), 'BadRequestException'],
    ['a long header', content({ Headers: [{ Name: 'X', Value: 'x'.repeat(996) }] }), 'BadRequestException'],
    [
      'a header longer with its name',
      content({ Headers: [{ Name: 'X'.repeat(9), Value: 'x'.repeat(990) }] }),
      'BadRequestException',
    ],
    ['a header of its own', content({ Headers: [{ Name: 'bcc', Value: 'x@y.z' }] }), 'BadRequestException'],
    [
      'a header twice',
      content({
        Headers: [
          { Name: 'X', Value: '1' },
          { Name: 'x', Value: '2' },
        ],
      }),
      'BadRequestException',
    ],
    ['a tag with a colon', { EmailTags: [{ Name: 'nudge_of', Value: 'email:x' }] }, 'BadRequestException'],
    ['a long tag', { EmailTags: [{ Name: 'x', Value: 'x'.repeat(257) }] }, 'BadRequestException'],
    ['a configuration set that is not there', { ConfigurationSetName: 'nothing' }, 'NotFoundException'],
  ])('%s', async (_, over, name) => {
    const { ses, send } = await open()
    await expect(send(over)).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: name === 'NotFoundException' ? 404 : 400 },
    })
    expect(ses.emails()).toEqual([])
    expect(ses.calls()).toBe(1)
  })

  it('is refused for every sender while no identity is verified', async () => {
    const { send } = await open({ identities: () => [] })
    await expect(send()).rejects.toMatchObject({ name: 'MessageRejected' })
  })

  it('is taken from every sender when nothing is said of identities', async () => {
    const ses = await startSes({
      now: () => NOW,
      publish: async () => {},
      configurationSets: () => ({}),
      inboxPath: '',
    })
    opened.push(ses)
    const body = JSON.stringify({ ...request(), ConfigurationSetName: undefined, FromEmailAddress: 'a@b.c' })
    expect((await fetch(`${ses.url}/v2/email/outbound-emails`, { method: 'POST', body })).status).toBe(200)
  })
})

describe('a fault', () => {
  it.each(['accept-then-reset', 'accept-then-500', 'accept-then-hang'] as const)(
    '%s keeps the email',
    async (fault) => {
      const { ses, send } = await open()
      ses.fail(fault)
      await expect(send()).rejects.toThrow()
      expect(ses.emails()).toHaveLength(1)
      await expect(send()).resolves.toBeTruthy()
    },
  )

  it.each([
    ['throttle', 'TooManyRequestsException'],
    ['rejected', 'MessageRejected'],
    ['paused', 'SendingPausedException'],
    ['suspended', 'AccountSuspendedException'],
    ['mail-from', 'MailFromDomainNotVerifiedException'],
    ['403', 'AccessDeniedException'],
  ] as const)('%s is %s and keeps nothing', async (fault, name) => {
    const { ses, send } = await open()
    ses.fail(fault, 2)
    await expect(send()).rejects.toMatchObject({ name })
    await expect(send()).rejects.toMatchObject({ name })
    expect(ses.emails()).toEqual([])
  })

  it('can be chosen call by call', async () => {
    const { ses, send } = await open()
    ses.failWhen(() => (ses.calls() % 2 ? 'reset' : undefined))
    await expect(send()).rejects.toThrow()
    await expect(send()).resolves.toBeTruthy()
    ses.failWhen(undefined)
    await expect(send()).resolves.toBeTruthy()
  })
})

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
