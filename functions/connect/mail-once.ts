import type { ClaimMail } from '../../shared/domain/connect/claim-email.ts'
import type { ClaimWords } from '../../shared/domain/connect/pages/claim-words.ts'
import { failureOf } from '../../shared/domain/nudge/outcome.ts'
import type { TokenKeys } from '../../shared/domain/nudge/tokens.ts'
import type { Brand } from '../../shared/domain/settings.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { type Deliver, sendError } from '../../shared/platform/ses.ts'
import { releaseClaimMail, reserveClaimMail } from '../../shared/store/claims.ts'
import { type IdentityId, keys as tableKeys } from '../../shared/store/keys.ts'
import { readPause, setPause } from '../../shared/store/pause.ts'
import { readPreferences } from '../../shared/store/preferences.ts'
import { type Action, retryConflicts, type Table } from '../../shared/store/table.ts'
import { composeClaimMail } from './mail-compose.ts'

/** What sending emails of claims works with. */
export type ClaimMailing = {
  table: Table
  brand: Brand
  /** What people are written in where nothing is known of them, such as `en`. */
  language: string
  appUrl: string
  configurationSet: string
  pepper: () => Promise<string>
  keys: () => Promise<TokenKeys>
  deliver: Deliver
  /** Milliseconds since the epoch. */
  now: () => number
}

/** An email of a claim, and whom it goes to. `checks`: what has to hold besides when it is reserved. */
export type Outgoing = {
  /** The claim's id. */
  id: string
  mail: ClaimMail
  emailIid: IdentityId
  address: string
  words: ClaimWords
  checks?: readonly Action[]
}

/** An email cannot go out now; the queue brings it again. */
class MailLaterError extends Error {
  override name = 'MailLaterError'
  constructor(code: string) {
    super(`An email of a claim cannot go out now (${code}). The queue brings it again.`)
  }
}

const unchanged = (emailIid: IdentityId, ver: number | undefined): Action => ({
  ConditionCheck: {
    Key: tableKeys.preferences(emailIid),
    ConditionExpression: ver === undefined ? 'attribute_not_exists(ver)' : 'ver = :ver',
    ...(ver === undefined ? {} : { ExpressionAttributeValues: { ':ver': ver } }),
  },
})

type Verdict = 'reserved' | 'suppressed' | 'paused' | 'sent_before'

/** Whether this email may go out now; then it is reserved, and nobody else will be told so. */
const reserve = ({ table, now }: ClaimMailing, { id, mail, emailIid, checks = [] }: Outgoing): Promise<Verdict> =>
  retryConflicts(async () => {
    if ((await readPause(table)).paused) return 'paused'
    const preferences = await readPreferences(table, emailIid)
    // Not a nudge, so what they want by email does not matter; that they said "spam", or that the address is dead, does.
    if (preferences?.suppressed) return 'suppressed'
    const all = [unchanged(emailIid, preferences?.ver), ...checks]
    const name = `${mail.kind}#${emailIid}`
    return (await reserveClaimMail(table, { id, mail: name, now: isoOf(now()), checks: all }))
      ? 'reserved'
      : 'sent_before'
  })

const failed = async (deps: ClaimMailing, { id, mail, emailIid }: Outgoing, error: unknown): Promise<void> => {
  const { brand, table, now } = deps
  const failure = failureOf(sendError(error), `${brand.senderName}@${brand.senderDomain}`)
  log.warn('email of a claim not sent', { claim: id, mail: mail.kind, result: failure.kind, code: failure.code })
  count({ ClaimMails: 1 }, { result: failure.kind })
  // SES may have it, or never takes it: it is not sent again. Whoever waits for it can ask for another link.
  if (failure.kind === 'unknown' || failure.kind === 'refused') return
  await releaseClaimMail(table, id, `${mail.kind}#${emailIid}`)
  if (failure.kind === 'later') throw new MailLaterError(failure.code)
  log.error('sending stopped', new Error(`SES refuses all emails: ${failure.code}. Put that right, then resume.`))
  count({ SendingStopped: 1 })
  await setPause(table, { paused: true, by: 'earshot', at: isoOf(now()), why: `SES answered ${failure.code}` })
}

/** Sends an email of a claim at most once, however often and by how many it is asked to, and not to a suppressed address. */
export const mailOnce = async (deps: ClaimMailing, outgoing: Outgoing): Promise<void> => {
  const { mail } = outgoing
  const request = composeClaimMail(mail, outgoing, deps)
  const verdict = request ? await reserve(deps, outgoing) : 'no_address'
  if (verdict !== 'reserved' || !request) {
    count({ ClaimMails: 1 }, { result: verdict })
    // A link can be asked for again. The way back has to arrive, once emails go out again.
    if (verdict === 'paused' && mail.kind !== 'prove') throw new MailLaterError('paused')
    return
  }
  try {
    await deps.deliver(request)
  } catch (error) {
    return failed(deps, outgoing, error)
  }
  count({ ClaimMails: 1 }, { result: 'sent' })
}
