import type { Payload } from '../../local/payloads/payload.ts'
import type { Mapping } from '../../shared/domain/listen/mapping/mapping.ts'
import type { SourceSettings, SourceType } from '../../shared/domain/listen/source-settings.ts'
import { SOURCES } from '../support/door.ts'

/** What a platform sends to make sure of its door: a delivery of a kind, or a GET with a query. */
export type Question = Payload | { query: Record<string, string> }

/** One platform, as the suite sees it. */
export type Subject = {
  type: SourceType
  /** The source's name in the tests' settings. */
  source: string
  /** A delivery that becomes at least one activity. */
  payload: Payload
  /** A body of any size that is a good delivery. */
  ofSize: (bytes: number) => Payload
  /** States of one thing in the order in which they came about; the last one is how it ends. */
  histories: Record<string, Payload[]>
  /** The source's mapping, where its type takes one. */
  mapping?: Mapping
  /** How the platform makes sure of its door: what it sends, the answer (text or JSON), and what gets none. */
  challenges?: { what: string; asked: Question; answer: string | object; refused: Question[] }[]
}

/** The settings of the subject's source, which may say how it signs. */
export const settingsOf = ({ source }: Subject): SourceSettings => {
  const settings = SOURCES[source]
  if (settings) return settings
  throw new Error(`The tests' settings have no source ${source}.`)
}
