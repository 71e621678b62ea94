import { inParallel } from '../../shared/platform/batch.ts'
import { log } from '../../shared/platform/logger.ts'
import type { Change } from '../../shared/store/changes.ts'
import type { IdentityItem, PersonItem } from '../../shared/store/items.ts'
import type { PersonId } from '../../shared/store/keys.ts'
import { ownersOf, type Scored } from '../../shared/store/scores.ts'
import type { Table } from '../../shared/store/table.ts'
import type { Reaction } from './reacting.ts'
import { type Rescoring, rescore } from './rescore.ts'

const ACCOUNT = /^I#(.+)$/s

const accountOf = ({ key }: Change): string => ACCOUNT.exec(key.pk)?.[1] ?? ''

/** What scores and segments look at of a profile. */
const looked = (item: Change['before']): string => {
  const { profile = {}, known, gone, personId, firstSeenAt } = (item ?? {}) as Partial<IdentityItem>
  const { role, followers, language, timeZone, handle, name } = profile
  const words = [role, followers, language, timeZone, handle, name].map((word) => word?.v)
  return JSON.stringify([...words, known, gone?.v, personId, firstSeenAt])
}

const members = (item: Change['before']): string => {
  const { status, ids = {} } = (item ?? {}) as Partial<PersonItem>
  return JSON.stringify([status, Object.keys(ids).sort()])
}

type Dirty = { person?: PersonId; iid?: string }

/** By type of item: the person or the identity that a change makes dirty; neither where it changes nothing that is looked at. */
const DIRTY: Record<string, (change: Change) => Dirty> = {
  rollup: (change) => (change.after ? { iid: accountOf(change) } : {}),
  place: (change) => ({ iid: accountOf(change) }),
  identity: (change) => (looked(change.before) === looked(change.after) ? {} : { iid: accountOf(change) }),
  person: (change) => (members(change.before) === members(change.after) ? {} : { person: change.key.pk.slice(2) }),
}

/** By which changes somebody is dirty, and what was read of them on the way. */
type Cause = { sequences: string[]; read?: Scored | undefined }

/** Who is dirty by these changes. */
const dirtyPeople = async (table: Table, changes: readonly Change[]): Promise<Map<PersonId, Cause>> => {
  const about = changes.map((change) => ({ change, ...DIRTY[change.type]?.(change) }))
  const iids = [...new Set(about.flatMap(({ iid }) => (iid ? [iid] : [])))]
  const owners = await ownersOf(table, iids)
  const dirty = new Map<PersonId, Cause>()
  for (const { change, person, iid } of about) {
    const owner = iid === undefined ? undefined : owners.get(iid)
    const pid = person ?? owner?.personId
    if (pid === undefined) continue
    const { sequences = [], read } = dirty.get(pid) ?? {}
    dirty.set(pid, { sequences: [...sequences, change.sequence], read: read ?? owner?.read })
  }
  return dirty
}

/** People scored side by side. */
const SIDE_BY_SIDE = 10

/** Rescores everybody about whom something has changed, each once a batch. */
export const rescoring =
  (deps: Rescoring): Reaction =>
  async (changes) => {
    const failed: string[] = []
    await inParallel(
      [...(await dirtyPeople(deps.table, changes))],
      SIDE_BY_SIDE,
      async ([pid, { sequences, read }]) => {
        try {
          await rescore(deps, pid, { read })
        } catch (error) {
          log.error('person not scored', error, { person: pid })
          failed.push(...sequences)
        }
      },
    )
    return failed
  }
