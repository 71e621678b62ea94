import { outlookOf } from '../../shared/domain/nudge/outlook.ts'
import type { Recipe } from '../../shared/domain/nudge/recipe.ts'
import { DECIDES } from '../../shared/domain/nudge/recipe-status.ts'
import { type Telling, tellDecision, tellOutlook, tellStop } from '../../shared/domain/nudge/why.ts'
import { newestFirst } from '../../shared/domain/respond/cursor.ts'
import { shownText } from '../../shared/domain/respond/present.ts'
import type { WhyDecisionAnswer, WhyRecipeAnswer } from '../../shared/domain/respond/why-answers.ts'
import { positionOf, takePage } from '../../shared/store/lists.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import { readRecipes } from '../../shared/store/recipes.ts'
import type { Table } from '../../shared/store/table.ts'
import { readAbout, readPlaces, readWhy, type WhyKnown } from '../../shared/store/why.ts'
import { personWithId } from './linking.ts'
import { type NudgesDeps, pageAnswer, positionIn, type Resource } from './request.ts'

/** Decisions that are told of each recipe beside its outlook. */
const LATEST = 3

type Teller = { telling: Telling; seesPii: boolean; recipes: readonly Recipe[] }

const asksOf = (recipes: readonly Recipe[], wanted: string): boolean => {
  const when = recipes.find(({ id }) => id === wanted)?.when
  if (when?.event === 'thread.unanswered') return when.intents?.includes('question') !== false
  return when?.event === 'mention.created' && when.intents?.includes('question') === true
}

const told = async (
  table: Table,
  decisions: readonly DecisionItem[],
  { telling, seesPii, recipes }: Teller,
): Promise<WhyDecisionAnswer[]> => {
  const [places, about] = await Promise.all([readPlaces(table, decisions), readAbout(table, decisions)])
  const nameOf = (wanted: string | undefined): string | undefined =>
    recipes.find((one) => one.id === wanted)?.name ?? wanted
  const shown = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : shownText(text, seesPii)
  return decisions.map((decision) => {
    const { id, recipe, state, reason, until, createdAt, content } = decision
    const title = shown(content?.title)
    const sentence = tellDecision(
      {
        ...decision,
        detail: reason === 'outranked' ? nameOf(decision.detail) : decision.detail,
        about: shown(about.get(id)),
        content: title === undefined ? undefined : { title },
        asks: asksOf(recipes, recipe),
        place: shown(places.get(id)),
      },
      telling,
    )
    return { id, recipe, state, reason, ...(until ? { until } : {}), at: createdAt, sentence }
  })
}

const recipeAnswer = (
  { inputFor }: WhyKnown,
  recipe: Recipe,
  latest: readonly WhyDecisionAnswer[],
  telling: Telling,
): WhyRecipeAnswer => {
  const outlook = outlookOf(inputFor(recipe))
  return {
    recipe: recipe.id,
    name: recipe.name,
    may: outlook.may,
    ...(outlook.may === 'no' ? {} : { notBefore: outlook.notBefore }),
    sentence: tellOutlook(outlook, recipe, telling),
    because: outlook.stops.map((stop) => ({
      reason: stop.reason,
      ...(stop.until ? { until: stop.until } : {}),
      sentence: tellStop(stop, telling),
    })),
    latest: latest.filter((one) => one.recipe === recipe.id),
  }
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}

export const why: Resource<'getWhy', NudgesDeps> = {
  getWhy: async ({ params: { id = '' }, query: { recipe, limit, next }, seesPii, now }, { table, nudges }) => {
    const after = positionIn('why', next)
    const person = await personWithId(table, id)
    const all = (await readRecipes(table)).map((standing) => standing.recipe)
    const recipes = all.filter((one) => DECIDES.has(one.status) && (recipe === undefined || one.id === recipe))
    const known = await readWhy(table, person, { settings: nudges, recipes, now })
    const teller: Teller = { telling: { name: known.name, timeZone: nudges.timeZone, now }, seesPii, recipes: all }
    const about = known.decisions.filter((one) => recipe === undefined || one.recipe === recipe)
    const rest = about
      .filter((one) => !after || newestFirst(after, positionOf(one)) < 0)
      .sort((a, b) => newestFirst(positionOf(a), positionOf(b)))
    const list = await takePage(each(rest), limit, (batch) => told(table, batch as DecisionItem[], teller))
    const latest = after
      ? []
      : await told(
          table,
          recipes.flatMap((one) => about.filter((decision) => decision.recipe === one.id).slice(0, LATEST)),
          teller,
        )
    return {
      personId: person.personId,
      name: known.name,
      at: now,
      timeZone: nudges.timeZone,
      recipes: after ? [] : recipes.map((one) => recipeAnswer(known, one, latest, teller.telling)),
      ...pageAnswer('why', list),
    }
  },
}
