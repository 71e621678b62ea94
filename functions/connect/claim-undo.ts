import { readUndoToken } from '../../shared/domain/nudge/tokens.ts'
import { maskAddress } from '../../shared/domain/respond/mask.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { formOf } from '../../shared/platform/form.ts'
import { count } from '../../shared/platform/logger.ts'
import { neverConnect, undoClaim } from '../../shared/store/claim-link.ts'
import type { IdentityItem } from '../../shared/store/items.ts'
import { keys as tableKeys } from '../../shared/store/keys.ts'
import { StillConnectedError } from '../../shared/store/split.ts'
import { getAll } from '../../shared/store/table.ts'
import { type ClaimAnswer, type ClaimDeps, type ClaimRequest, claimAnswer } from './claim-request.ts'
import { plainPage, undonePage, undoPage } from './claim-view.ts'
import { accountName, platformName } from './claim-words.ts'

const UNKNOWN = 'It may have been cut off on its way. Try the link in the email once more, or copy all of it.'

/** The way back: the token is all it takes, today and in years. It only ever takes apart. */
export const undo = async (deps: ClaimDeps, request: ClaimRequest): Promise<ClaimAnswer> => {
  const { brand, table, now } = deps
  const pair = readUndoToken(await deps.keys(), request.pathParameters?.token ?? '')
  if (!pair) return claimAnswer(404, plainPage(brand, 'This link does not work', UNKNOWN))
  if (request.requestContext.http.method !== 'POST') {
    const [account, email] = (await getAll(table, [
      tableKeys.identity(pair.account),
      tableKeys.identity(pair.emailIid),
    ])) as [IdentityItem | undefined, IdentityItem | undefined]
    const address = email?.address === undefined ? 'an address' : maskAddress(email.address)
    return claimAnswer(200, undoPage(brand, { what: platformName(pair.account), name: accountName(account), address }))
  }
  const apart = (await formOf(request)).get('apart') === 'yes'
  const outcome = await undoClaim(table, pair, isoOf(now()))
  count({ Claims: 1 }, { step: 'undone' })
  if (!apart) return claimAnswer(200, undonePage(brand, { kept: outcome === 'kept', apart }))
  try {
    await neverConnect(table, pair, isoOf(now()))
    return claimAnswer(200, undonePage(brand, { kept: false, apart }))
  } catch (error) {
    if (error instanceof StillConnectedError) return claimAnswer(200, undonePage(brand, { kept: true, apart: true }))
    throw error
  }
}
