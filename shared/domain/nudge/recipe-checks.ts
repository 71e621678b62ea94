import type { Problem } from '../respond/problems.ts'
import { describe } from '../respond/problems.ts'
import type { NudgeSettings } from '../settings.ts'
import { audiencesOf } from './audience.ts'
import type { Recipe } from './recipe.ts'
import { type RecipeStatus, statusesAfter } from './recipe-status.ts'
import { TEMPLATE_NAMES } from './templates/template-names.ts'
import { segmentNeeded } from './when.ts'

/** What a recipe must agree with: the stage's settings, and the recipe of that id as it stands. */
export type RecipeSurroundings = {
  settings: Pick<NudgeSettings, 'topics'>
  /** Its status; undefined when there is no such recipe yet. */
  now: RecipeStatus | undefined
  /** The ids of the segments that there are; left out where nobody knows, and then not asked for. */
  segments?: readonly string[]
}

const topic = ({ topic: name }: Recipe, { settings }: RecipeSurroundings): Problem[] => {
  const known = Object.keys(settings.topics)
  if (known.includes(name)) return []
  return [
    {
      at: 'topic',
      came: describe(name),
      expected: `a topic of this stage (infra/config.ts): one of ${known.join(', ')}`,
    },
  ]
}

const template = ({ template: name }: Recipe): Problem[] =>
  TEMPLATE_NAMES.includes(name)
    ? []
    : [{ at: 'template', came: describe(name), expected: `one of ${TEMPLATE_NAMES.join(', ')}` }]

const status = ({ status: wanted }: Recipe, { now }: RecipeSurroundings): Problem[] => {
  const may = statusesAfter(now)
  if (may.includes(wanted)) return []
  const expected = `${now === undefined ? 'of a new recipe' : `after ${now}`} one of ${may.join(', ')}`
  return [{ at: 'status', came: describe(wanted), expected }]
}

/** A condition of both lists can never be met. */
const conditions = ({ if: wanted, unless }: Recipe): Problem[] =>
  wanted
    .filter((name) => unless.includes(name))
    .map((name) => ({
      at: `unless[${unless.indexOf(name)}]`,
      came: describe(name),
      expected: 'a condition that `if` does not name: with it in both nobody is ever sent anything',
    }))

const expiry = ({ expires }: Recipe): Problem[] =>
  expires > 0 ? [] : [{ at: 'expires', came: '0', expected: 'some time in which it may be sent' }]

/** Nobody would ever get it: the event is about nobody of that kind. */
const audience = ({ to, when }: Recipe): Problem[] => {
  const may = audiencesOf(when)
  if (to === undefined || may.includes(typeof to === 'object' ? 'peers' : to)) return []
  const names = may.map((one) => (one === 'peers' ? '{ "peers": 1 to 3 }' : one))
  return [{ at: 'to', came: describe(to), expected: `one of ${names.join(', ')}` }]
}

/** Events with a thread that may still be solved. */
const UNSOLVED: ReadonlySet<string> = new Set(['mention.created', 'thread.unanswered'])

/** Where no thread can be solved afterwards, the results would only ever tell that nothing was reached. */
const goal = ({ goal: { event, or = [] }, when }: Recipe): Problem[] => {
  const compared = [event, ...or].filter((one) => one !== 'nudge.clicked')
  if (
    UNSOLVED.has(when.event) ||
    !compared.includes('thread.solved') ||
    compared.some((one) => one !== 'thread.solved')
  )
    return []
  return [
    {
      at: 'goal',
      came: describe('thread.solved'),
      expected: `something that can follow ${when.event}, such as mention.created or order.placed`,
    },
  ]
}

/** What is about an account or a person has no words of its own that content could be like, and no address. */
const WORDLESS: ReadonlySet<string> = new Set([
  ...['account.created', 'segment.entered', 'segment.left', 'person.quiet', 'stage.reached'],
])

/** Nothing would ever be found to point to. */
const pick = ({ content, when: { event } }: Recipe): Problem[] => {
  const nothing = WORDLESS.has(event) || (event === 'topic.hot' && content.pick === 'subject')
  if (content.pick === 'stage' || !nothing) return []
  const expected = event === 'topic.hot' ? 'similar or stage' : 'stage'
  return [
    { at: 'content.pick', came: describe(content.pick), expected: `${expected}, as ${event} has no page of its own` },
  ]
}

/** Nobody enters or leaves a segment that there is not: the recipe would wait for ever. */
const segment = ({ when }: Recipe, { segments }: RecipeSurroundings): Problem[] => {
  const needed = segmentNeeded(when)
  if (needed === undefined || !segments || segments.includes(needed)) return []
  return [
    {
      at: when.event === 'person.quiet' ? 'when.for' : 'when.segment',
      came: describe(needed),
      expected: `a segment that there is (GET /api/segments): one of ${segments.join(', ')}`,
    },
  ]
}

/** What is wrong with a recipe that is well written: what it names is not there, or it may not be what it wants to be. Pure. */
export const recipeProblems = (recipe: Recipe, surroundings: RecipeSurroundings): Problem[] => [
  ...topic(recipe, surroundings),
  ...template(recipe),
  ...status(recipe, surroundings),
  ...conditions(recipe),
  ...expiry(recipe),
  ...audience(recipe),
  ...goal(recipe),
  ...pick(recipe),
  ...segment(recipe, surroundings),
]
