import { readClaimToken } from '../../shared/domain/nudge/tokens.ts'
import { maskAddress } from '../../shared/domain/respond/mask.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { count } from '../../shared/platform/logger.ts'
import { changeClaim, readClaim } from '../../shared/store/claims.ts'
import { claimWordsFor } from './claim-language.ts'
import {
  type ClaimAnswer,
  type ClaimRequest,
  claimAnswer,
  hashOf,
  isOurForm,
  seeOther,
  sessionCookie,
  type Visit,
} from './claim-request.ts'
import { openPage, plainPage } from './claim-view.ts'

/**
 * The mailed link. Looking at it changes nothing, because programs open links before people do; pressing the button makes this
 * browser, and no other, the one that goes on.
 */
export const openLink = async (deps: Visit, request: ClaimRequest): Promise<ClaimAnswer> => {
  const { table, random, now } = deps
  const id = readClaimToken(await deps.keys(), request.pathParameters?.token ?? '')
  const item = id === undefined ? undefined : await readClaim(table, id)
  const words = claimWordsFor(request, deps, { chosen: item?.language })
  const voice = { ...deps, words }
  const over = () => claimAnswer(410, plainPage(voice, words.say('link_over'), words.say('link_over_lead')))
  if (!item?.address || item.claim.state !== 'asked' || isoOf(now()) >= item.claim.until) return over()
  if (request.requestContext.http.method !== 'POST' || !isOurForm(request))
    return claimAnswer(200, openPage(voice, maskAddress(item.address)))
  const secret = random(32).toString('base64url')
  const change = await changeClaim(table, item.id, { do: 'open', session: hashOf(secret) }, isoOf(now()))
  if ('refused' in change) return over()
  count({ Claims: 1 }, { step: 'opened' })
  return seeOther('/claim', [sessionCookie(deps, item.id, secret)])
}
