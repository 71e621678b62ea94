import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { atKey, indexKeys, SHARDS, shardOf } from '../../shared/store/index-keys.ts'
import type { ActivityItem, IdentityItem, PersonItem } from '../../shared/store/items.ts'
import { birthId, type IdentityId, keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'

/** Factories for items as the ingest writes them: say only what a test is about. */

const splitIid = (iid: IdentityId): [string, string] => {
  const colon = iid.indexOf(':')
  return [iid.slice(0, colon), iid.slice(colon + 1)]
}

export const identityItem = (iid: IdentityId, over: Partial<IdentityItem> = {}): IdentityItem => {
  const [platform, accountId] = splitIid(iid)
  return {
    ...keys.identity(iid),
    sk: 'A',
    type: 'identity',
    iid,
    platform,
    accountId,
    birth: birthId(iid),
    personId: birthId(iid),
    profile: {},
    firstSeenAt: '2026-11-01T08:00:00.000Z',
    ver: 1,
    ...over,
  }
}

/** A person and its identities, fitting together; the person's id is that of the first identity. */
export const personItems = (
  members: readonly (Partial<IdentityItem> & { iid: IdentityId })[],
): (PersonItem | IdentityItem)[] => {
  const [first] = members
  if (!first) return []
  const personId = birthId(first.iid)
  return [
    {
      ...keys.person(personId),
      sk: 'A',
      type: 'person',
      personId,
      origin: first.iid,
      status: 'active',
      ids: Object.fromEntries(members.map(({ iid, known }) => [iid, { b: birthId(iid), k: known === true }])),
      ver: 1,
    },
    ...members.map((member) => identityItem(member.iid, { personId, ...member })),
  ]
}

export const activityItem = (over: Partial<ActivityItem> & { id: string }): ActivityItem => {
  const platform = over.platform ?? 'github'
  const createdAt = over.createdAt ?? '2026-11-10T10:00:00.000Z'
  const item: ActivityItem = {
    ...keys.activity(platform, over.id),
    sk: 'A',
    type: 'activity',
    kind: 'post',
    platform,
    source: platform,
    iid: `${platform}:1`,
    rev: `${createdAt}|0|`,
    at: atKey(createdAt, over.id),
    happenedAt: createdAt,
    createdAt,
    receivedAt: createdAt,
    text: `words of ${over.id}`,
    language: 'en',
    label: 'NEUTRAL',
    scores: { positive: 0.1, negative: 0.1, neutral: 0.8, mixed: 0 },
    confidence: 0.8,
    engine: 'test',
    intents: [],
    ...over,
  }
  const mention = item.kind === 'post' || item.kind === 'reply'
  if (item.deleted) return item
  return {
    ...item,
    au: indexKeys.author(item.iid),
    ...(mention && item.label ? { fd: indexKeys.feed(item.label, shardOf(item.id, SHARDS.feed)) } : {}),
  }
}

/** Puts items as they are. */
export const putItems = async (table: Table, items: readonly Record<string, unknown>[]): Promise<void> => {
  for (let from = 0; from < items.length; from += 25)
    await table.client.send(
      new BatchWriteCommand({
        RequestItems: { [table.name]: items.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } })) },
      }),
    )
}
