import { parsePairId } from '../../shared/domain/respond/link-id.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { listConflicts } from '../../shared/store/conflicts.ts'
import type { SuggestionItem } from '../../shared/store/link-items.ts'
import { conflictAnswers, suggestionAnswers } from '../../shared/store/link-view.ts'
import { getSuggestion, listSuggestions, settleSuggestion } from '../../shared/store/suggestions.ts'
import { decideLink, wordOf } from './linking.ts'
import { pageAnswer, positionIn, type Resource } from './request.ts'

const answered = ({ settled }: SuggestionItem): HttpError =>
  new HttpError(409, `This suggestion was ${settled?.as} by ${settled?.by} at ${settled?.at}.`)

/** These lists are in the order of one key, so where they go on is that key alone. */
const nextOf = (next: string | undefined) => (next === undefined ? {} : { next: { at: next, key: '' } })

export const suggestions: Resource<'listSuggestions' | 'answerSuggestion' | 'listConflicts'> = {
  listSuggestions: async ({ query: { limit, next } }, { table }) => {
    const page = await listSuggestions(table, { limit, after: positionIn('suggestions', next)?.at })
    const items = await suggestionAnswers(table, page.items)
    // Other evidence may have joined them meanwhile.
    const open = items.filter(({ a, b }) => a.person !== b.person)
    return pageAnswer('suggestions', { items: open, ...nextOf(page.next) })
  },

  answerSuggestion: async (request, { table }) => {
    const { body, params } = request
    const pair = parsePairId('suggestion', params.id ?? '')
    const told = pair && (await getSuggestion(table, pair))
    if (!told)
      throw new HttpError(404, 'There is no such suggestion: expected an id that GET /api/suggestions answers.')
    const as = body.answer === 'accept' ? 'accepted' : 'dismissed'
    if (told.settled && told.settled.as !== as) throw answered(told)
    const word = wordOf(request, body.why ?? told.reasons.join('; '))
    const link = as === 'accepted' ? { link: await decideLink(table, told, word) } : {}
    // The link first: if this is cut short in between, the suggestion is still there to be accepted.
    await settleSuggestion(table, told.a, told.b, { as, by: word.by, at: word.at })
    return { as, ...link }
  },

  listConflicts: async ({ query: { limit, next } }, { table }) => {
    const page = await listConflicts(table, { limit, after: positionIn('conflicts', next)?.at })
    return pageAnswer('conflicts', { items: await conflictAnswers(table, page.items), ...nextOf(page.next) })
  },
}
