import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { CONDITION_NAMES, CONDITIONS, type ConditionName } from '../../../shared/domain/nudge/conditions.ts'
import { gate } from '../../../shared/domain/nudge/gate.ts'
import { checkRecipe, type WrittenRecipe } from '../../../shared/domain/nudge/recipe.ts'
import { recipeProblems } from '../../../shared/domain/nudge/recipe-checks.ts'
import { diffRecipes } from '../../../shared/domain/nudge/recipe-diff.ts'
import { inEffect, isUncalled } from '../../../shared/domain/nudge/recipe-in-effect.ts'
import { RECIPE_MOVES, RECIPE_STATUSES, statusesAfter } from '../../../shared/domain/nudge/recipe-status.ts'
import { BUNDLED } from '../../../shared/domain/nudge/recipes.ts'
import { facts, gateInput, recipe, recipeJson, settings } from './factories.ts'

const written = (changes: Record<string, unknown> = {}): WrittenRecipe => recipeJson(changes) as WrittenRecipe
const ofStage = { pick: 'stage', stages: ['use'], minScore: 0 }
const problemsIn = (changes: Record<string, unknown>) => {
  const read = checkRecipe(recipeJson(changes))
  return 'problems' in read ? read.problems.map(({ at }) => at) : []
}

describe('a recipe that somebody writes', () => {
  it('is refused with everything that is wrong at once, and where', () => {
    expect(
      problemsIn({ priority: 0, after: 'soon', unless: ['thread.answered', 'thread.boring'], sometimes: true }),
    ).toEqual(['priority', 'after', 'unless[1]', 'sometimes'])
    expect(checkRecipe('a poem')).toEqual({ problems: [{ at: '', came: '"a poem"', expected: expect.any(String) }] })
  })

  it('is written in the order of the schema, whatever order it came in', () => {
    const turned = Object.fromEntries(Object.entries(recipeJson()).reverse())
    const read = checkRecipe(turned)
    expect('written' in read && JSON.stringify(read.written)).toBe(JSON.stringify(recipeJson()))
  })

  it('must agree with the stage’s topics and templates, and with itself', () => {
    const odd = recipe({ topic: 'gossip', template: 'poem@7', if: ['person.member'], unless: ['person.member'] })
    const problems = recipeProblems(odd, { settings: settings(), now: 'live' })
    expect(problems.map(({ at }) => at)).toEqual(['topic', 'template', 'unless[0]'])
    expect(recipeProblems(recipe({ expires: '0m' }), { settings: settings(), now: 'live' })).toMatchObject([
      { at: 'expires' },
    ])
    const quiet = recipe({ when: { event: 'person.quiet', for: '60d' }, content: ofStage })
    const surroundings = { settings: settings(), now: 'live' as const }
    expect(recipeProblems(quiet, { ...surroundings, segments: ['loyal'] })).toMatchObject([{ at: 'when.for' }])
    expect(recipeProblems(quiet, { ...surroundings, segments: ['quiet-60d'] })).toEqual([])
    const entered = recipe({ when: { event: 'segment.entered', segment: 'vip' }, content: ofStage })
    expect(recipeProblems(entered, { ...surroundings, segments: ['loyal'] })).toMatchObject([
      { at: 'when.segment', came: expect.stringContaining('vip'), expected: expect.stringContaining('one of loyal') },
    ])
    expect(recipeProblems(recipe(), { settings: settings(), now: 'live' })).toEqual([])
  })

  it.each([
    [{ event: 'order.placed' }, { peers: 2 }, 'author'],
    [{ event: 'stage.reached', stage: 'use' }, 'asker', 'author'],
    [{ event: 'account.created' }, 'answerer', 'author'],
    [{ event: 'mention.created' }, 'answerer', 'author, asker, { "peers": 1 to 3 }'],
    [{ event: 'thread.unanswered', for: '1h' }, 'asker', 'author, { "peers": 1 to 3 }'],
    [{ event: 'answer.accepted' }, { peers: 1 }, 'asker, answerer'],
    [{ event: 'answer.accepted' }, 'asker', undefined],
    [{ event: 'mention.created' }, { peers: 1 }, undefined],
  ])('must go to somebody whom %j is about: not %j', (when, to, allowed) => {
    const problems = recipeProblems(recipe({ when, to, content: ofStage }), { settings: settings(), now: 'live' })
    expect(problems).toEqual(allowed ? [expect.objectContaining({ at: 'to', expected: `one of ${allowed}` })] : [])
  })

  it.each([
    [{ event: 'stage.reached', stage: 'use' }, [], ['goal']],
    [{ event: 'thread.solved' }, ['nudge.clicked'], ['goal']],
    [{ event: 'stage.reached', stage: 'use' }, ['order.placed'], []],
    [{ event: 'mention.created' }, [], []],
  ])('must hope for something that can follow: %j for a solution or %j', (when, or, at) => {
    const goal = { event: 'thread.solved', or, within: '7d' }
    const problems = recipeProblems(recipe({ when, goal, content: ofStage }), { settings: settings(), now: 'live' })
    expect(problems.map((one) => one.at)).toEqual(at)
  })

  it.each([
    [{ event: 'stage.reached', stage: 'use' }, 'subject', ['content.pick']],
    [{ event: 'account.created' }, 'similar', ['content.pick']],
    [{ event: 'topic.hot' }, 'subject', ['content.pick']],
    [{ event: 'topic.hot' }, 'similar', []],
    [{ event: 'account.created' }, 'stage', []],
    [{ event: 'thread.solved' }, 'subject', []],
  ])('must point to something that can be found: %j to %s', (when, pick, at) => {
    const content = pick === 'subject' ? { pick } : { ...ofStage, pick }
    const goal = { event: 'nudge.clicked', within: '7d' }
    const problems = recipeProblems(recipe({ when, content, goal }), { settings: settings(), now: 'live' })
    expect(problems.map((one) => one.at)).toEqual(at)
  })

  it.each(BUNDLED.map(({ recipe: one }) => [one.id, one] as const))(
    '%s of the release could be put again',
    (_, one) => {
      const topics = { [one.topic]: 'Words' }
      expect(recipeProblems(one, { settings: settings({ topics }), now: one.status })).toEqual([])
    },
  )
})

describe('the statuses of a recipe', () => {
  it('begin as a draft or a dry run', () => {
    for (const status of RECIPE_STATUSES) {
      const problems = recipeProblems(recipe({ status }), { settings: settings(), now: undefined })
      expect(problems.map(({ at }) => at)).toEqual(['draft', 'dry-run'].includes(status) ? [] : ['status'])
    }
  })

  it('go live only from a dry run or a pause', () => {
    expect(RECIPE_STATUSES.filter((from) => RECIPE_MOVES[from].includes('live'))).toEqual(['dry-run', 'paused'])
  })

  it('are paused only when live, so that nothing rehearsed waits for the end of a pause', () => {
    expect(RECIPE_STATUSES.filter((from) => RECIPE_MOVES[from].includes('paused'))).toEqual(['live'])
  })

  it('may be archived from anywhere, and go on from there only as a draft', () => {
    for (const from of RECIPE_STATUSES.filter((one) => one !== 'archived'))
      expect(statusesAfter(from)).toEqual(expect.arrayContaining([from, 'archived']))
    expect(statusesAfter('archived')).toEqual(['draft'])
    expect(recipeProblems(recipe({ status: 'archived' }), { settings: settings(), now: 'archived' })).toMatchObject([
      { at: 'status', expected: 'after archived one of draft' },
    ])
  })
})

describe('what is different between versions', () => {
  it('is told field by field, with lists as a whole', () => {
    const before = written({ unless: ['thread.answered'], goal: { event: 'nudge.clicked', within: '7d' } })
    const after = written({
      version: 9,
      unless: ['thread.answered', 'thread.solved'],
      goal: { event: 'nudge.clicked', or: ['thread.solved'], within: '3d' },
    })
    expect(diffRecipes(before, after)).toEqual([
      { at: 'unless', before: ['thread.answered'], after: ['thread.answered', 'thread.solved'] },
      { at: 'goal.within', before: '7d', after: '3d' },
      { at: 'goal.or', after: ['thread.solved'] },
    ])
    expect(diffRecipes(after, before)).toContainEqual({ at: 'goal.or', before: ['thread.solved'] })
  })

  it('is everything of a recipe that is new, and nothing of the same', () => {
    expect(diffRecipes(undefined, written()).map(({ at }) => at)).toEqual(
      Object.keys(recipeJson()).filter((field) => field !== 'version'),
    )
    const turned = Object.fromEntries(Object.entries(recipeJson({ version: 2 })).reverse()) as WrittenRecipe
    expect(diffRecipes(written(), turned)).toEqual([])
    const goal = { within: '7d', or: ['order.placed'], event: 'nudge.clicked' }
    const same = { or: ['order.placed'], event: 'nudge.clicked', within: '7d' }
    expect(diffRecipes(written({ goal }), written({ goal: same }))).toEqual([])
  })
})

const someNames = fc.subarray([...CONDITION_NAMES])
const someFacts = fc
  .record({
    ...{ subjectDeleted: fc.boolean(), subjectChanged: fc.boolean(), threadSolved: fc.boolean() },
    ...{ threadClosed: fc.boolean(), threadDeleted: fc.boolean(), answers: fc.nat(1), ordersBefore: fc.nat(1) },
    ...{ positive: fc.nat(1), negative: fc.nat(1), roles: fc.subarray(['staff', 'customer']) },
  })
  .map(facts)
const status = fc.constantFrom(...RECIPE_STATUSES)
const some = fc.record({
  ...{ status, if: someNames, unless: someNames, priority: fc.integer({ min: 1, max: 100 }) },
  ...{ cooldown: fc.constantFrom('0m', '7d'), expires: fc.constantFrom('1h', '72h'), template: fc.constant('a@1') },
  quietHours: fc.constantFrom('none', 'inherit', { start: '10:00', end: '13:00' }),
  once: fc.constantFrom({ per: 'thread' }, { per: 'person' }),
  topic: fc.constantFrom('answers', 'gossip'),
})

describe('an edit of a recipe', () => {
  it('never lets anything through that the version of the decision would not, and changes nothing of what goes through', () => {
    fc.assert(
      fc.property(some, some, someFacts, fc.boolean(), (made, current, known, uncalled) => {
        const [before, after] = [recipe(made), recipe({ ...current, version: 2 })]
        const ask = (used: typeof before) => gate(gateInput({ recipe: used, facts: known, uncalled }))
        const [was, is] = [ask({ ...before, status: 'live' }), ask(inEffect(before, after))]
        if (is.do !== 'send') return
        expect(is).toEqual(was)
        expect([before.status === 'dry-run', after.status, uncalled]).toEqual([false, 'live', false])
        const { status: _, if: __, unless: ___, ...rest } = before
        expect(inEffect(before, after)).toMatchObject(rest)
        const holds = (name: ConditionName) => CONDITIONS[name](known)
        expect(after.if.every(holds) && !after.unless.some(holds)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['paused', 'wait', 'paused_recipe', undefined],
    ['draft', 'hold', 'paused_recipe', 'draft'],
    ['archived', 'hold', 'paused_recipe', 'archived'],
    ['dry-run', 'hold', 'dry_run', undefined],
  ])('to %s lets what is on its way %s', (now, what, reason, detail) => {
    const verdict = gate(gateInput({ recipe: inEffect(recipe(), recipe({ status: now, version: 2 })) }))
    expect(verdict).toMatchObject({ do: what, reason, ...(detail ? { detail } : {}) })
  })

  it('that there was none of leaves the recipe as it is', () => {
    const used = recipe()
    expect(inEffect(used, used)).toBe(used)
  })

  it('never sends what was decided as a rehearsal', () => {
    const used = inEffect(recipe({ status: 'dry-run' }), recipe({ version: 2 }))
    expect(gate(gateInput({ recipe: used }))).toEqual({ do: 'hold', reason: 'dry_run' })
  })

  it('of `when` cancels what it no longer calls for, and any other edit does not ask', () => {
    const asked = { type: 'mention.created', source: 'forum', kind: 'post', intents: ['question'] } as const
    const praise = recipe({ version: 2, when: { event: 'mention.created', intents: ['praise'] } })
    const either = recipe({ version: 2, when: { event: 'mention.created', intents: ['praise', 'question'] } })
    expect(isUncalled(recipe(), praise, asked)).toBe(true)
    expect(isUncalled(recipe(), either, asked)).toBe(false)
    expect(isUncalled(recipe(), recipe({ version: 2, priority: 1 }), undefined)).toBe(false)
    expect(gate(gateInput({ uncalled: true }))).toEqual({ do: 'hold', reason: 'condition_failed', detail: 'when' })
  })
})
