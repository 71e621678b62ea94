import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { ACTIVITY_KINDS } from '../../shared/domain/listen/activity.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { NOW, SOURCES } from '../support/door.ts'

const text = readFileSync(new URL('../../docs/activity.md', import.meta.url), 'utf8')
const examples = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, body = '']) => body)
const activities = examples.flatMap(
  (body) =>
    normaliseDelivery(
      { v: 1, id: 'd', source: 'shop', receivedAt: new Date(NOW).toISOString(), headers: {} },
      Buffer.from(body),
      SOURCES,
    ).activities,
)

describe('the examples of docs/activity.md', () => {
  it('are taken as they stand, and show every kind', () => {
    expect(new Set(activities.map(({ kind }) => kind))).toEqual(new Set(ACTIVITY_KINDS))
    expect(activities.some(({ deleted }) => deleted)).toBe(true)
  })

  it('mean what the page says', () => {
    expect(activities.find(({ id }) => id === 'review-5')).toMatchObject({ text: 'It arrived a day early and works.' })
  })
})
