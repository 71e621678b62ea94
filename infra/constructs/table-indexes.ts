/**
 * What lists show or filter by, and what never changes once an item is there: an update that touches none of these
 * writes no index entry. Lists read the whole items by key afterwards.
 */
const LISTED = ['type', 'kind', 'source', 'platform', 'id', 'iid', 'label', 'recipe', 'personId']

/**
 * What the choice of content weighs, so that choosing reads no item one by one. DynamoDB takes no more than 20 of them
 * for one index (NonKeyAttributeNameList), and these are 20.
 */
const CONTENT = [
  ...['id', 'rev', 'traits', 'kind', 'title', 'url', 'text', 'language', 'stage', 'topics', 'exclusive', 'staffPick'],
  ...['helpful', 'votes', 'accepted', 'authors', 'threadId', 'publishedAt', 'sends', 'clickers'],
]

/** name → its keys and what else it holds. The names and keys are those of `shared/store/index-keys.ts`; a test compares. */
export const TABLE_INDEXES = {
  byAuthor: { pk: 'au', sk: 'at', number: false, attributes: LISTED },
  byThread: { pk: 'th', sk: 'at', number: false, attributes: LISTED },
  feed: { pk: 'fd', sk: 'at', number: false, attributes: LISTED },
  queue: { pk: 'q', sk: 'qs', number: false, attributes: CONTENT },
  rank: { pk: 'rk', sk: 'rs', number: true, attributes: ['type', 'name'] },
} as const
