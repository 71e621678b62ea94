import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { wishLines } from '../../shared/domain/nudge/choice-words.ts'
import { readConfirmToken, unsubscribeToken } from '../../shared/domain/nudge/tokens.ts'
import { maskAddress } from '../../shared/domain/respond/mask.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { pageAnswer } from '../../shared/platform/page-answer.ts'
import { confirmWish, readWish } from '../../shared/store/confirmations.ts'
import type { IdentityItem } from '../../shared/store/items.ts'
import { type IdentityId, keys as tableKeys } from '../../shared/store/keys.ts'
import type { PreferencesItem } from '../../shared/store/nudge-records.ts'
import { getAll } from '../../shared/store/table.ts'
import { confirmedPage, confirmPage, overPage } from './confirm-view.ts'
import type { PageDeps } from './pages-answer.ts'
import { type Known, onward, wordsFor } from './pages-language.ts'
import { sorryPage, unknownPage } from './pages-view.ts'

const readAddress = async (
  { table }: PageDeps,
  emailIid: IdentityId,
): Promise<Known & { waiting: (topics: Readonly<Record<string, unknown>>) => string[] }> => {
  const [identity, preferences] = (await getAll(table, [
    tableKeys.identity(emailIid),
    tableKeys.preferences(emailIid),
  ])) as [IdentityItem | undefined, PreferencesItem | undefined]
  const said = Object.entries(preferences?.topics ?? {})
  return {
    preferences,
    identity,
    waiting: (topics) => said.flatMap(([topic, { granted }]) => (granted && topic in topics ? [topic] : [])),
  }
}

/**
 * The link of an email that asks for a yes. `GET` shows what would change and changes nothing, because programs open links
 * before people do; `POST` says yes. Twice does the same as once.
 */
export const confirm = async (
  event: APIGatewayProxyEventV2,
  deps: PageDeps,
): Promise<APIGatewayProxyStructuredResultV2> => {
  const { brand, table, settings } = deps
  try {
    const keys = await deps.keys()
    const claim = readConfirmToken(keys, event.pathParameters?.token ?? '')
    if (!claim) return pageAnswer(404, unknownPage(brand, wordsFor(event, settings)))
    const { emailIid, id } = claim
    const now = isoOf(deps.now())
    const isPost = event.requestContext.http.method === 'POST'
    const { waiting, ...known } = await readAddress(deps, emailIid)
    const words = wordsFor(event, settings, known)
    const found = isPost
      ? await confirmWish(table, emailIid, { id, now, language: words.language })
      : await readWish(table, emailIid, id, now)
    if (isPost && found.state === 'open') count({ Confirmed: 1 })
    const choices = onward(event, `/p/${unsubscribeToken(keys, { emailIid, topic: '*' }, 'prefs')}`)
    if (found.state === 'over') return pageAnswer(410, overPage({ brand, words, choices }))
    const lines = wishLines(found.pending.wish, settings, { words, waiting: waiting(settings.topics) })
    const address = known.identity?.address ? maskAddress(known.identity.address) : words.say('this_address')
    const view = { brand, words, address, lines, choices }
    return pageAnswer(200, isPost || found.state === 'done' ? confirmedPage(view) : confirmPage(view))
  } catch (error) {
    log.error('confirm page failed', error)
    return pageAnswer(500, sorryPage(brand, wordsFor(event, settings)))
  }
}
