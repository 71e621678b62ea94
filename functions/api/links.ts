import { linkId, pairId, parseLinkId, parsePairId } from '../../shared/domain/respond/link-id.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { withdrawConflict } from '../../shared/store/conflicts.ts'
import { keys } from '../../shared/store/keys.ts'
import { EVIDENCE_KINDS, ordered } from '../../shared/store/link-items.ts'
import { previewLink, previewSplit } from '../../shared/store/link-preview.ts'
import { personLinks } from '../../shared/store/link-view.ts'
import { resolvePerson } from '../../shared/store/people.ts'
import { recipeReader } from '../../shared/store/recipes.ts'
import { evidenceOf, keepApart, liftApart, pathBetween, StillConnectedError, unlink } from '../../shared/store/split.ts'
import { getAll } from '../../shared/store/table.ts'
import { decideLink, identityIn, nobody, personWithId, seen, wordOf } from './linking.ts'
import { scorer } from './preview-scores.ts'
import type { Deps, Request, Resource } from './request.ts'

const noLink = (): HttpError =>
  new HttpError(404, 'There is no such link: expected the id of one, as GET /api/people/{id}/links has it.')

/** The evidence that still makes two one person, by id. */
const throughOf = async ({ table }: Deps, a: string, b: string): Promise<string[]> => {
  const person = (await resolvePerson(table, a))?.person
  const evidence = await evidenceOf(table, Object.keys(person?.ids ?? {}))
  return pathBetween(
    a,
    b,
    evidence.filter(({ active }) => active),
  ).map(linkId)
}

const preview = async ({ query: { a, b, link }, now }: Request<'previewLink'>, deps: Deps) => {
  const { table, nudges } = deps
  const previewing = { table, settings: nudges, recipes: recipeReader(table, Date.now), now, score: scorer(deps, now) }
  if (link === undefined) {
    if (a === undefined || b === undefined)
      throw new HttpError(400, 'Expected `a` and `b`, to preview a link, or `link`, to preview taking it back.')
    const [one, other] = [await seen(table, a), await seen(table, b)]
    return await previewLink(previewing, one.person, other.person)
  }
  const evidence = parseLinkId(link, EVIDENCE_KINDS)
  const person = evidence && (await resolvePerson(table, evidence.a))?.person
  const found = person && (await previewSplit(previewing, person, evidence))
  if (!found) throw noLink()
  return found
}

export const links: Resource<'getLinks' | 'createLink' | 'deleteLink' | 'previewLink' | 'keepApart' | 'liftApart'> = {
  getLinks: async ({ params: { id = '' } }, { table }) => await personLinks(table, await personWithId(table, id)),

  createLink: async (request, { table }) => {
    const [a, b] = [await identityIn(table, request.body.a), await identityIn(table, request.body.b)]
    return await decideLink(table, { a, b }, wordOf(request, request.body.why))
  },

  deleteLink: async (request, deps) => {
    const evidence = parseLinkId(request.params.id ?? '', EVIDENCE_KINDS)
    if (!evidence) throw noLink()
    const word = wordOf(request, request.query.why)
    if (await withdrawConflict(deps.table, evidence, word)) return { outcome: 'withdrawn' }
    const [told] = await getAll(deps.table, [keys.evidence(evidence.a, evidence.b, evidence.kind)])
    if (!told) throw noLink()
    const done = await unlink(deps.table, evidence, word)
    if (done.outcome !== 'kept') return done
    return { ...done, through: await throughOf(deps, evidence.a, evidence.b) }
  },

  previewLink: preview,

  keepApart: async (request, { table }) => {
    const [a, b] = [await identityIn(table, request.body.a), await identityIn(table, request.body.b)]
    if (a === b) throw new HttpError(400, 'a and b are the same; expected two.')
    try {
      const done = await keepApart(table, { a, b }, wordOf(request, request.body.why))
      return { ...done, apart: pairId('apart', ordered(a, b)) }
    } catch (error) {
      if (!(error instanceof StillConnectedError)) throw error
      const ids = error.path.map(linkId).join(', ')
      throw new HttpError(409, `${error.message} DELETE /api/links/{id} with one of the ids ${ids}.`, { cause: error })
    }
  },

  liftApart: async (request, { table }) => {
    const pair = parsePairId('apart', request.params.id ?? '')
    const lifted = pair && (await liftApart(table, pair, wordOf(request, request.query.why)))
    if (!lifted) throw nobody('said to be somebody else by this id')
    return { lifted }
  },
}
