import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { ALL_TOPICS, consentFor } from '../../shared/domain/nudge/consent.ts'
import { inLanguage } from '../../shared/domain/nudge/local-text.ts'
import { readUnsubscribeToken, tokenDigest, type UnsubscribeClaim } from '../../shared/domain/nudge/tokens.ts'
import { maskAddress } from '../../shared/domain/respond/mask.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { formOf } from '../../shared/platform/form.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { pageAnswer } from '../../shared/platform/page-answer.ts'
import { recordChoicesVisit } from '../../shared/store/clicks.ts'
import type { IdentityItem } from '../../shared/store/items.ts'
import { keys as tableKeys } from '../../shared/store/keys.ts'
import type { PreferencesItem } from '../../shared/store/nudge-records.ts'
import { recordConsent } from '../../shared/store/preferences.ts'
import { getAll } from '../../shared/store/table.ts'
import type { PageDeps } from './pages-answer.ts'
import { type Choices, choicesPage, sorryPage, stoppedPage, type TopicLine, unknownPage } from './pages-view.ts'

const readChoices = async (
  { table, brand, settings }: PageDeps,
  { emailIid, topic }: UnsubscribeClaim,
): Promise<{ choices: Choices; preferences: PreferencesItem | undefined }> => {
  const [preferences, identity] = (await getAll(table, [
    tableKeys.preferences(emailIid),
    tableKeys.identity(emailIid),
  ])) as [PreferencesItem | undefined, IdentityItem | undefined]
  const line = (name: string): TopicLine => ({
    name,
    words: inLanguage(settings.topics[name], [], settings.language).words || name,
    on: consentFor(preferences?.topics ?? {}, name).allowed,
  })
  return {
    choices: {
      brand,
      address: identity?.address ? maskAddress(identity.address) : 'this address',
      topic: line(topic),
      topics: Object.keys(settings.topics).map(line),
    },
    preferences,
  }
}

/** Turns the topic, or all, off. A second time finds it off and writes nothing. */
const turnOff = async (
  { table, now }: PageDeps,
  { emailIid }: UnsubscribeClaim,
  topic: string,
  digest: string,
  preferences: PreferencesItem | undefined,
): Promise<void> => {
  const topics = preferences?.topics ?? {}
  const isOff = (name: string): boolean => {
    const answer = consentFor(topics, name)
    return !answer.allowed && answer.reason !== 'no_consent'
  }
  if ([topic, ...(topic === ALL_TOPICS ? Object.keys(topics) : [])].every(isOff)) return
  const words = Object.values(topics).map(({ at }) => at)
  // A word from a clock ahead of ours must not outlive the withdrawal.
  const at = [isoOf(now()), ...words].sort().at(-1) ?? isoOf(now())
  await recordConsent(table, {
    emailIid,
    topics: [topic],
    granted: false,
    basis: 'consent',
    wording: 'unsubscribe',
    source: 'unsubscribe',
    at,
    id: `unsubscribe#${digest}#${topic}`,
  })
  count({ Unsubscribed: 1 })
}

/** For telling machines from people only: the page is shown whether it can be noted or not. */
const noteVisit = async ({ table, now }: PageDeps, { emailIid }: UnsubscribeClaim): Promise<void> => {
  try {
    await recordChoicesVisit(table, emailIid, isoOf(now()))
  } catch (error) {
    log.error('visit not recorded', error)
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
  const { brand } = deps
  try {
    const token = event.pathParameters?.token ?? ''
    const claim = readUnsubscribeToken(await deps.keys(), token)
    if (!claim) return pageAnswer(404, unknownPage(brand))
    const { choices, preferences } = await readChoices(deps, claim)
    if (event.requestContext.http.method !== 'POST') {
      await noteVisit(deps, claim)
      return pageAnswer(200, choicesPage(choices))
    }
    const all = (await formOf(event)).get('scope') === 'all'
    await turnOff(deps, claim, all ? ALL_TOPICS : claim.topic, tokenDigest(token), preferences)
    const { choices: after } = await readChoices(deps, claim)
    return pageAnswer(200, stoppedPage(after, all))
  } catch (error) {
    log.error('unsubscribe page failed', error)
    return pageAnswer(500, sorryPage(brand))
  }
}
