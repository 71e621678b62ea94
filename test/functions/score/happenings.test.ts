import { describe, expect, it } from '@jest/globals'
import { happenings } from '../../../functions/score/happenings.ts'
import type { DomainEvent } from '../../../shared/domain/events.ts'
import type { Change } from '../../../shared/store/changes.ts'
import type { Item } from '../../../shared/store/table.ts'

const line = (sequence: string, over: Item = {}): Change => {
  const after: Item = {
    pk: `P#${sequence}`,
    sk: 'LOG#x',
    type: 'log',
    what: 'link',
    at: '2026-11-21T10:00:00.000Z',
    from: 'bob',
    actor: 'user:eve',
    identities: [],
    ...over,
  }
  return { sequence, key: { pk: String(after.pk), sk: String(after.sk) }, type: String(after.type), after, at: 0 }
}

describe('telling other systems', () => {
  it('passes on what changes mean, in their order, with the same ids every time', async () => {
    const told: DomainEvent[] = []
    const react = happenings(async (events) => void told.push(...events))
    const changes = [line('1'), line('2', { what: 'known' }), line('3')]
    expect(await react(changes)).toEqual([])
    expect(told.map(({ data }) => 'person' in data && data.person)).toEqual(['1', '3'])
    await react(changes)
    expect(told.slice(2)).toEqual(told.slice(0, 2))
  })

  it('fails with the changes that were to be told, and no others', async () => {
    const react = happenings(async () => {
      throw new Error('no bus today')
    })
    expect(await react([line('1'), line('2', { what: 'known' }), line('3')])).toEqual(['1', '3'])
  })

  it('a change that cannot be understood fails alone', async () => {
    const told: DomainEvent[] = []
    const react = happenings(async (events) => void told.push(...events))
    const poison = line('2', { type: 'scores', values: null, ver: 1 })
    expect(await react([line('1'), { ...poison, before: { type: 'scores', values: null } }, line('3')])).toEqual(['2'])
    expect(told).toHaveLength(2)
  })
})
