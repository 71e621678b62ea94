import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import { tagsOf } from '../../shared/domain/measure/tags.ts'
import { consentFor } from '../../shared/domain/nudge/consent.ts'
import { renderNudge } from '../../shared/domain/nudge/email.ts'
import { RenderError } from '../../shared/domain/nudge/email-liquid.ts'
import { pageLanguage } from '../../shared/domain/nudge/pages/page-language.ts'
import { clickToken, type TokenKeys, unsubscribeToken } from '../../shared/domain/nudge/tokens.ts'
import type { Brand } from '../../shared/domain/settings.ts'
import { redact } from '../../shared/domain/understand/pii.ts'
import { isPlainAddress, sesRequest } from '../../shared/platform/ses-request.ts'
import { type NudgeContext, nameOf } from '../../shared/store/nudge-context.ts'

/** What every email of this deployment has in common. */
export type Letterhead = { brand: Brand; appUrl: string; configurationSet: string }

const needed = <T>(variable: string, value: T | undefined): T => {
  if (value === undefined) throw new RenderError(variable, 'is missing')
  return value
}

/** The address of an email identity, if it is one that can be written to. */
export const addressOf = ({ items }: NudgeContext, emailIid: string): string | undefined => {
  const address = items.identities.get(emailIid)?.address
  return address && isPlainAddress(address) ? address : undefined
}

/**
 * The call to SES for a decision that may be sent to an address.
 * @throws RenderError that names what is missing
 */
export const composeEmail = (
  context: NudgeContext,
  { emailIid, address }: { emailIid: string; address: string },
  { brand, appUrl, configurationSet }: Letterhead,
  keys: TokenKeys,
): SendEmailCommandInput => {
  const { decision, settings, items } = context
  const recipe = needed('recipe', context.recipe)
  const permission = consentFor(items.preferences.get(emailIid)?.topics ?? {}, recipe.topic)
  if (!permission.allowed) throw new RenderError('permission', 'is missing')
  const content = needed('content', decision.content)
  const { title } = context.words
  const name = nameOf(decision, items)
  const base = appUrl.replace(/\/+$/, '')
  const languages = context.languages[0] ?? []
  // The pages are in the language of the email that led to them.
  const inLanguage = `?l=${pageLanguage([...languages, settings.language])}`
  const email = renderNudge({
    brand,
    settings,
    recipe,
    // A thread's title is somebody's own words; the one who gets the email may be somebody else.
    content: { ...content, title: redact(content.title) },
    subject: { at: decision.subject.at, ...(title ? { title: redact(title) } : {}) },
    permission: permission.word,
    person: {
      languages,
      ...(name ? { name } : {}),
      ...(context.timeZone ? { timeZone: context.timeZone } : {}),
    },
    links: {
      click: `${base}/r/${clickToken(keys, decision)}`,
      unsubscribe: `${base}/u/${unsubscribeToken(keys, { emailIid, topic: recipe.topic })}${inLanguage}`,
      preferences: `${base}/p/${unsubscribeToken(keys, { emailIid, topic: recipe.topic }, 'prefs')}${inLanguage}`,
    },
  })
  return sesRequest(email, { address, tags: tagsOf(decision), configurationSet })
}
