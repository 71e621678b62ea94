import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { acceptedLanguages, PAGE_LANGUAGES, pageLanguage } from '../../shared/domain/nudge/pages/page-language.ts'
import { type PageWords, pageWords } from '../../shared/domain/nudge/pages/page-words.ts'
import type { IdentityItem } from '../../shared/store/items.ts'
import type { PreferencesItem } from '../../shared/store/nudge-records.ts'

/** What is known of an address. */
export type Known = { preferences: PreferencesItem | undefined; identity: IdentityItem | undefined }

type Asked = Pick<APIGatewayProxyEventV2, 'headers' | 'queryStringParameters'>

/** The language of the email that led to a page, as its link says. */
const emailLanguage = ({ queryStringParameters }: Asked): string | undefined =>
  PAGE_LANGUAGES.find((language) => language === queryStringParameters?.l)

/**
 * The words of a page: in the language that the person has chosen, else that of the email, of their account, of the browser, of the
 * stage, the first that there are words of.
 */
export const wordsFor = (event: Asked, settings: { language: string }, known?: Known): PageWords =>
  pageWords(
    pageLanguage([
      known?.preferences?.language,
      emailLanguage(event),
      known?.identity?.profile.language?.v,
      ...acceptedLanguages(event.headers['accept-language']),
      settings.language,
    ]),
  )

/** A page of ours, from another one that an email has led to. */
export const onward = (event: Asked, path: string): string => {
  const language = emailLanguage(event)
  return language === undefined ? path : `${path}?l=${language}`
}
