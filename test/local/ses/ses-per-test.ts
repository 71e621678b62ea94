import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import { afterEach } from '@jest/globals'
import { type Ses, type SesOptions, startSes } from '../../../local/ses/server.ts'
import { tagsOf } from '../../../shared/domain/measure/tags.ts'
import { TEST_CREDENTIALS } from '../../support/table.ts'

export const NOW = Date.parse('2026-11-21T10:00:00.000Z')

/** An email that SES takes, but for what is to be otherwise. */
export const request = (over: object = {}): SendEmailCommandInput => ({
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

/** Such an email with other content. */
export const content = (over: object): object => ({
  Content: { Simple: { Subject: { Data: 'x' }, Body: { Text: { Data: 'x' } }, ...over } },
})

/** SES on this machine, as often as a test opens it; what it publishes is kept, and all is closed after the test. */
export const sesPerTest = () => {
  const published: { topic: string; message: string }[] = []
  /** What is closed after the test, besides what `open` has opened. */
  const opened: { close: () => unknown }[] = []
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close()
    published.length = 0
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

  const eventsOf = () => published.map(({ message }) => String(JSON.parse(message).eventType))
  return { open, opened, published, eventsOf }
}
