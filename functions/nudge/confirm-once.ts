import { tagsTo } from '../../shared/domain/measure/tags.ts'
import { wishLines } from '../../shared/domain/nudge/choice-words.ts'
import type { Wish } from '../../shared/domain/nudge/choices.ts'
import { renderConfirm } from '../../shared/domain/nudge/confirm-email.ts'
import { asksFirst } from '../../shared/domain/nudge/may-mail.ts'
import { failureOf } from '../../shared/domain/nudge/outcome.ts'
import { pageLanguage } from '../../shared/domain/nudge/pages/page-language.ts'
import { pageWords } from '../../shared/domain/nudge/pages/page-words.ts'
import { confirmToken } from '../../shared/domain/nudge/tokens.ts'
import { type Iso, isoOf } from '../../shared/domain/time.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { sendError } from '../../shared/platform/ses.ts'
import { isPlainAddress, sesRequest } from '../../shared/platform/ses-request.ts'
import { noteAsked, releaseWish, reserveWish } from '../../shared/store/confirmations.ts'
import type { IdentityItem } from '../../shared/store/items.ts'
import { type IdentityId, shortHash, keys as tableKeys } from '../../shared/store/keys.ts'
import type { PreferencesItem } from '../../shared/store/nudge-records.ts'
import { readPause, setPause } from '../../shared/store/pause.ts'
import { getAll } from '../../shared/store/table.ts'
import type { Sending } from './send-once.ts'

/** An email that asks cannot go out now; the queue brings it again. */
class ConfirmLaterError extends Error {
  override name = 'ConfirmLaterError'
  constructor(code: string) {
    super(`An email that asks for a yes cannot go out now (${code}). The queue brings it again.`)
  }
}

/** What is asked of whoever reads an address: a wish, or whether the address is theirs. `language` of the page with the wish, `at`: when it was made. */
export type ConfirmAsk = { emailIid: IdentityId; wish: Wish; language?: string | undefined; at?: Iso | undefined }

const failed = async (deps: Sending, { emailIid }: ConfirmAsk, id: string, error: unknown): Promise<void> => {
  const { brand, table, now } = deps
  const failure = failureOf(sendError(error), `${brand.senderName}@${brand.senderDomain}`)
  log.warn('email that asks for a yes not sent', { wish: id, result: failure.kind, code: failure.code })
  count({ ConfirmMails: 1 }, { result: failure.kind })
  // SES may have it, and tells if it has: it is not sent again. Whoever waits for it can ask again the next day.
  if (failure.kind === 'unknown') return
  if (failure.kind === 'refused') return noteAsked(table, emailIid, id)
  await releaseWish(table, emailIid, id)
  if (failure.kind === 'later') throw new ConfirmLaterError(failure.code)
  log.error('sending stopped', new Error(`SES refuses all emails: ${failure.code}. Put that right, then resume.`))
  count({ SendingStopped: 1 })
  if ((await readPause(table)).paused) return
  await setPause(table, { paused: true, by: 'earshot', at: isoOf(now()), why: `SES answered ${failure.code}` })
}

type Asking = { id: string; address: string; waiting: readonly string[]; languages: readonly (string | undefined)[] }

const requestOf = async (
  { settings, brand, appUrl, configurationSet, keys }: Sending,
  { emailIid, wish }: ConfirmAsk,
  { id, address, waiting, languages }: Asking,
) => {
  const words = pageWords(pageLanguage([...languages, settings.language]))
  const link = `${appUrl.replace(/\/+$/, '')}/c/${confirmToken(await keys(), { emailIid, id })}?l=${words.language}`
  const email = renderConfirm(
    { link, lines: wishLines(wish, settings, { words, waiting }), address: wish.address === true, words },
    brand,
  )
  return sesRequest(email, { address, tags: tagsTo(emailIid, 'confirm', id), configurationSet })
}

/** The last look before SES is called. Nothing has been said to it yet, so whatever keeps us from looking takes the question back. */
const isPaused = async ({ table }: Sending, { emailIid }: ConfirmAsk, id: string): Promise<boolean> => {
  const looked = await readPause(table).catch((cause: unknown) => ({ paused: true, cause }))
  if (looked.paused) await releaseWish(table, emailIid, id)
  if ('cause' in looked) throw looked.cause
  return looked.paused
}

/**
 * Mails a question to an address at most once, however often it is asked to. It counts against no cap, keeps to no quiet
 * hours, as somebody may be waiting for it, and goes to no suppressed address.
 */
export const confirmOnce = async (deps: Sending, ask: ConfirmAsk): Promise<void> => {
  const { table, settings } = deps
  const { emailIid, wish } = ask
  const now = isoOf(deps.now())
  const done = (result: string): void => count({ ConfirmMails: 1 }, { result })
  const [identity, preferences] = (await getAll(table, [
    tableKeys.identity(emailIid),
    tableKeys.preferences(emailIid),
  ])) as [IdentityItem | undefined, PreferencesItem | undefined]
  const address = identity?.address
  if (!address || !isPlainAddress(address)) return done('no_address')
  const id = shortHash(JSON.stringify([emailIid, now, wish]))
  const topics = Object.entries(preferences?.topics ?? {})
  const waiting = topics.flatMap(([topic, word]) => (word.granted && topic in settings.topics ? [topic] : []))
  const languages = [preferences?.language, ask.language, identity.profile.language?.v]
  const request = await requestOf(deps, ask, { id, address, waiting, languages })
  const reserved = await reserveWish(table, emailIid, { wish, id, now, since: ask.at, unproven: asksFirst(settings) })
  if (typeof reserved === 'string') return done(reserved)
  if (await isPaused(deps, ask, id)) return done('paused')
  try {
    await deps.deliver(request)
  } catch (error) {
    return failed(deps, ask, id, error)
  }
  await noteAsked(table, emailIid, id)
  done('sent')
}
