import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import { type ClaimMail, renderClaimMail } from '../../shared/domain/connect/claim-email.ts'
import { tagsTo } from '../../shared/domain/measure/tags.ts'
import type { Brand } from '../../shared/domain/settings.ts'

/** A plain address: SES takes ASCII only, and nothing in it may be read as a second one. */
const ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/

/** The call to SES for an email of a claim; undefined for an address that cannot be written to. */
export const composeClaimMail = (
  mail: ClaimMail,
  { emailIid, address }: { emailIid: string; address: string },
  { brand, configurationSet }: { brand: Brand; configurationSet: string },
): SendEmailCommandInput | undefined => {
  if (!ADDRESS.test(address)) return undefined
  const email = renderClaimMail(mail, brand)
  return {
    FromEmailAddress: email.from,
    Destination: { ToAddresses: [address] },
    Content: {
      Simple: {
        Subject: { Data: email.subject, Charset: 'UTF-8' },
        Body: { Text: { Data: email.text, Charset: 'UTF-8' }, Html: { Data: email.html, Charset: 'UTF-8' } },
        Headers: email.headers.map(({ name: Name, value: Value }) => ({ Name, Value })),
      },
    },
    EmailTags: tagsTo(emailIid, `claim_${mail.kind}`),
    ConfigurationSetName: configurationSet,
    // Whatever the account's settings say: no pixel, and nobody else's link in front of a link that opens doors.
    ConfigurationOverrides: { Tracking: { OpenTrackingEnabled: 'DISABLED', ClickTrackingEnabled: 'DISABLED' } },
  }
}
