import * as z from 'zod/mini'

/** The journey to a purchase and on from it, in order: neighbours in this list are neighbours in the ranking. */
export const STAGES = ['research', 'consideration', 'purchase', 'onboarding', 'use', 'renewal', 'advocacy'] as const
export type Stage = (typeof STAGES)[number]

/** What stages were called before, so that an old file is told the new word. */
const RENAMED: Record<string, Stage> = { start: 'onboarding', advocate: 'advocacy' }

const isNamed = (value: unknown): value is string => typeof value === 'string' && Object.hasOwn(RENAMED, value)

const unlike = ({ input }: { input?: unknown }): string | undefined =>
  isNamed(input) ? `expected "${RENAMED[input]}", which "${input}" is called now` : undefined

/** One of {@link STAGES}. A word of before is refused, and the message names the one that took its place. */
export const stageSchema = z.enum(STAGES, { error: unlike })

/** What stands in a recipe for the stage that the person is at. */
export const AT_PERSON = 'person'

/** Where a recipe takes content from: a stage, or {@link AT_PERSON}. */
export const recipeStageSchema = z.enum([...STAGES, AT_PERSON], { error: unlike })
type RecipeStage = z.infer<typeof recipeStageSchema>

/** The stages before and after one. */
const neighbours = (stage: Stage): Stage[] => STAGES.filter((_, at) => Math.abs(at - STAGES.indexOf(stage)) === 1)

/**
 * The stages that a recipe means for somebody, in its order: the stage that the person is at stands with its neighbours, so
 * that there is something to choose from; the ranking prefers the stage itself.
 */
export const stagesFor = (stages: readonly RecipeStage[], person: Stage): Stage[] => [
  ...new Set(stages.flatMap((stage) => (stage === AT_PERSON ? [person, ...neighbours(person)] : [stage]))),
]
