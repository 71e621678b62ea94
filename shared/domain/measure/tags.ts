/**
 * The tags that an email carries at SES, so that news of it finds its decision again. SES takes letters, digits, `_` and
 * `-` only, 256 characters a value: the identity's id, which may hold anything, travels as base64url in as many tags as
 * it takes.
 */

export type MailTag = { Name: string; Value: string }

const LONGEST = 256
const ID = 'nudge_id'
const OF = 'nudge_of'

/** The tags of the email of a decision. */
export const tagsOf = ({ iid, id, recipe }: { iid: string; id: string; recipe: string }): MailTag[] => {
  const encoded = Buffer.from(iid).toString('base64url')
  const parts = encoded.match(new RegExp(`.{1,${LONGEST}}`, 'g')) ?? []
  return [
    { Name: ID, Value: id },
    { Name: 'recipe', Value: recipe },
    ...parts.map((Value, at) => ({ Name: at === 0 ? OF : `${OF}_${at}`, Value })),
  ]
}

const TO = 'mail_to'

const WISH = 'wish'

/**
 * The tags of an email that no decision called for: news of it is news of the address only.
 * @param wish of an email that asks for a yes: what it asks about
 */
export const tagsTo = (emailIid: string, kind: string, wish?: string): MailTag[] => [
  { Name: 'kind', Value: kind },
  ...(wish === undefined ? [] : [{ Name: WISH, Value: wish }]),
  { Name: TO, Value: Buffer.from(emailIid).toString('base64url') },
]

/** @returns the email identity that an event's tags name; undefined when they name none */
export const addressOfTags = (tags: Readonly<Record<string, readonly string[]>>): string | undefined => {
  const value = Object.hasOwn(tags, TO) ? tags[TO]?.[0] : undefined
  return value ? Buffer.from(value, 'base64url').toString('utf8') : undefined
}

/** @returns what the email of an event asks a yes for; undefined when it asks for none */
export const wishOfTags = (tags: Readonly<Record<string, readonly string[]>>): string | undefined =>
  Object.hasOwn(tags, WISH) ? tags[WISH]?.[0] : undefined

/** @returns the decision that an event's tags name; undefined when it is no email of ours */
export const decisionOfTags = (
  tags: Readonly<Record<string, readonly string[]>>,
): { iid: string; id: string } | undefined => {
  const value = (name: string): string | undefined => (Object.hasOwn(tags, name) ? tags[name]?.[0] : undefined)
  const parts: string[] = []
  for (let part = value(OF); part !== undefined; part = value(`${OF}_${parts.length}`)) parts.push(part)
  const id = value(ID)
  return id && parts.length > 0 ? { iid: Buffer.from(parts.join(''), 'base64url').toString('utf8'), id } : undefined
}
