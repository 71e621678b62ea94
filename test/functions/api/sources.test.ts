import { describe, expect, it } from '@jest/globals'
import { sources } from '../../../functions/api/sources.ts'
import { dayOf, heard, NO_RHYTHM } from '../../../shared/domain/listen/health.ts'
import type { Sources } from '../../../shared/domain/listen/source-settings.ts'
import { descriptions } from '../../../shared/domain/respond/descriptions.ts'
import { DEFAULT_SCORE_SETTINGS } from '../../../shared/domain/score/settings.ts'
import { DAY, isoOf, MINUTE } from '../../../shared/domain/time.ts'
import { putHealth, readSourceStates } from '../../../shared/store/health.ts'
import { putStoredMapping } from '../../../shared/store/mappings.ts'
import { moveCursor } from '../../../shared/store/pulls.ts'
import { settings } from '../../domain/nudge/factories.ts'
import { tableForAll } from '../../support/tables.ts'

const NOW = Date.parse('2026-11-21T20:00:00.000Z')
const declared: Sources = {
  forum: { type: 'discourse', instance: 'https://community.example' },
  videos: { type: 'youtube', channels: ['UC_x5XG1OV2P6uZZ5FSM9Ttw'] },
  reviews: { type: 'token' },
}

const NO_TOPICS = { aliases: {}, ignore: [], brands: {}, competitors: {} }

const test = tableForAll()

const asked = async () => {
  const request = { now: isoOf(NOW), params: {}, query: {}, body: undefined, user: 'ada', seesPii: false }
  const answer = await sources.listSources(request, {
    table: test.table,
    nudges: settings(),
    sources: declared,
    topics: NO_TOPICS,
    score: DEFAULT_SCORE_SETTINGS,
  })
  expect(descriptions.listSources.answer.parse(answer)).toEqual(answer)
  return answer.items
}

describe('the sources through the API', () => {
  it('are all there before anything was heard of them', async () => {
    const nothing = { accepted: 0, rejected: 0, duplicates: 0, ignored: 0 }
    expect(await asked()).toEqual(
      ['forum', 'videos', 'reviews'].map((name) => ({
        name,
        type: declared[name]?.type,
        lastAt: null,
        usualGapMinutes: null,
        silentSince: null,
        countedAt: null,
        today: { day: '2026-11-21', ...nothing },
        days: [],
      })),
    )
  })

  it('say how they are doing: when heard of, since when silent, until when leased, how mapped', async () => {
    const minutes = Array.from({ length: 20 }, (_, at) => NOW - 30 * DAY + at * 10 * MINUTE)
    const last = isoOf(minutes.at(-1) ?? 0)
    const days = {
      [dayOf(NOW)]: { accepted: 0, rejected: 7, duplicates: 0, ignored: 0 },
      [dayOf(NOW - DAY)]: { accepted: 3, rejected: 0, duplicates: 1, ignored: 2 },
    }
    const health = { checkedAt: isoOf(NOW), countedAt: isoOf(NOW), rhythm: heard(NO_RHYTHM, minutes), days }
    await putHealth(test.table, 'forum', health)
    const leases = { b: isoOf(NOW + 2 * DAY), a: isoOf(NOW + 3 * DAY) }
    await moveCursor(test.table, 'videos', { rev: 0, cursor: '{}', at: isoOf(NOW - MINUTE), leases })
    await putStoredMapping(test.table, 'reviews', '{"rules":[]}', { by: 'ada', at: isoOf(NOW) })
    const [forum, videos, reviews] = await asked()
    expect(forum).toMatchObject({
      lastAt: last,
      silentSince: last,
      countedAt: isoOf(NOW),
      today: { day: '2026-11-21', rejected: 7 },
      days: [
        { day: '2026-11-21', rejected: 7 },
        { day: '2026-11-20', accepted: 3, duplicates: 1, ignored: 2 },
      ],
    })
    expect(forum?.usualGapMinutes).toBeGreaterThan(1_000)
    expect(videos).toMatchObject({ leaseUntil: leases.b, asked: { at: isoOf(NOW - MINUTE) } })
    expect(reviews).toMatchObject({ mappingRev: 1 })
    await putStoredMapping(test.table, 'reviews', undefined, { by: 'ada', at: isoOf(NOW) })
    expect((await asked())[2]).not.toHaveProperty('mappingRev')
  })

  it('keep what was seen later, whoever is slow to write', async () => {
    const [before] = await readSourceStates(test.table, ['forum'])
    await putHealth(test.table, 'forum', { checkedAt: isoOf(NOW - MINUTE), rhythm: NO_RHYTHM, days: {} })
    expect(await readSourceStates(test.table, ['forum'])).toEqual([before])
  })
})
