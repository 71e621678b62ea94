import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import { type ClaimMail, renderClaimMail } from '../../shared/domain/connect/claim-email.ts'
import type { ClaimWords } from '../../shared/domain/connect/pages/claim-words.ts'
import { tagsTo } from '../../shared/domain/measure/tags.ts'
import type { Brand } from '../../shared/domain/settings.ts'
import { isPlainAddress, sesRequest } from '../../shared/platform/ses-request.ts'

/** The call to SES for an email of a claim; undefined for an address that cannot be written to. */
export const composeClaimMail = (
  mail: ClaimMail,
  { emailIid, address, words }: { emailIid: string; address: string; words: ClaimWords },
  { brand, configurationSet }: { brand: Brand; configurationSet: string },
): SendEmailCommandInput | undefined => {
  if (!isPlainAddress(address)) return undefined
  const email = renderClaimMail(mail, brand, words)
  return sesRequest(email, { address, tags: tagsTo(emailIid, `claim_${mail.kind}`), configurationSet })
}
