import type { FeaturedWord } from '../../shared/domain/nudge/featured.ts'
import type { FeaturedAnswer } from '../../shared/domain/respond/featured-descriptions.ts'
import { shownText } from '../../shared/domain/respond/present.ts'
import { readFeatured, readFeaturedLog, setFeatured } from '../../shared/store/featured.ts'
import type { PersonItem } from '../../shared/store/items.ts'
import type { IdentityId } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { personWithId } from './linking.ts'
import type { NudgesDeps, Resource } from './request.ts'

const wordAnswer = (identity: IdentityId, word: FeaturedWord, seesPii: boolean): FeaturedAnswer['said'][number] => ({
  ...{ identity, granted: word.granted, at: word.at, source: word.source, wording: word.wording },
  ...(word.by === undefined ? {} : { by: word.by }),
  ...(word.why === undefined ? {} : { why: shownText(word.why, seesPii) }),
  ...(word.signUp ? { signUp: true } : {}),
})

const featuredOf = async (table: Table, { personId, ids }: PersonItem, seesPii: boolean): Promise<FeaturedAnswer> => {
  const iids = Object.keys(ids).sort()
  const [counts, logs] = await Promise.all([
    readFeatured(table, iids),
    Promise.all(iids.map(async (iid) => (await readFeaturedLog(table, iid)).map((word) => ({ iid, word })))),
  ])
  const said = logs.flat().sort((a, b) => (a.word.at > b.word.at ? -1 : 1))
  return {
    personId,
    counts: [...counts].map(([iid, word]) => wordAnswer(iid, word, seesPii)),
    said: said.map(({ iid, word }) => wordAnswer(iid, word, seesPii)),
  }
}

export const featured: Resource<'getFeatured' | 'noteFeatured', NudgesDeps> = {
  getFeatured: async ({ params: { id = '' }, seesPii }, { table }) =>
    featuredOf(table, await personWithId(table, id), seesPii),

  noteFeatured: async ({ params: { id = '' }, body: { granted, wording, why }, user, now, seesPii }, { table }) => {
    const person = await personWithId(table, id)
    const said = { at: now, source: 'agent', wording, by: `user:${user}`, why }
    for (const iid of Object.keys(person.ids).sort()) await setFeatured(table, iid, granted, said)
    return featuredOf(table, person, seesPii)
  },
}
