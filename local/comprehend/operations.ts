import { eld } from 'eld/extrasmall'
import type { Judge } from './engine.ts'

/** An answer that is not a success: HTTP status, and `__type` as the SDK expects it. */
export class ComprehendError extends Error {
  override name = 'ComprehendError'
  readonly type: string
  readonly status: number
  constructor(type: string, message: string, status = 400) {
    super(message)
    this.type = type
    this.status = status
  }
}

const MAX_DOCUMENTS = 25
const MAX_BYTES = 5_000
const LANGUAGES = ['en', 'es', 'fr', 'de', 'it', 'pt', 'ar', 'hi', 'ja', 'ko', 'zh', 'zh-TW']
const CHARACTERS_PER_UNIT = 100
const LEAST_UNITS = 3

/** @returns what a document is billed as: units of 100 characters, at least 3 */
export const unitsOf = (text: string): number =>
  Math.max(LEAST_UNITS, Math.ceil([...text].length / CHARACTERS_PER_UNIT))

export type Ask = { [field: string]: unknown }
/** Whether a document is to fail on its own, for tests. */
export type DocumentFault = (text: string, index: number) => { code: string; message: string } | undefined
/** Who judges, and what goes wrong with which document. */
export type Judging = { judge: Judge; faultOf: DocumentFault }
export type Result = { answer: unknown; texts: readonly string[] }

const invalid = (message: string): ComprehendError => new ComprehendError('InvalidRequestException', message)

const checkedText = (text: unknown, name: string): string => {
  if (typeof text !== 'string' || text === '') {
    throw invalid(`Value at '${name}' failed to satisfy constraint: Member must have length greater than or equal to 1`)
  }
  const bytes = Buffer.byteLength(text)
  if (bytes > MAX_BYTES) {
    throw new ComprehendError(
      'TextSizeLimitExceededException',
      `Input text size exceeds limit. Max length of request text allowed is ${MAX_BYTES} bytes while in this request the text size is ${bytes} bytes`,
    )
  }
  return text
}

const checkedLanguage = (code: unknown): string => {
  if (typeof code === 'string' && LANGUAGES.includes(code)) return code
  const message = `Value '${code}' at 'languageCode' failed to satisfy constraint: Member must satisfy enum value set: [${LANGUAGES.join(', ')}]`
  throw typeof code === 'string' && code !== ''
    ? new ComprehendError('UnsupportedLanguageException', message)
    : invalid(message)
}

const checkedList = (list: unknown): string[] => {
  if (!Array.isArray(list) || list.length === 0) {
    throw invalid(
      "Value at 'textList' failed to satisfy constraint: Member must have length greater than or equal to 1",
    )
  }
  if (list.length > MAX_DOCUMENTS) {
    throw new ComprehendError(
      'BatchSizeLimitExceededException',
      `The number of documents in the request exceeds the limit of ${MAX_DOCUMENTS}: it has ${list.length}.`,
    )
  }
  return list.map((text, at) => checkedText(text, `textList.${at + 1}.member`))
}

const batchDetectSentiment = (ask: Ask, { judge, faultOf }: Judging): Result => {
  const language = checkedLanguage(ask.LanguageCode)
  const texts = checkedList(ask.TextList)
  const outcomes = texts.map((text, Index) => ({ Index, text, fault: faultOf(text, Index) }))
  return {
    texts,
    answer: {
      ResultList: outcomes
        .filter(({ fault }) => !fault)
        .map(({ Index, text }) => ({ Index, ...judge(text, language) })),
      ErrorList: outcomes.flatMap(({ Index, fault }) =>
        fault ? [{ Index, ErrorCode: fault.code, ErrorMessage: fault.message }] : [],
      ),
    },
  }
}

const detectSentiment = (ask: Ask, { judge }: Judging): Result => {
  const language = checkedLanguage(ask.LanguageCode)
  const text = checkedText(ask.Text, 'text')
  return { texts: [text], answer: judge(text, language) }
}

const detectDominantLanguage = (ask: Ask): Result => {
  const text = checkedText(ask.Text, 'text')
  const scores = Object.entries(eld.detect(text).getScores()).sort(([, a], [, b]) => b - a)
  const Languages = scores.slice(0, 3).map(([LanguageCode, Score]) => ({ LanguageCode, Score }))
  return { texts: [text], answer: { Languages } }
}

/** What the stand-in can do. */
export const OPERATIONS: Record<string, (ask: Ask, judging: Judging) => Result> = {
  BatchDetectSentiment: batchDetectSentiment,
  DetectSentiment: detectSentiment,
  DetectDominantLanguage: detectDominantLanguage,
}
