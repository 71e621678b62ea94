import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { topicWords } from '../../shared/domain/nudge/choice-words.ts'
import { ALL_TOPICS, consentFor } from '../../shared/domain/nudge/consent.ts'
import { readUnsubscribeToken, type UnsubscribeClaim, unsubscribeToken } from '../../shared/domain/nudge/tokens.ts'
import { maskAddress } from '../../shared/domain/respond/mask.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { formOf } from '../../shared/platform/form.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { pageAnswer } from '../../shared/platform/page-answer.ts'
import { turnDown } from '../../shared/store/choices.ts'
import type { IdentityItem } from '../../shared/store/items.ts'
import { keys as tableKeys } from '../../shared/store/keys.ts'
import type { PreferencesItem } from '../../shared/store/nudge-records.ts'
import { getAll } from '../../shared/store/table.ts'
import { noteVisit, type PageDeps } from './pages-answer.ts'
import { countForRecipe } from './pages-count.ts'
import { type Known, onward, wordsFor } from './pages-language.ts'
import { type Choices, choicesPage, sorryPage, stoppedPage, type TopicLine, unknownPage } from './pages-view.ts'

const readKnown = async ({ table }: PageDeps, emailIid: UnsubscribeClaim['emailIid']): Promise<Known> => {
  const [preferences, identity] = (await getAll(table, [
    tableKeys.preferences(emailIid),
    tableKeys.identity(emailIid),
  ])) as [PreferencesItem | undefined, IdentityItem | undefined]
  return { preferences, identity }
}

const choicesOf = async (
  event: APIGatewayProxyEventV2,
  { brand, settings, keys }: PageDeps,
  { emailIid, topic }: UnsubscribeClaim,
  { preferences, identity }: Known,
): Promise<Choices> => {
  const words = wordsFor(event, settings, { preferences, identity })
  const line = (name: string): TopicLine => ({
    name,
    ...topicWords(name, settings, words.language),
    on: consentFor(preferences?.topics ?? {}, name).allowed,
  })
  return {
    brand,
    words,
    address: identity?.address ? maskAddress(identity.address) : words.say('this_address'),
    topic: line(topic),
    topics: Object.keys(settings.topics).map(line),
    preferences: onward(event, `/p/${unsubscribeToken(await keys(), { emailIid, topic }, 'prefs')}`),
  }
}

/**
 * `GET /u/{token}` shows what an address gets and changes nothing. `POST` stops the topic of the token, with `scope=all`
 * everything: no login, no cookie, no redirect, 200, and again the same (RFC 8058).
 */
export const unsubscribe = async (
  event: APIGatewayProxyEventV2,
  deps: PageDeps,
): Promise<APIGatewayProxyStructuredResultV2> => {
  const { brand, table, settings, now } = deps
  try {
    const claim = readUnsubscribeToken(await deps.keys(), event.pathParameters?.token ?? '')
    if (!claim) return pageAnswer(404, unknownPage(brand, wordsFor(event, settings)))
    const known = await readKnown(deps, claim.emailIid)
    if (event.requestContext.http.method !== 'POST') {
      await noteVisit(deps, claim.emailIid)
      return pageAnswer(200, choicesPage(await choicesOf(event, deps, claim, known)))
    }
    const form = await formOf(event)
    const all = form.get('scope') === 'all'
    // Mail programs post this field (RFC 8058), our own page does not.
    const channel = form.get('List-Unsubscribe') === 'One-Click' ? 'one-click' : 'unsubscribe-page'
    const said = {
      source: 'unsubscribe',
      wording: 'unsubscribe',
      note: { channel, language: wordsFor(event, settings, known).language },
    } as const
    const off = [all ? ALL_TOPICS : claim.topic]
    if (await turnDown(table, claim.emailIid, { off }, { ...said, now: isoOf(now()) })) count({ Unsubscribed: 1 })
    await countForRecipe(deps, claim)
    return pageAnswer(200, stoppedPage(await choicesOf(event, deps, claim, await readKnown(deps, claim.emailIid)), all))
  } catch (error) {
    log.error('unsubscribe page failed', error)
    return pageAnswer(500, sorryPage(brand, wordsFor(event, settings)))
  }
}
