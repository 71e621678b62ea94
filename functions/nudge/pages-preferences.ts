import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { topicWords, wishLines } from '../../shared/domain/nudge/choice-words.ts'
import { type Down, isAllOff, partsOffered, splitChoices, type Wish } from '../../shared/domain/nudge/choices.ts'
import { ALL_TOPICS } from '../../shared/domain/nudge/consent.ts'
import { PAGE_LANGUAGES } from '../../shared/domain/nudge/pages/page-language.ts'
import { readUnsubscribeToken, type UnsubscribeClaim } from '../../shared/domain/nudge/tokens.ts'
import { maskAddress } from '../../shared/domain/respond/mask.ts'
import { type Iso, isoOf } from '../../shared/domain/time.ts'
import { formOf } from '../../shared/platform/form.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { pageAnswer } from '../../shared/platform/page-answer.ts'
import { type Said, turnDown } from '../../shared/store/choices.ts'
import { readFeatured, setFeatured } from '../../shared/store/featured.ts'
import type { IdentityItem } from '../../shared/store/items.ts'
import { type IdentityId, keys as tableKeys } from '../../shared/store/keys.ts'
import type { PreferencesItem } from '../../shared/store/nudge-records.ts'
import { getAll } from '../../shared/store/table.ts'
import { noteVisit, type PageDeps } from './pages-answer.ts'
import { countForRecipe } from './pages-count.ts'
import { wordsFor } from './pages-language.ts'
import { sorryPage, unknownPage } from './pages-view.ts'
import { type ReadForm, readForm } from './preferences-form.ts'
import { type PreferencesNews, type PreferencesView, preferencesPage } from './preferences-view.ts'
import { confirmMessage } from './send-queue.ts'

/** The name under which the words of the page are kept; another one when they change. */
const WORDING = 'preferences@1'
const SOURCE = 'preferences'

const readView = async (
  event: APIGatewayProxyEventV2,
  { table, brand, settings, now }: PageDeps,
  emailIid: IdentityId,
): Promise<PreferencesView> => {
  const [[preferences, identity], featured] = await Promise.all([
    getAll(table, [tableKeys.preferences(emailIid), tableKeys.identity(emailIid)]) as Promise<
      [PreferencesItem | undefined, IdentityItem | undefined]
    >,
    readFeatured(table, [emailIid]),
  ])
  const topics = Object.keys(settings.topics)
  const words = wordsFor(event, settings, { preferences, identity })
  return {
    brand,
    words,
    address: identity?.address ? maskAddress(identity.address) : words.say('this_address'),
    choices: preferences ?? { topics: {} },
    offer: { topics, parts: partsOffered(settings.quietHours), languages: PAGE_LANGUAGES },
    topics: Object.fromEntries(topics.map((topic) => [topic, topicWords(topic, settings, words.language)])),
    hidden: featured.get(emailIid)?.granted === false,
    now: isoOf(now()),
    timeZone: settings.timeZone,
  }
}

const saidOn = ({ words, now }: PreferencesView): Said & { now: Iso } => ({
  source: SOURCE,
  wording: WORDING,
  note: { channel: 'preferences-page', language: words.language },
  now,
})

const lower = async (
  deps: PageDeps,
  claim: UnsubscribeClaim,
  { down, view }: { down: Down; view: PreferencesView },
): Promise<boolean> => {
  const changed = await turnDown(deps.table, claim.emailIid, down, saidOn(view))
  if (changed) count({ TurnedDown: 1 })
  if (down.off.some((topic) => topic === ALL_TOPICS || topic === claim.topic)) await countForRecipe(deps, claim)
  return changed
}

const save = async (
  deps: PageDeps,
  claim: UnsubscribeClaim,
  view: PreferencesView,
  { asked, hide }: Extract<ReadForm, { asked: unknown }>,
): Promise<PreferencesNews> => {
  const { table, settings } = deps
  const { emailIid } = claim
  const { down, wish } = splitChoices(view.choices, asked, view.now)
  if (down) await lower(deps, claim, { down, view })
  if (hide && !view.hidden)
    await setFeatured(table, emailIid, false, { at: view.now, source: SOURCE, wording: WORDING })
  const said = { language: view.words.language, at: view.now }
  if (wish) await deps.enqueue(confirmMessage(emailIid, wish satisfies Wish, said))
  return {
    saved: down !== undefined || hide || !wish,
    asked: wish ? wishLines(wish, settings, { words: view.words, waiting: [] }) : [],
  }
}

/**
 * `GET /p/{token}` shows all choices of an address and changes nothing. `POST` does at once what turns emails down, and has
 * the address asked for the rest: a link that was forwarded can subscribe nobody. Twice does the same as once.
 */
export const preferences = async (
  event: APIGatewayProxyEventV2,
  deps: PageDeps,
): Promise<APIGatewayProxyStructuredResultV2> => {
  const { brand, settings } = deps
  try {
    const claim = readUnsubscribeToken(await deps.keys(), event.pathParameters?.token ?? '', 'prefs')
    if (!claim) return pageAnswer(404, unknownPage(brand, wordsFor(event, settings)))
    const { emailIid } = claim
    const view = await readView(event, deps, emailIid)
    if (event.requestContext.http.method !== 'POST') {
      await noteVisit(deps, emailIid)
      return pageAnswer(200, preferencesPage(view))
    }
    const form = await formOf(event)
    if (form.get('scope') === 'all') {
      if (!isAllOff(view.choices)) await lower(deps, claim, { down: { off: [ALL_TOPICS] }, view })
      return pageAnswer(200, preferencesPage(await readView(event, deps, emailIid), { saved: true }))
    }
    const read = readForm(form, view.offer)
    if ('problems' in read) return pageAnswer(422, preferencesPage(view, read))
    const news = await save(deps, claim, view, read)
    return pageAnswer(200, preferencesPage(await readView(event, deps, emailIid), news))
  } catch (error) {
    log.error('preferences page failed', error)
    return pageAnswer(500, sorryPage(brand, wordsFor(event, settings)))
  }
}
