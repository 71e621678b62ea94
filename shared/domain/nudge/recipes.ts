import complaintService from '../../../recipes/complaint-service.json' with { type: 'json' }
import firstAnswerThanks from '../../../recipes/first-answer-thanks.json' with { type: 'json' }
import firstOrder from '../../../recipes/first-order.json' with { type: 'json' }
import goneQuiet from '../../../recipes/gone-quiet.json' with { type: 'json' }
import ideaShipped from '../../../recipes/idea-shipped.json' with { type: 'json' }
import peerCall from '../../../recipes/peer-call.json' with { type: 'json' }
import praiseToAdvocate from '../../../recipes/praise-to-advocate.json' with { type: 'json' }
import questionAnswered from '../../../recipes/question-answered.json' with { type: 'json' }
import researchStage from '../../../recipes/research-stage.json' with { type: 'json' }
import unansweredQuestion from '../../../recipes/unanswered-question.json' with { type: 'json' }
import welcome from '../../../recipes/welcome.json' with { type: 'json' }
import { type Recipe, readRecipe, type WrittenRecipe } from './recipe.ts'

/** A recipe that comes with Earshot, as read and as its file has it. */
export type BundledRecipe = { recipe: Recipe; written: WrittenRecipe }

const bundled = (id: string, value: unknown): BundledRecipe => {
  let read: Recipe | undefined
  return {
    get recipe() {
      read ??= readRecipe(`recipes/${id}.json`, value)
      return read
    },
    // What `readRecipe` lets through is written as a recipe is.
    written: value as WrittenRecipe,
  }
}

/**
 * The recipes of this release: every file of `recipes/`, read when it is first asked for, so that functions start quickly. Tests
 * compare the list with the folder and read each. Each is in effect until the table has a recipe of its id
 * (`shared/store/recipes.ts`).
 */
export const BUNDLED: readonly BundledRecipe[] = [
  bundled('complaint-service', complaintService),
  bundled('first-answer-thanks', firstAnswerThanks),
  bundled('first-order', firstOrder),
  bundled('gone-quiet', goneQuiet),
  bundled('idea-shipped', ideaShipped),
  bundled('peer-call', peerCall),
  bundled('praise-to-advocate', praiseToAdvocate),
  bundled('question-answered', questionAnswered),
  bundled('research-stage', researchStage),
  bundled('unanswered-question', unansweredQuestion),
  bundled('welcome', welcome),
]

/** See {@link BUNDLED}. */
export const RECIPES: readonly Recipe[] = /* @__PURE__ */ BUNDLED.map(({ recipe }) => recipe)

/** @returns undefined when this release has no such recipe */
export const recipeOf = (id: string): Recipe | undefined => RECIPES.find((recipe) => recipe.id === id)
