import type { DecisionAnswer } from '../../shared/domain/respond/answers.ts'
import { shownText } from '../../shared/domain/respond/present.ts'
import { listDecisions } from '../../shared/store/decision-lists.ts'
import { getPerson } from '../../shared/store/people.ts'
import { type NudgesDeps, pageAnswer, positionIn, type Resource } from './request.ts'

/** A decision with what identifies people in its words hidden from who may not see that. */
export const shownDecision = ({ content, ...decision }: DecisionAnswer, seesPii: boolean): DecisionAnswer =>
  content ? { ...decision, content: { ...content, title: shownText(content.title, seesPii) } } : decision

export const decisions: Resource<'listDecisions', NudgesDeps> = {
  listDecisions: async ({ query: { person, recipe, state, limit, next }, seesPii }, { table }) => {
    const after = positionIn('decisions', next)
    const identities = person ? Object.keys((await getPerson(table, person))?.ids ?? {}) : undefined
    const list = await listDecisions(table, { identities, recipe, state, limit, after })
    const items = list.items.map((decision) => shownDecision(decision, seesPii))
    return pageAnswer('decisions', { ...list, items })
  },
}
