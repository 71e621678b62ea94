import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { type ClickLabel, type ClickReason, type Hit, inOneBurst } from '../domain/measure/clicks.ts'
import { HOUR, type Iso, msOf, SECOND } from '../domain/time.ts'
import { type IdentityId, keys } from './keys.ts'
import type { DecisionItem } from './nudge-records.ts'
import { advanceDecision } from './sends.ts'
import type { Table } from './table.ts'

type Label = { label: ClickLabel; why: ClickReason }
/** One click, by its key. */
type ClickKey = { iid: IdentityId; id: string; at: Iso; hit: string }
/** What the links in an address's emails were last opened for. */
type Visit = { choicesAt?: Iso; click?: ClickKey }

const VISIT_MEMORY = HOUR

/** Notes a visit and tells the others: of two at the same moment at least one sees the other. */
const noteVisit = async (table: Table, emailIid: IdentityId, at: Iso, news: Visit): Promise<Visit> => {
  const values = { type: 'visit', ...news, expires: Math.ceil((msOf(at) + VISIT_MEMORY) / SECOND) }
  const names = Object.keys(values)
  const answer = await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: keys.visit(emailIid),
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])),
      ReturnValues: 'ALL_NEW',
    }),
  )
  return answer.Attributes as Visit
}

const readVisit = async (table: Table, emailIid: IdentityId): Promise<Visit> => {
  const answer = await table.client.send(
    new GetCommand({ TableName: table.name, Key: keys.visit(emailIid), ConsistentRead: true }),
  )
  return (answer.Item ?? {}) as Visit
}

const hitsOf = ({ choicesAt }: Visit): Hit[] => (choicesAt ? [{ at: choicesAt, link: 'choices' }] : [])

/** A click that was taken for a person's was a machine's: it no longer counts. */
const takeBack = async (table: Table, { iid, id, at, hit }: ClickKey): Promise<void> => {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: keys.click(iid, id, at, hit),
        UpdateExpression: 'SET label = :label, why = :why',
        ConditionExpression: 'label = :human',
        ExpressionAttributeValues: { ':label': 'likely_machine', ':why': 'burst', ':human': 'human' },
      }),
    )
  } catch (error) {
    // Relabelled by the other visit already, perhaps a moment before the decision noted the click.
    if (!(error instanceof ConditionalCheckFailedException)) throw error
  }
  await advanceDecision(table, { iid, id }, ({ clickedAt }) =>
    clickedAt === at ? { clickedAt: undefined, updatedAt: at } : undefined,
  )
}

/**
 * Keeps a click with its label. A person's first click is also noted on the decision and counts on the content.
 * @param hit one of a kind per request, so that a repeated write is the same click
 * @param labelOf the label, told the other hits on the links of the address's emails
 * @returns the label it has now
 */
export const recordClick = async (
  table: Table,
  decision: DecisionItem,
  { at, hit }: { at: Iso; hit: string },
  labelOf: (others: readonly Hit[]) => Label,
): Promise<ClickLabel> => {
  const { iid, id, emailIid, expires } = decision
  const click: ClickKey = { iid, id, at, hit }
  const { label, why } = labelOf(emailIid ? hitsOf(await noteVisit(table, emailIid, at, { click })) : [])
  const Item = { ...keys.click(iid, id, at, hit), type: 'click', decisionId: id, at, label, why, expires }
  await table.client.send(new PutCommand({ TableName: table.name, Item }))
  if (label !== 'human') return label
  await advanceDecision(table, click, ({ clickedAt }) => (clickedAt ? undefined : { clickedAt: at, updatedAt: at }))
  // A machine that opens all links at once may have opened the other one while this one was being written.
  const late = emailIid ? labelOf(hitsOf(await readVisit(table, emailIid))).label : label
  if (late !== 'human') await takeBack(table, click)
  return late
}

/** Notes that the page about an address's emails was opened; a click of the same moment was a machine's. */
export const recordChoicesVisit = async (table: Table, emailIid: IdentityId, at: Iso): Promise<void> => {
  const { click } = await noteVisit(table, emailIid, at, { choicesAt: at })
  if (click && inOneBurst(click.at, at)) await takeBack(table, click)
}
