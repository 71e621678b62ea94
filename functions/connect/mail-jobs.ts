import * as z from 'zod/mini'
import { claimWords } from '../../shared/domain/connect/pages/claim-words.ts'
import { pageLanguage } from '../../shared/domain/nudge/pages/page-language.ts'
import { claimToken, undoToken } from '../../shared/domain/nudge/tokens.ts'
import { maskAddress } from '../../shared/domain/respond/mask.ts'
import { DAY, HOUR, isoOf } from '../../shared/domain/time.ts'
import { count } from '../../shared/platform/logger.ts'
import { emailIdentity } from '../../shared/store/addresses.ts'
import { previewClaim, settleClaim } from '../../shared/store/claim-link.ts'
import { allowedBy, claimAddressed, type RateLimit, readClaim } from '../../shared/store/claims.ts'
import { readPreferences } from '../../shared/store/preferences.ts'
import { accountName, platformName } from './claim-names.ts'
import { type ClaimMailing, mailOnce } from './mail-once.ts'

/** Emails with a link that one address gets. */
const PER_ADDRESS: readonly RateLimit[] = [
  { most: 3, within: HOUR },
  { most: 6, within: DAY },
]

const url = ({ appUrl }: ClaimMailing, path: string): string => `${appUrl.replace(/\/+$/, '')}${path}`

/** Mails the link by which somebody shows that they read the address. */
const prove = async (deps: ClaimMailing, id: string): Promise<void> => {
  const { table, now } = deps
  const item = await readClaim(table, id)
  if (!item?.address || item.claim.state !== 'asked' || isoOf(now()) >= item.claim.until) return
  const emailIid = emailIdentity(await deps.pepper(), item.address)
  // Brought again by the queue: it has been counted.
  const fresh = item.emailIid === undefined
  if (fresh && !(await allowedBy(table, `to#${emailIid}`, PER_ADDRESS, now()))) {
    count({ ClaimsLimited: 1 }, { by: 'address' })
    return
  }
  // What the address's owner has chosen goes before what the browser wants; whoever typed the address does not get to see it.
  const chosen = (await readPreferences(table, emailIid))?.language
  const words = claimWords(pageLanguage([chosen, item.language, deps.language]))
  if (fresh) await claimAddressed(table, item, { emailIid, language: words.language })
  const link = url(deps, `/claim/open/${claimToken(await deps.keys(), id)}`)
  await mailOnce(deps, { id, mail: { kind: 'prove', link }, emailIid, address: item.address, words })
}

/** Carries out what somebody agreed to, if that has not been done, and mails the way back to every address concerned. */
const finish = async (deps: ClaimMailing, id: string): Promise<void> => {
  const { table, now } = deps
  const item = await settleClaim(table, id, now())
  const { emailIid, claim } = item ?? {}
  if (claim?.state !== 'linked' || !claim.proof || emailIid === undefined) return
  const { account } = claim.proof
  const { account: side } = await previewClaim(table, emailIid, account)
  const identities = side?.identities ?? []
  const own = identities.find(({ iid }) => iid === emailIid)?.address
  const claimed = identities.find(({ iid }) => iid === account)
  const path = `/claim/undo/${undoToken(await deps.keys(), { id, emailIid, account })}`
  for (const { iid, address, profile } of identities) {
    if (address === undefined) continue
    const chosen = (await readPreferences(table, iid))?.language
    const known = iid === emailIid ? item?.language : (profile.language?.v ?? claimed?.profile.language?.v)
    const words = claimWords(pageLanguage([chosen, known, deps.language]))
    const link = url(deps, `${path}?l=${words.language}`)
    const named = { platform: platformName(account, words), name: accountName(claimed, words, claim.proof.handle) }
    const mail =
      iid === emailIid
        ? ({ kind: 'connected', link, account: named } as const)
        : ({ kind: 'notice', link, account: named, address: maskAddress(own ?? '') } as const)
    await mailOnce(deps, { id, mail, emailIid: iid, address, words })
  }
}

const JOBS = { prove, finish } as const
const messageSchema = z.object({ v: z.literal(1), do: z.enum(['prove', 'finish']), id: z.string() })

/** Does what a message of the queue of claims asks for. Twice does the same as once. */
export const claimJob = (deps: ClaimMailing, body: string): Promise<void> => {
  const { do: what, id } = z.parse(messageSchema, JSON.parse(body))
  return JOBS[what](deps, id)
}
