import { listDecisions } from '../../shared/store/decision-lists.ts'
import { getPerson } from '../../shared/store/people.ts'
import { pageAnswer, positionIn, type Resource } from './request.ts'

export const decisions: Resource<'listDecisions'> = {
  listDecisions: async ({ query: { person, recipe, state, limit, next } }, { table }) => {
    const after = positionIn('decisions', next)
    const identities = person ? Object.keys((await getPerson(table, person))?.ids ?? {}) : undefined
    return pageAnswer('decisions', await listDecisions(table, { identities, recipe, state, limit, after }))
  },
}
