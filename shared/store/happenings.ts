import type { DomainEvent } from '../domain/events.ts'
import { mentionId } from '../domain/respond/mention-id.ts'
import { stageReached } from '../domain/score/journey/reached.ts'
import { INTENTS, SENTIMENT_LABELS } from '../domain/understand/understanding.ts'
import type { ItemChange } from './changes.ts'
import type { ActivityItem } from './items.ts'
import { shortHash } from './keys.ts'
import type { PersonLogItem, SuggestionItem } from './link-items.ts'
import type { RecipeItem } from './recipe-items.ts'
import type { ScoresItem } from './score-items.ts'

/** Who pauses a recipe when nobody of the team does. */
const ITSELF = 'earshot'

/** From this score on a person counts as an advocate (see estimated-nps.ts). */
const ADVOCATE_FROM = 40

/** A change of one kind of item, as its own shape. */
type ChangeOf<T> = { before: T | undefined; after: T | undefined }

/** Short, without what the parts hold, and the same every time. */
const idOf = (...parts: readonly string[]): string => shortHash(`event:${JSON.stringify(parts)}`)

const personIn = (item: { pk: string }): string => item.pk.slice('P#'.length)

const isMention = ({ kind }: ActivityItem): boolean => kind === 'post' || kind === 'reply'

const isTold = (item: ActivityItem | undefined): boolean => item !== undefined && isMention(item) && !item.deleted

/** It has just become real. What was deleted and is back was told before: its id is the same. */
const mentionCreated = ({ before, after }: ChangeOf<ActivityItem>): DomainEvent[] => {
  if (!after || !isTold(after) || after.history || isTold(before)) return []
  const { platform, id, source, kind, iid, threadId, url, language, label, confidence, intents = [], createdAt } = after
  const mention = mentionId(platform, id)
  const said = SENTIMENT_LABELS.find((one) => one === label)
  return [
    {
      type: 'mention.created',
      id: idOf('mention.created', mention),
      at: createdAt,
      data: {
        ...{ mention, source, kind: kind === 'post' ? 'post' : 'reply', identity: iid },
        ...(threadId ? { thread: mentionId(platform, threadId) } : {}),
        ...(url ? { url } : {}),
        ...(language ? { language } : {}),
        ...(said ? { label: said } : {}),
        ...(confidence === undefined ? {} : { confidence }),
        intents: INTENTS.filter((intent) => intents.includes(intent)),
      },
    },
  ]
}

const logged = ({ before, after }: ChangeOf<PersonLogItem>): DomainEvent[] => {
  if (before || !after) return []
  const { what, at, from, to, actor: by, pk, sk } = after
  const common = { id: idOf(pk, sk), at }
  if (what === 'link')
    return [{ ...common, type: 'person.linked', data: { person: personIn(after), merged: from, by } }]
  if (what === 'split' && to) return [{ ...common, type: 'person.split', data: { person: from, parts: [...to], by } }]
  return []
}

const suggested = ({ before, after }: ChangeOf<SuggestionItem>): DomainEvent[] => {
  if (before || !after) return []
  const { a, b, confidence, since: at, pk, sk } = after
  return [{ type: 'link.suggested', id: idOf(pk, sk), at, data: { identities: [a, b], confidence } }]
}

/** Memberships are written with the scores. Whoever is merged into another leaves no segment: there is nobody left to leave. */
const movedBetweenSegments = ({ before, after }: ChangeOf<ScoresItem>): DomainEvent[] => {
  if (!after) return []
  const { personId: person, computedAt, ver } = after
  const [was, is] = [before?.segments ?? {}, after.segments ?? {}]
  const event = (type: 'segment.entered' | 'segment.left', segment: string): DomainEvent => ({
    type,
    id: idOf(type, person, segment, String(ver), computedAt),
    at: computedAt,
    data: { person, segment },
  })
  return [
    ...Object.keys(was).flatMap((id) => (Object.hasOwn(is, id) ? [] : [event('segment.left', id)])),
    ...Object.keys(is).flatMap((id) => (Object.hasOwn(was, id) ? [] : [event('segment.entered', id)])),
  ]
}

/** Also of somebody who is looked at for the first time: whoever comes to buy is at a stage at once. */
const reached = ({ before, after }: ChangeOf<ScoresItem>): DomainEvent[] => {
  if (!after?.journey) return []
  const { personId: person, computedAt: at, ver, journey } = after
  const stage = stageReached(before?.journey, journey, at)
  if (!stage) return []
  const from = before?.journey ? { from: before.journey.stage } : {}
  const id = idOf('stage.reached', person, String(ver), at)
  return [{ type: 'stage.reached', id, at, data: { person, stage, since: journey.since, ...from } }]
}

const scored = ({ before, after }: ChangeOf<ScoresItem>): DomainEvent[] => {
  const events = [...movedBetweenSegments({ before, after }), ...reached({ before, after })]
  // The first scores of somebody are no change: nobody emerges by being looked at for the first time.
  if (!before || !after) return events
  const { personId: person, computedAt: at, values, level, ver } = after
  // Versions begin anew for who was merged into another and is parted again; that takes more than a moment.
  const id = (type: string): string => idOf(type, person, String(ver), at)
  if (before.level && level && before.level !== level)
    events.push({ type: 'level.changed', id: id('level.changed'), at, data: { person, from: before.level, to: level } })
  const [was = 0, is = 0] = [before.values.advocate, values.advocate]
  if (was < ADVOCATE_FROM && is >= ADVOCATE_FROM)
    events.push({ type: 'advocate.emerged', id: id('advocate.emerged'), at, data: { person, score: is } })
  return events
}

/** The first change of a recipe that came with the release makes its item: `was` tells what it was before. */
const recipeChanged = ({ before, after }: ChangeOf<RecipeItem>): DomainEvent[] => {
  if (!after || before?.version === after.version) return []
  const { id: recipe, version, status, was, by, at, why } = after
  const id = (type: string): string => idOf(type, recipe, String(version))
  const changed: DomainEvent = {
    ...{ type: 'recipe.changed', id: id('recipe.changed'), at },
    data: { recipe, version, status, by },
  }
  if (status !== 'paused' || was === 'paused') return [changed]
  // What people write stays where it is; Earshot's own reason is made of numbers.
  const data = { recipe, by, ...(why && by === ITSELF ? { why } : {}) }
  return [changed, { type: 'recipe.paused', id: id('recipe.paused'), at, data }]
}

const HAPPENINGS: Readonly<Record<string, (change: ItemChange) => DomainEvent[]>> = {
  activity: (change) => mentionCreated(change as ChangeOf<ActivityItem>),
  log: (change) => logged(change as ChangeOf<PersonLogItem>),
  suggestion: (change) => suggested(change as ChangeOf<SuggestionItem>),
  recipe: (change) => recipeChanged(change as ChangeOf<RecipeItem>),
  scores: (change) => scored(change as ChangeOf<ScoresItem>),
}

/** The types of items whose changes other systems are told of. */
export const TOLD_OF: readonly string[] = Object.keys(HAPPENINGS)

/** What a change of an item means to other systems. The same change always gives the same events, ids included. */
export const happeningsOf = ({ before, after }: ItemChange): DomainEvent[] => {
  const type = String((after ?? before)?.type)
  const same = before === undefined || after === undefined || before.type === after.type
  const happening = Object.hasOwn(HAPPENINGS, type) ? HAPPENINGS[type] : undefined
  // A stub at an activity's key is nothing that happened.
  const change = same ? { before, after } : { before: undefined, after }
  return happening ? happening(change as ItemChange) : []
}
