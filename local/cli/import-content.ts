import type { ImportAnswer } from '../../shared/domain/respond/content-answers.ts'
import { type Api, ApiCallError } from './api.ts'

/** The API takes so many pieces a call. */
const CHUNK = 100

/** What became of an import; places count over the whole file. `failed` is what the API said of a whole chunk. */
export type Imported = { taken: string[]; refused: ImportAnswer['refused']; failed: string[] }

/** Imports pieces of content through the API, a hundred at a time. */
export const importContent = async (api: Api, pieces: readonly unknown[]): Promise<Imported> => {
  const result: Imported = { taken: [], refused: [], failed: [] }
  for (let from = 0; from < pieces.length; from += CHUNK) {
    try {
      const answer = await api.post<ImportAnswer>('/api/content', pieces.slice(from, from + CHUNK))
      result.taken.push(...answer.taken)
      result.refused.push(...answer.refused.map((one) => ({ ...one, index: from + one.index })))
    } catch (error) {
      if (!(error instanceof ApiCallError) || error.status !== 400) throw error
      result.failed.push(`pieces ${from} to ${Math.min(from + CHUNK, pieces.length) - 1}: ${error.message}`)
    }
  }
  return result
}
