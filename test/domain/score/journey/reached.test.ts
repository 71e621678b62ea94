import { describe, expect, it } from '@jest/globals'
import { STAGES, type Stage } from '../../../../shared/domain/nudge/stages.ts'
import { stageReached } from '../../../../shared/domain/score/journey/reached.ts'

const AT = '2026-11-21T10:00:00.000Z'
const since = (stage: Stage, day: string) => ({ stage, since: `${day}T00:00:00.000Z` })

describe('a stage is reached', () => {
  it.each(STAGES)('by who has come to %s from another today, and by who was not known', (stage) => {
    const other = since(stage === 'use' ? 'renewal' : 'use', '2026-01-01')
    expect(stageReached(other, since(stage, '2026-11-21'), AT)).toBe(stage)
    expect(stageReached(undefined, since(stage, '2026-11-20'), AT)).toBe(stage)
  })

  it('not by who stays, and not where there is none', () => {
    expect(stageReached(since('use', '2026-11-20'), since('use', '2026-11-21'), AT)).toBeUndefined()
    expect(stageReached(since('use', '2026-11-20'), undefined, AT)).toBeUndefined()
  })

  it('not when that was long ago: two days, or in the month where it is found by months', () => {
    const before = since('research', '2026-01-01')
    expect(stageReached(before, since('onboarding', '2026-11-19'), AT)).toBeUndefined()
    expect(stageReached(before, since('consideration', '2026-11-01'), AT)).toBe('consideration')
    expect(stageReached(before, since('consideration', '2026-10-01'), AT)).toBeUndefined()
    expect(stageReached(undefined, since('consideration', '2026-11-01'), AT)).toBeUndefined()
  })
})
