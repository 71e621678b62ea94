import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from '@jest/globals'
import { campaigning } from '../../../functions/score/campaigning.ts'
import { gather } from '../../../functions/score/gathering.ts'
import type { Campaign } from '../../../shared/domain/score/campaigns/campaign.ts'
import { MINUTE } from '../../../shared/domain/time.ts'
import { campaignDetail } from '../../../shared/store/campaign-view.ts'
import {
  type CampaignItem,
  campaignReader,
  listCampaigns,
  memberKey,
  putCampaign,
  putGathering,
  readCampaign,
  readMembers,
} from '../../../shared/store/campaigns.ts'
import type { Change } from '../../../shared/store/changes.ts'
import type { ActivityItem } from '../../../shared/store/items.ts'
import { activityItem, personItems, putItems } from '../../support/graph-items.ts'
import { tablePerTest } from '../../support/tables.ts'

const test = tablePerTest()

const sale: Omit<Campaign, 'id'> = {
  name: 'Spring sale',
  ...{ hashtags: ['springsale'], links: [], utm: [] },
  from: '2026-11-10T00:00:00.000Z',
  to: '2026-11-12T00:00:00.000Z',
}
const AT = '2026-11-09T00:00:00.000Z'
const LATER = (): number => Date.parse(AT) + 5 * MINUTE
const put = async (campaign: Omit<Campaign, 'id'> | undefined = sale, id = 'sale') =>
  (await putCampaign(test.table, id, campaign, { by: 'ada', at: AT })) as CampaignItem

const mention = (id: string, over: Partial<ActivityItem> = {}): ActivityItem =>
  activityItem({ id, createdAt: '2026-11-10T10:00:00.000Z', text: 'at the #SpringSale', label: 'POSITIVE', ...over })

let sequence = 0
const change = (before: ActivityItem | undefined, after: ActivityItem | undefined): Change => {
  const { pk = '', sk = '' } = after ?? before ?? {}
  return {
    ...{ sequence: String(++sequence), key: { pk, sk }, type: 'activity', at: 0 },
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
  }
}

const react = () => campaigning({ table: test.table, campaigns: () => listCampaigns(test.table) })
/** The mention is written, and then its change is told. */
const happen = async (before: ActivityItem | undefined, after: ActivityItem): Promise<Change> => {
  const told = change(before, after)
  await putItems(test.table, [after])
  expect(await react()([told])).toEqual([])
  return told
}
const idsIn = async (id = 'sale'): Promise<string[]> => {
  const campaign = await readCampaign(test.table, id)
  return campaign ? (await readMembers(test.table, campaign)).members.map((one) => one.id).sort() : []
}

describe('campaigns', () => {
  it('are kept with who changed them; the same again changes nothing', async () => {
    const first = await put()
    expect(first).toMatchObject({ rev: 1, matchRev: 1, by: 'ada', gathering: { feed: 0 } })
    expect(await put()).toEqual(first)
    expect(await put({ ...sale, name: 'Other' })).toMatchObject({ rev: 2, matchRev: 1, gathering: { feed: 0 } })
    expect(await put({ ...sale, hashtags: ['other'] })).toMatchObject({ rev: 3, matchRev: 3 })
    expect((await listCampaigns(test.table)).map(({ id }) => id)).toEqual(['sale'])
    expect(await putCampaign(test.table, 'sale', undefined, { by: 'bob', at: AT })).toMatchObject({
      gone: true,
      rev: 4,
    })
    expect(await listCampaigns(test.table)).toEqual([])
    expect(await putCampaign(test.table, 'sale', undefined, { by: 'bob', at: AT })).toBeUndefined()
    expect(await put()).toMatchObject({ rev: 5, gathering: { feed: 0 } })
    expect(await readCampaign(test.table, 'sale')).not.toHaveProperty('gone')
  })

  it('are read once a minute, and again after a failure', async () => {
    let now = 0
    let name = test.table.name
    const table = {
      client: test.table.client,
      get name() {
        return name
      },
    }
    const read = campaignReader(table, () => now)
    expect(await read()).toEqual([])
    await put()
    expect(await read()).toEqual([])
    now = 60_000
    expect(await read()).toHaveLength(1)
    now = 120_000
    name = 'nowhere'
    await expect(read()).rejects.toThrow('not found')
    name = test.table.name
    expect(await read()).toHaveLength(1)
  })
})

describe('the members of a campaign', () => {
  it('come, change and go with their mentions', async () => {
    await put()
    const one = mention('1')
    await happen(undefined, one)
    expect(await idsIn()).toEqual(['1'])
    const sad = { ...one, label: 'NEGATIVE' as const }
    await happen(one, sad)
    const campaign = await put()
    expect((await readMembers(test.table, campaign)).members).toMatchObject([{ label: 'NEGATIVE' }])
    const without = { ...sad, text: 'no tag any more' }
    await happen(sad, without)
    expect(await idsIn()).toEqual([])
    await happen(without, one)
    expect(await idsIn()).toEqual(['1'])
    const { text: _, ...gone } = { ...one, deleted: true }
    await happen(one, gone)
    expect(await idsIn()).toEqual([])
  })

  it('end the same when changes are repeated or told in another order', async () => {
    await put()
    const states = [mention('1'), mention('1', { text: 'without' }), mention('1', { text: '#springsale again' })]
    const changes = states.map((state, at) => change(states[at - 1], state))
    for (const last of states) {
      await putItems(test.table, [last])
      const wanted = last.text?.includes('#') || last.text?.includes('#SpringSale') ? ['1'] : []
      for (const order of [
        [0, 1, 2],
        [2, 1, 0],
        [1, 1, 0, 2],
        [2, 0, 1],
      ]) {
        expect(await react()(order.flatMap((at) => changes[at] ?? []))).toEqual([])
        expect(await idsIn()).toEqual(wanted)
      }
    }
  })

  it('move when the mention turns out to be older', async () => {
    await put()
    const one = mention('1')
    await happen(undefined, one)
    await happen(one, { ...one, createdAt: '2026-11-10T09:00:00.000Z' })
    expect(await idsIn()).toEqual(['1'])
  })

  it('go when the mention has vanished', async () => {
    await put()
    const one = mention('1')
    const told = await happen(undefined, one)
    await test.table.client.send(new DeleteCommand({ TableName: test.table.name, Key: { pk: one.pk, sk: one.sk } }))
    await react()([told])
    expect(await idsIn()).toEqual([])
  })

  it('cost nothing where nothing is concerned', async () => {
    const calls = { count: 0 }
    const counting = campaigning({
      table: test.table,
      campaigns: async () => {
        calls.count++
        return []
      },
    })
    expect(await counting([{ ...change(undefined, mention('1')), type: 'rollup' }])).toEqual([])
    expect(calls.count).toBe(0)
    expect(await counting([change(undefined, mention('1'))])).toEqual([])
    await put()
    const reaction = campaigning({
      table: { ...test.table, name: 'nowhere' },
      campaigns: () => listCampaigns(test.table),
    })
    expect(await reaction([change(undefined, mention('2', { text: 'nothing' }))])).toEqual([])
  })

  it('fail alone', async () => {
    const campaign = await put()
    const [good, bad] = [mention('1'), mention('2')]
    await putItems(test.table, [good, bad])
    const broken = { ...campaign, id: 'x'.repeat(2_100) }
    const some = campaigning({
      table: test.table,
      campaigns: async () => [{ ...broken, hashtags: ['only'] }, campaign],
    })
    const both = { ...bad, text: '#only' }
    await putItems(test.table, [both])
    const changes = [change(undefined, good), change(undefined, both)]
    expect(await some(changes)).toEqual([changes[1]?.sequence])
    expect(await idsIn()).toEqual(['1'])
  })
})

describe('the past of a campaign', () => {
  const old = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      mention(String(at), {
        createdAt: `2026-11-10T10:00:00.${String(at).padStart(3, '0')}Z`,
        label: at % 2 ? 'NEUTRAL' : 'MIXED',
        text: at % 3 ? 'nothing' : '#springsale',
      }),
    )

  it('is gathered page by page, goes on where it was, and counts nothing twice', async () => {
    await putItems(test.table, [...old(300), mention('outside', { createdAt: '2026-10-01T00:00:00.000Z' })])
    await put()
    let left = 5
    expect(await gather(test.table, { hasTime: () => left-- > 0, now: LATER })).toBe(5)
    expect((await readCampaign(test.table, 'sale'))?.gathering).toEqual({ feed: 5 })
    await gather(test.table, { hasTime: () => true, now: LATER })
    expect(await readCampaign(test.table, 'sale')).not.toHaveProperty('gathering')
    expect(await idsIn()).toHaveLength(100)
    expect(await gather(test.table, { hasTime: () => true, now: LATER })).toBe(0)
  })

  it('waits until new mentions are matched by the campaign too, so that none falls between the two', async () => {
    let now = Date.parse(AT)
    const known = campaignReader(test.table, () => now)
    await known()
    await put()
    // As late as one who looked just before the change may still believe that there is none.
    now += 59_000
    await gather(test.table, { hasTime: () => true, now: () => now })
    const late = mention('late')
    await putItems(test.table, [late])
    expect(await campaigning({ table: test.table, campaigns: known })([change(undefined, late)])).toEqual([])
    now += 5 * MINUTE
    await gather(test.table, { hasTime: () => true, now: () => now })
    expect(await idsIn()).toEqual(['late'])
    expect(await readCampaign(test.table, 'sale')).not.toHaveProperty('gathering')
  })

  it('goes over many pages of one feed', async () => {
    const shard = old(350).filter(({ fd, text }) => fd && text)
    const [first] = shard
    await putItems(
      test.table,
      shard.map((one) => ({ ...one, fd: first?.fd, label: first?.label, text: '#springsale' })),
    )
    await put()
    await gather(test.table, { hasTime: () => true, now: LATER })
    expect(await idsIn()).toHaveLength(350)
  })

  it('does not end for a campaign that has changed meanwhile', async () => {
    const before = await put()
    await put({ ...sale, hashtags: ['other'] })
    await putGathering(test.table, before, undefined)
    expect((await readCampaign(test.table, 'sale'))?.gathering).toEqual({ feed: 0 })
  })

  it('leaves out what belonged to the campaign as it was', async () => {
    await put()
    await happen(undefined, mention('1'))
    await put({ ...sale, hashtags: ['other'] })
    expect(await idsIn()).toEqual([])
  })
})

describe('what came of a campaign', () => {
  it('is told by phase, with people, reach and examples', async () => {
    const campaign = await put()
    const followers = { followers: { v: 50, at: AT } }
    await putItems(test.table, personItems([{ iid: 'github:1', profile: followers }, { iid: 'github:2' }]))
    for (const [id, iid, createdAt] of [
      ['1', 'github:1', '2026-11-09T10:00:00.000Z'],
      ['2', 'github:1', '2026-11-10T10:00:00.000Z'],
      ['3', 'github:2', '2026-11-11T10:00:00.000Z'],
      ['4', 'github:3', '2026-11-13T10:00:00.000Z'],
    ] as const)
      await happen(undefined, mention(id, { iid, createdAt, label: id === '3' ? 'NEGATIVE' : 'POSITIVE' }))
    const detail = await campaignDetail(test.table, campaign)
    expect(detail).toMatchObject({
      ...{ complete: true, gathered: false, people: 2 },
      before: { mentions: 1, accounts: 1, reach: 50, mood: 1, all: { mentions: 0 } },
      during: { mentions: 2, accounts: 2, reach: 50, positive: 1, negative: 1, mood: 0 },
      after: { mentions: 1, from: sale.to, to: '2026-11-14T00:00:00.000Z' },
    })
    expect(detail.examples.map(({ id }) => id)).toEqual(['github:4', 'github:3', 'github:2', 'github:1'])
    expect(memberKey('sale', mention('1')).pk).toMatch(/^CG#sale#[0-7]$/)
  })
})
