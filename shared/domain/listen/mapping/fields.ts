import type { ActivityKind } from '../activity.ts'

/**
 * The fields of an activity that a mapping can fill, by their path within it. What each means is in docs/activity.md; the
 * rest (source, platform, revision) Earshot fills in itself.
 */

/** What a field takes: text (numbers become text), a moment, true or false, a whole number, or a list of texts. */
export type FieldType = 'text' | 'time' | 'flag' | 'count' | 'list'

/** A field's type; with `!` it has to be there. */
type Field = FieldType | `${FieldType}!`

const common = {
  id: 'text!',
  at: 'time!',
  version: 'count',
  deleted: 'flag',
  final: 'flag',
  'author.id': 'text!',
  'author.handle': 'text',
  'author.name': 'text',
  'author.url': 'text',
  'author.avatar': 'text',
  'author.followers': 'count',
  'author.role': 'text',
  'author.email': 'text',
  'author.emailVerified': 'flag',
  'author.language': 'text',
  'author.timeZone': 'text',
} as const

const thread = { 'thread.title': 'text', 'thread.url': 'text', 'thread.author.id': 'text' } as const
const target = { 'target.id': 'text', 'target.author.id': 'text' } as const

const mention = {
  ...common,
  text: 'text!',
  title: 'text',
  url: 'text',
  language: 'text',
  tags: 'list',
  createdAt: 'time',
  editedAt: 'time',
  'parent.id': 'text',
  'parent.author.id': 'text',
  ...thread,
} as const

/** The fields of each kind of activity. */
export const FIELDS = {
  post: { ...mention, 'thread.id': 'text' },
  reply: { ...mention, 'thread.id': 'text!' },
  reaction: { ...common, reaction: 'text!', url: 'text', ...target },
  follow: { ...common, ...target },
  order: { ...common, 'total.amount': 'count!', 'total.currency': 'text!', url: 'text' },
  account: { ...common, joinedAt: 'time' },
  consent: { ...common, granted: 'flag!', topics: 'list!', basis: 'text!', wording: 'text!' },
  solved: {
    ...common,
    'thread.id': 'text!',
    ...thread,
    'answer.id': 'text!',
    'answer.author.id': 'text',
    'answer.text': 'text',
    'answer.url': 'text',
    language: 'text',
    tags: 'list',
  },
  thread: {
    ...common,
    'thread.id': 'text!',
    ...thread,
    closed: 'flag',
    completed: 'flag',
    language: 'text',
    tags: 'list',
  },
} as const satisfies Record<ActivityKind, Record<string, Field>>

type Union<T> = T extends unknown ? keyof T : never
/** The name of a field of any kind. */
export type FieldName = Union<(typeof FIELDS)[ActivityKind]> & string

/** A field of a kind by its name; undefined when that kind has none of this name. */
export const fieldOf = (kind: ActivityKind, name: string): { type: FieldType; needed: boolean } | undefined => {
  const fields: Record<string, Field> = FIELDS[kind]
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  return field && { type: field.replace('!', '') as FieldType, needed: field.endsWith('!') }
}

/** All fields of a kind, those that have to be there first. */
export const fieldsOf = (kind: ActivityKind): FieldName[] => {
  const names = Object.keys(FIELDS[kind]) as FieldName[]
  const needed = (name: FieldName): boolean => fieldOf(kind, name)?.needed === true
  return [...names.filter(needed), ...names.filter((name) => !needed(name))]
}

/** The groups that are dropped as a whole when their id is missing: what is pointed at is only sure by its id. */
export const GROUPS = ['thread', 'parent', 'target'] as const
