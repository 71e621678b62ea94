import { describe, expect, it } from '@jest/globals'
import { readDelivery } from '../../../functions/understand/delivery.ts'
import type { Delivery } from '../../../shared/domain/listen/delivery.ts'
import { SOURCES } from '../../support/door.ts'

const lease = { topic: 'https://feeds.example/one', door: 'abcdefghijkl', seconds: 864_000 }
const told: Delivery = { v: 1, id: 'd1', source: 'youtube', receivedAt: '2026-11-21T20:00:00.000Z', headers: {}, lease }

describe('a delivery that is the word of a hub', () => {
  it('is noted with the time at which the hub said it, and means no activity', async () => {
    const noted: unknown[] = []
    const read = readDelivery({
      sources: SOURCES,
      archive: () => Promise.reject(new Error('no archive here')),
      mappingOf: () => Promise.resolve(undefined),
      noteLease: async (...all) => void noted.push(all),
      notePrivacyRequest: () => Promise.reject(new Error('nobody asks for that')),
    })
    expect(await read(JSON.stringify(told))).toEqual({
      activities: [],
      source: 'youtube',
      receivedAt: told.receivedAt,
    })
    expect(await read(JSON.stringify({ ...told, replayed: true }))).toMatchObject({ activities: [], replayed: true })
    expect(noted).toEqual([
      ['youtube', lease, told.receivedAt],
      ['youtube', lease, told.receivedAt],
    ])
    await expect(read(JSON.stringify({ ...told, lease: { topic: 1 } }))).rejects.toThrow(/^lease\.topic/)
  })

  it('is tried again when it cannot be noted', async () => {
    const read = readDelivery({
      sources: SOURCES,
      archive: () => Promise.reject(new Error('no archive here')),
      mappingOf: () => Promise.resolve(undefined),
      noteLease: () => Promise.reject(new Error('no table today')),
      notePrivacyRequest: () => Promise.resolve(),
    })
    await expect(read(JSON.stringify(told))).rejects.toThrow('no table today')
  })
})
