import { presentMention } from '../../shared/domain/respond/present.ts'
import { OUTSIDE } from '../../shared/domain/score/inputs.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import type { PersonItem } from '../../shared/store/items.ts'
import { listPeers, type RoleOf } from '../../shared/store/peers.ts'
import { findByHandle, resolvePerson } from '../../shared/store/people.ts'
import { personAnswer } from '../../shared/store/person-view.ts'
import type { Table } from '../../shared/store/table.ts'
import { readTimeline } from '../../shared/store/timeline.ts'
import { nobody, personWithId } from './linking.ts'
import { type Deps, pageAnswer, positionIn, type Resource } from './request.ts'

const byHandle = async (table: Table, handle: string): Promise<PersonItem | undefined> => {
  const colon = handle.indexOf(':')
  const iid = await findByHandle(table, handle.slice(0, colon), handle.slice(colon + 1))
  return iid ? (await resolvePerson(table, iid))?.person : undefined
}

const roleIn =
  ({ score: { accounts } }: Deps): RoleOf =>
  (iid, role) =>
    OUTSIDE.find((outside) => role === outside || accounts[outside].includes(iid))

export const people: Resource<'findPerson' | 'getPerson' | 'getTimeline' | 'listPeers'> = {
  findPerson: async ({ query: { handle, identity } }, { table }) => {
    if ((handle === undefined) === (identity === undefined))
      throw new HttpError(
        400,
        'Expected exactly one of the parameters handle (github:alice) and identity (github:12345).',
      )
    const person = handle ? await byHandle(table, handle) : (await resolvePerson(table, identity ?? ''))?.person
    if (!person) throw nobody(handle ? `with the handle ${handle}` : `with the identity ${identity}`)
    return await personAnswer(table, person)
  },

  getPerson: async ({ params: { id = '' } }, { table }) => await personAnswer(table, await personWithId(table, id)),

  listPeers: async ({ params: { id = '' }, query: { limit, next } }, deps) => {
    const person = await personWithId(deps.table, id)
    const after = positionIn('peers', next)?.at
    const page = await listPeers(deps.table, person, { limit, after, roleOf: roleIn(deps) })
    return pageAnswer('peers', {
      items: page.items,
      ...(page.next === undefined ? {} : { next: { at: page.next, key: '' } }),
    })
  },

  getTimeline: async ({ params: { id = '' }, query: { limit, next }, seesPii }, { table }) => {
    const after = positionIn('timeline', next)
    const identities = Object.keys((await personWithId(table, id)).ids)
    const list = await readTimeline(table, { identities, limit, after })
    const items = list.items.map((item) =>
      item.kind === 'post' || item.kind === 'reply' ? presentMention(item, seesPii) : item,
    )
    return pageAnswer('timeline', { ...list, items })
  },
}
