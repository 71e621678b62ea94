import type { DecisionAnswer, MentionAnswer, PersonAnswer } from '../../shared/domain/respond/answers.ts'
import { type Api, allOf } from '../cli/api.ts'
import type { InboxEmail, Runner } from './runner.ts'

/** Everything that Earshot knows, read through its API, and the emails that it has sent. */
export type Snapshot = {
  mentions: MentionAnswer[]
  people: PersonAnswer[]
  decisions: DecisionAnswer[]
  emails: InboxEmail[]
}

/** Reads it all. The API lists no people: they are the authors of mentions and those whom decisions are about. */
export const takeSnapshot = async (api: Api, runner: Runner): Promise<Snapshot> => {
  const [mentions, decisions, emails] = await Promise.all([
    allOf<MentionAnswer>(api, '/api/mentions'),
    allOf<DecisionAnswer>(api, '/api/decisions'),
    runner.emails(),
  ])
  const ids = new Set([...mentions.map(({ author }) => author.personId), ...decisions.map(({ personId }) => personId)])
  const people = await Promise.all([...ids].map((id) => api.get<PersonAnswer>(`/api/people/${id}`)))
  return { mentions, people, decisions, emails }
}

/** The part of a snapshot that a repeated delivery must not change, as text. */
export const fingerprint = ({ mentions, people, decisions, emails }: Snapshot): string =>
  JSON.stringify([
    mentions,
    people.map(({ id, identities }) => [id, identities.map((identity) => identity.id)]).sort(),
    decisions.map(({ id, state, reason }) => [id, state, reason]).sort(),
    emails.map(({ id }) => id).sort(),
  ])
