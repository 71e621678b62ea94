import { describe, expect, it } from '@jest/globals'
import { openPace } from '../../functions/nudge/send-pace.ts'
import { cachedMappings } from '../../functions/understand/mappings.ts'
import { DAY, SECOND } from '../../shared/domain/time.ts'
import { alertsReader } from '../../shared/store/alerts.ts'
import { campaignReader } from '../../shared/store/campaigns.ts'
import { nightlyReader } from '../../shared/store/nightly.ts'
import { recipeReader } from '../../shared/store/recipes.ts'
import { segmentsReader } from '../../shared/store/segments.ts'
import type { Table } from '../../shared/store/table.ts'

type Read = () => void
type Opened = () => Promise<unknown>

const emptyTable = (read: Read): Table =>
  ({
    name: 't',
    client: {
      send: async () => {
        read()
        return { Items: [], Responses: { t: [] } }
      },
    },
  }) as unknown as Table

const READERS: Record<string, (read: Read, now: () => number) => Opened> = {
  alerts: (read, now) => alertsReader(emptyTable(read), now),
  campaigns: (read, now) => campaignReader(emptyTable(read), now),
  'the results of the night': (read, now) => nightlyReader(emptyTable(read), now),
  segments: (read, now) => segmentsReader(emptyTable(read), now),
  recipes: (read, now) => recipeReader(emptyTable(read), now).all,
  mappings: (read, now) => {
    const mappingOf = cachedMappings(async () => {
      read()
      return undefined
    }, now)
    return () => mappingOf('forum')
  },
  'the sending account': (read, now) =>
    openPace({
      read: async () => {
        read()
        return undefined
      },
      ...{ workers: 1, now, sleep: async () => undefined },
    }),
}

describe.each(Object.entries(READERS))('%s', (_, open) => {
  it.each([
    ['not read again a few seconds later', 5 * SECOND, false],
    ['read again when a day has gone by', DAY, true],
    ['read again when the clock was put back by a day', -DAY, true],
  ])('are %s', async (_, by, again) => {
    let [now, reads] = [Date.parse('2026-11-22T06:00:00.000Z'), 0]
    const reader = open(
      () => {
        reads++
      },
      () => now,
    )
    await reader()
    const before = reads
    now += by
    await reader()
    expect(reads > before).toBe(again)
  })
})
