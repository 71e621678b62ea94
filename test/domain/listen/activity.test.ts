import { describe, expect, it } from '@jest/globals'
import { ACTIVITY_KINDS, activitySchema, revisionOf } from '../../../shared/domain/listen/activity.ts'

describe('states that share the platform’s clock', () => {
  it('are ordered by the moment since which they hold, and come after those without one', () => {
    const clock = '2026-11-20T10:00:00.000Z'
    const edited = revisionOf({ at: clock, digest: 'z' })
    const deleted = revisionOf({ at: clock, since: '2026-11-20T11:00:00.000Z', deleted: true })
    const recovered = revisionOf({ at: clock, since: '2026-11-20T12:00:00.000Z' })
    const editedLater = revisionOf({ at: '2026-11-20T10:00:00.001Z' })
    const revisions = [edited, deleted, recovered, editedLater]
    expect(revisions.toSorted()).toEqual(revisions)
  })

  it('fit into a revision together with a digest', () => {
    const at = '2026-11-20T10:00:00.000Z'
    expect(revisionOf({ at, since: at, deleted: true, digest: 'x'.repeat(40) })).toMatch(/x{40}$/)
  })
})

describe('the kinds of activity', () => {
  it('are all there is', () => {
    const kinds = activitySchema.def.options.map((option) => option.def.shape.kind.def.values[0])
    expect([...ACTIVITY_KINDS].sort()).toEqual(kinds.sort())
  })
})
