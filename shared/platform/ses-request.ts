import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2'

/** An email as it was rendered. `from` is the sender with its name; headers are those besides the usual ones. */
export type RenderedEmail = {
  from: string
  subject: string
  text: string
  html: string
  headers: readonly { name: string; value: string }[]
}

/** A plain address: SES takes ASCII only, and nothing in it may be read as a second one. */
const ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/

/** May it be written to? */
export const isPlainAddress = (address: string): boolean => ADDRESS.test(address)

const words = (Data: string) => ({ Data, Charset: 'UTF-8' })

/** The call to SES for one email to one address. */
export const sesRequest = (
  { from, subject, text, html, headers }: RenderedEmail,
  {
    address,
    tags,
    configurationSet,
  }: { address: string; tags: SendEmailCommandInput['EmailTags']; configurationSet: string },
): SendEmailCommandInput => ({
  FromEmailAddress: from,
  Destination: { ToAddresses: [address] },
  Content: {
    Simple: {
      Subject: words(subject),
      Body: { Text: words(text), Html: words(html) },
      Headers: headers.map(({ name: Name, value: Value }) => ({ Name, Value })),
    },
  },
  EmailTags: tags,
  ConfigurationSetName: configurationSet,
  // Whatever the account's settings say: no pixel, and nobody else's link in front of ours.
  ConfigurationOverrides: { Tracking: { OpenTrackingEnabled: 'DISABLED', ClickTrackingEnabled: 'DISABLED' } },
})
