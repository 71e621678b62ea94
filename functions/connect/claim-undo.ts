import { readUndoToken } from '../../shared/domain/nudge/tokens.ts'
import { maskAddress } from '../../shared/domain/respond/mask.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { formOf } from '../../shared/platform/form.ts'
import { count } from '../../shared/platform/logger.ts'
import { neverConnect, undoClaim } from '../../shared/store/claim-link.ts'
import type { IdentityItem } from '../../shared/store/items.ts'
import { type IdentityId, keys as tableKeys } from '../../shared/store/keys.ts'
import type { PreferencesItem } from '../../shared/store/nudge-records.ts'
import { StillConnectedError } from '../../shared/store/split.ts'
import { getAll, type Table } from '../../shared/store/table.ts'
import { claimWordsFor } from './claim-language.ts'
import { accountName, platformName } from './claim-names.ts'
import { type ClaimAnswer, type ClaimRequest, claimAnswer, type Visit } from './claim-request.ts'
import { plainPage, undonePage, undoPage } from './claim-view.ts'

const readSides = async (table: Table, { account, emailIid }: { account: string; emailIid: IdentityId }) => {
  const [own, email, preferences] = (await getAll(table, [
    tableKeys.identity(account),
    tableKeys.identity(emailIid),
    tableKeys.preferences(emailIid),
  ])) as [IdentityItem | undefined, IdentityItem | undefined, PreferencesItem | undefined]
  return { account: own, email, preferences }
}

/** The way back: the token is all it takes, today and in years. It only ever takes apart. */
export const undo = async (deps: Visit, request: ClaimRequest): Promise<ClaimAnswer> => {
  const { table, now } = deps
  const pair = readUndoToken(await deps.keys(), request.pathParameters?.token ?? '')
  if (!pair)
    return claimAnswer(404, plainPage(deps, deps.words.say('undo_unknown'), deps.words.say('undo_unknown_lead')))
  const { account, email, preferences } = await readSides(table, pair)
  const known = { chosen: preferences?.language, account: email?.profile.language?.v }
  const words = claimWordsFor(request, deps, known)
  const voice = { ...deps, words }
  if (request.requestContext.http.method !== 'POST') {
    const address = email?.address === undefined ? words.say('an_address') : maskAddress(email.address)
    const named = { what: platformName(pair.account, words), name: accountName(account, words) }
    return claimAnswer(200, undoPage(voice, { ...named, address }))
  }
  const apart = (await formOf(request)).get('apart') === 'yes'
  const outcome = await undoClaim(table, pair, isoOf(now()))
  count({ Claims: 1 }, { step: 'undone' })
  if (!apart) return claimAnswer(200, undonePage(voice, { kept: outcome === 'kept', apart }))
  try {
    await neverConnect(table, pair, isoOf(now()))
    return claimAnswer(200, undonePage(voice, { kept: false, apart }))
  } catch (error) {
    if (error instanceof StillConnectedError) return claimAnswer(200, undonePage(voice, { kept: true, apart: true }))
    throw error
  }
}
