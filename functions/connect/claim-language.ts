import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { type ClaimWords, claimWords } from '../../shared/domain/connect/pages/claim-words.ts'
import { acceptedLanguages, PAGE_LANGUAGES, pageLanguage } from '../../shared/domain/nudge/pages/page-language.ts'

type Asked = Pick<APIGatewayProxyEventV2, 'headers' | 'queryStringParameters'>

/**
 * The words of a page: in the language that this claim or this person is known to want, else that of the link, of the account, of the
 * browser, of the stage, the first that there are words of.
 */
export const claimWordsFor = (
  { headers, queryStringParameters }: Asked,
  stage: { language: string },
  { chosen, account }: { chosen?: string | undefined; account?: string | undefined } = {},
): ClaimWords =>
  claimWords(
    pageLanguage([
      chosen,
      PAGE_LANGUAGES.find((language) => language === queryStringParameters?.l),
      account,
      ...acceptedLanguages(headers['accept-language']),
      stage.language,
    ]),
  )
