import { GetAccountCommand, SESv2Client } from '@aws-sdk/client-sesv2'
import { describe, expect, it } from '@jest/globals'
import { readMailNews } from '../../../shared/domain/measure/mail-news.ts'
import { TEST_CREDENTIALS } from '../../support/table.ts'
import { sesPerTest } from './ses-per-test.ts'

const { open, opened, published, eventsOf } = sesPerTest()

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
