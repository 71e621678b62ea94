import { ALL_TOPICS, consentFor } from '../../shared/domain/nudge/consent.ts'
import { fatesOf, type LineFate } from '../../shared/domain/nudge/ledger.ts'
import { asksFirst, mayMail } from '../../shared/domain/nudge/may-mail.ts'
import type { ConsentLineAnswer, PreferencesAnswer } from '../../shared/domain/respond/consent-answers.ts'
import { newestFirst } from '../../shared/domain/respond/cursor.ts'
import { maskAddress } from '../../shared/domain/respond/mask.ts'
import { shownText } from '../../shared/domain/respond/present.ts'
import type { NudgeSettings } from '../../shared/domain/settings.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { readLedger, turnDown } from '../../shared/store/choices.ts'
import type { IdentityItem, PersonItem } from '../../shared/store/items.ts'
import { type IdentityId, keys } from '../../shared/store/keys.ts'
import { positionOf, takePage } from '../../shared/store/lists.ts'
import { readIdentities } from '../../shared/store/mentions.ts'
import { accountWords, addressOf } from '../../shared/store/nudge-context.ts'
import { isEmail } from '../../shared/store/nudge-items.ts'
import type { LedgerItem, PreferencesItem } from '../../shared/store/nudge-records.ts'
import { getAll, type Table } from '../../shared/store/table.ts'
import { personWithId } from './linking.ts'
import { type NudgesDeps, pageAnswer, positionIn, type Resource } from './request.ts'

/** The name under which what agents tell people is kept. */
const WORDING = 'asked-an-agent'

const shownAddress = (identity: IdentityItem | undefined): string | undefined =>
  identity?.address === undefined ? undefined : maskAddress(identity.address)

type Line = LedgerItem & { iid: IdentityId; fate: LineFate }

const linesOf = async (table: Table, iid: IdentityId, nudges: NudgeSettings): Promise<Line[]> => {
  const lines = await readLedger(table, iid)
  const fates = fatesOf(lines, asksFirst(nudges))
  return lines.map((line, at) => ({ ...line, iid, fate: fates[at] ?? {} }))
}

const lineAnswer = (
  { iid, fate, pk: _, sk: __, type: ___, confirms: ____, why, ...line }: Line,
  identity: IdentityItem | undefined,
  seesPii: boolean,
): ConsentLineAnswer => {
  const address = shownAddress(identity)
  return {
    ...line,
    identity: iid,
    ...(address === undefined ? {} : { address }),
    ...(why === undefined ? {} : { why: shownText(why, seesPii) }),
    ...fate,
  }
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}

const preferencesOf = async (
  table: Table,
  { personId, ids }: PersonItem,
  { nudges, now }: { nudges: NudgeSettings; now: string },
): Promise<PreferencesAnswer> => {
  const iids = Object.keys(ids).sort()
  const [identities, items] = await Promise.all([
    readIdentities(table, iids),
    getAll(table, iids.map(keys.preferences)) as Promise<(PreferencesItem | undefined)[]>,
  ])
  const preferences = new Map(iids.flatMap((iid, at) => (items[at] ? [[iid, items[at]] as const] : [])))
  const known = { preferences, budgets: new Map() }
  const emails = [...identities.values()].filter(({ address }) => address !== undefined)
  const addresses = emails.map((item) => addressOf(item, known))
  const accounts = accountWords(iids, preferences)
  const topics = Object.keys(nudges.topics)
  return {
    personId,
    at: now,
    mail: topics.map((topic) => {
      const may = mayMail(addresses, { topic, accounts, unproven: asksFirst(nudges) })
      return { topic, allowed: may.allowed, ...(may.allowed ? {} : { reason: may.reason }) }
    }),
    addresses: addresses.map(({ iid, topics: words, sent: _, since: __, often, partOfDay, ...rest }, at) => {
      const { language, timeZone } = preferences.get(iid) ?? {}
      return {
        ...rest,
        identity: iid,
        address: shownAddress(emails[at]) ?? '',
        topics: topics.map((topic) => ({ topic, on: consentFor(words, topic).allowed })),
        often: often ?? 'usual',
        partOfDay: partOfDay ?? 'any',
        ...(language === undefined ? {} : { language }),
        ...(timeZone === undefined ? {} : { timeZone }),
      }
    }),
  }
}

export const consent: Resource<'getConsent' | 'getPreferences' | 'stopEmails', NudgesDeps> = {
  getConsent: async ({ params: { id = '' }, query: { limit, next }, seesPii }, { table, nudges }) => {
    const after = positionIn('consent', next)
    const { ids } = await personWithId(table, id)
    const iids = Object.keys(ids).sort()
    const [identities, lines] = await Promise.all([
      readIdentities(table, iids),
      Promise.all(iids.map((iid) => linesOf(table, iid, nudges))),
    ])
    const rest = lines
      .flat()
      .filter((one) => !after || newestFirst(after, positionOf(one)) < 0)
      .sort((a, b) => newestFirst(positionOf(a), positionOf(b)))
    const list = await takePage(each(rest), limit, async (batch) =>
      (batch as Line[]).map((line) => lineAnswer(line, identities.get(line.iid), seesPii)),
    )
    return pageAnswer('consent', list)
  },
  getPreferences: async ({ params: { id = '' }, now }, { table, nudges }) =>
    preferencesOf(table, await personWithId(table, id), { nudges, now }),
  stopEmails: async ({ params: { id = '' }, body: { stop, why }, user, now }, { table, nudges }) => {
    if (stop !== 'all' && !Object.hasOwn(nudges.topics, stop))
      throw new HttpError(
        400,
        `stop: came "${stop}", expected "all" or a topic: ${Object.keys(nudges.topics).join(', ')}.`,
      )
    const person = await personWithId(table, id)
    const iids = Object.keys(person.ids).sort()
    const emails = iids.filter(isEmail)
    const down = { off: [stop === 'all' ? ALL_TOPICS : stop] }
    const note = { channel: 'agent', by: `user:${user}`, why } as const
    // Where no address is known the word is kept on the accounts, for an address that is linked with them later.
    for (const iid of emails.length > 0 ? emails : iids)
      await turnDown(table, iid, down, { source: 'agent', wording: WORDING, note, now })
    return preferencesOf(table, person, { nudges, now })
  },
}
