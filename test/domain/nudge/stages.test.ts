import { describe, expect, it } from '@jest/globals'
import * as z from 'zod/mini'
import { STAGES, stageSchema, stagesFor } from '../../../shared/domain/nudge/stages.ts'
import { problemsOf, sayProblem } from '../../../shared/domain/respond/problems.ts'

const said = (value: unknown): string | undefined => {
  const { error } = z.safeParse(z.object({ stage: stageSchema }), value)
  return error && problemsOf(error.issues, value).map(sayProblem).join('; ')
}

describe('a stage of the journey', () => {
  it.each(STAGES)('may be %s', (stage) => {
    expect(stageSchema.parse(stage)).toBe(stage)
  })

  it.each([
    ['start', 'onboarding'],
    ['advocate', 'advocacy'],
  ])('is told by its new word when it is called %s', (old, now) => {
    expect(said({ stage: old })).toBe(`stage: came "${old}", expected "${now}", which "${old}" is called now`)
  })

  it.each(['later', 'toString', 7, undefined])('is one of the list, where %s came', (stage) => {
    expect(said({ stage })).toMatch(/^stage: came .*, expected one of research, consideration, purchase/)
  })
})

describe('the stages that a recipe takes content from', () => {
  it('are those that it names', () => {
    expect(stagesFor(['use', 'onboarding'], 'research')).toEqual(['use', 'onboarding'])
  })

  it('are the one that the person is at, before its neighbours, where it says person', () => {
    expect(stagesFor(['person'], 'use')).toEqual(['use', 'onboarding', 'renewal'])
    expect(stagesFor(['person'], 'advocacy')).toEqual(['advocacy', 'renewal'])
    expect(stagesFor(['person', 'use', 'advocacy'], 'research')).toEqual([
      'research',
      'consideration',
      'use',
      'advocacy',
    ])
  })
})
