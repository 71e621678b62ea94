import { describe, expect, it } from '@jest/globals'
import { noteLease, readLeases } from '../../shared/store/leases.ts'
import { withTable } from '../support/table.ts'

const TOPIC = 'https://www.youtube.com/xml/feeds/videos.xml?channel_id=UC_x5XG1OV2P6uZZ5FSM9Ttw'
const at = (day: number): string => `2026-11-${day}T20:00:00.000Z`
const news = (over: object = {}) => ({ topic: TOPIC, door: 'door-one', seconds: 86_400, ...over })

describe('what a hub told of a subscription', () => {
  it('is the latest, in whatever order and however often it is noted', async () => {
    await withTable(async ({ table }) => {
      const all = [
        [news(), at(20)],
        [news({ denied: 'no' }), at(21)],
        [news({ seconds: 172_800 }), at(22)],
      ] as const
      for (const order of [all, all.toReversed(), [...all, ...all]])
        for (const [one, when] of order) await noteLease(table, 'tube', one, when)
      expect(await readLeases(table, 'tube', [TOPIC, 'another'], 'door-one')).toEqual([
        { at: at(22), until: at(24) },
        undefined,
      ])
      await noteLease(table, 'tube', news({ denied: 'no more' }), at(23))
      expect(await readLeases(table, 'tube', [TOPIC], 'door-one')).toEqual([{ at: at(23), denied: 'no more' }])
    })
  })

  it('is known by source, topic and door, each for itself', async () => {
    await withTable(async ({ table }) => {
      await noteLease(table, 'tube', news(), at(20))
      expect(await readLeases(table, 'tube', [TOPIC], 'door-two')).toEqual([undefined])
      expect(await readLeases(table, 'other', [TOPIC], 'door-one')).toEqual([undefined])
    })
  })
})
