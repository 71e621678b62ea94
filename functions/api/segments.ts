import * as z from 'zod/mini'
import { wilsonInterval } from '../../shared/domain/measure/intervals.ts'
import { sayProblem } from '../../shared/domain/respond/problems.ts'
import type { SegmentAnswer } from '../../shared/domain/respond/segment-answers.ts'
import { type Definition, MOST_SEGMENTS, segmentId } from '../../shared/domain/score/segments/definition.ts'
import { evaluate, lookAt } from '../../shared/domain/score/segments/evaluate.ts'
import { readRule } from '../../shared/domain/score/segments/read.ts'
import { fieldsIn, type Rule } from '../../shared/domain/score/segments/rule.ts'
import { msOf } from '../../shared/domain/time.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { shortHash } from '../../shared/store/keys.ts'
import { listMembers, samplePeople, segmentsOf } from '../../shared/store/members.ts'
import { getPerson } from '../../shared/store/people.ts'
import { usersOfSegment } from '../../shared/store/segment-users.ts'
import { type Catalog, deleteSegment, putSegment, readCatalog } from '../../shared/store/segments.ts'
import type { Table } from '../../shared/store/table.ts'
import { pageAnswer, positionIn, type Resource } from './request.ts'

const none = (id: string): HttpError => new HttpError(404, `There is no segment ${id.slice(0, 100)}.`)

/** Whether everybody has been asked about a segment as it is. */
const backfillOf = ({ rev }: Definition, { backfill }: Catalog): SegmentAnswer['backfill'] => {
  const { done = 0, target, asked = 0, failed = 0, startedAt } = backfill ?? {}
  const counts = { asked, failed, ...(startedAt ? { startedAt } : {}) }
  if (rev <= done) return { state: 'done', ...(backfill && target === undefined ? counts : {}) }
  return target !== undefined && rev <= target ? { state: 'running', ...counts } : { state: 'waiting' }
}

const answerOf = (definition: Definition, catalog: Catalog): SegmentAnswer => ({
  ...definition,
  rule: { ...definition.rule },
  fields: [...fieldsIn(definition.rule)].sort(),
  backfill: backfillOf(definition, catalog),
})

const find = (catalog: Catalog, id: string): Definition => {
  const found = catalog.definitions.find((one) => one.id === id)
  if (!found) throw none(id)
  return found
}

const segmentIn = async (table: Table, id: string): Promise<Definition> => find(await readCatalog(table), id)

/** @throws HttpError 400 with everything that is wrong */
const ruleIn = (value: unknown): Rule => {
  const read = readRule(value)
  if ('rule' in read) return read.rule
  const problems = read.problems.map(({ at, ...problem }) =>
    sayProblem({ at: at === '' ? 'rule' : `rule.${at}`, ...problem }),
  )
  throw new HttpError(400, `${problems.join('; ')}.`)
}

const checkId = (id: string): void => {
  if (z.safeParse(segmentId, id).success) return
  throw new HttpError(
    400,
    `id: came ${JSON.stringify(id.slice(0, 60))}, expected lower-case letters, digits and dashes, at most 41.`,
  )
}

const allow =
  (id: string) =>
  ({ definitions }: Catalog): void => {
    if (definitions.length < MOST_SEGMENTS || definitions.some((one) => one.id === id)) return
    throw new HttpError(409, `There are ${definitions.length} segments, as many as there may be. Delete one first.`)
  }

/** @throws HttpError 409 with who would wait for ever without the segment */
const notInUse = (table: Table, id: string) => async (): Promise<void> => {
  const users = await usersOfSegment(table, id)
  if (users.length === 0) return
  throw new HttpError(
    409,
    `The segment ${id} is used by ${users.join(', ')}. Have them do without it first: change or archive the recipe, change or delete the alert.`,
  )
}

/** People looked at of each of 16 shards for a preview, and the most of them that are told. */
const EACH = 4
const TOLD = 10

export const segments: Resource<
  | 'listSegments'
  | 'getSegment'
  | 'putSegment'
  | 'deleteSegment'
  | 'previewSegment'
  | 'listMembers'
  | 'getPersonSegments'
> = {
  listSegments: async (_, { table }) => {
    const catalog = await readCatalog(table)
    return { items: catalog.definitions.map((one) => answerOf(one, catalog)) }
  },

  getSegment: async ({ params: { id = '' } }, { table }) => {
    const catalog = await readCatalog(table)
    return answerOf(find(catalog, id), catalog)
  },

  putSegment: async ({ params: { id = '' }, body: { name, description, rule }, user, now }, { table }) => {
    checkId(id)
    const said = { name, description, rule: ruleIn(rule) }
    const catalog = await putSegment(table, id, said, { by: user, at: now, allow: allow(id) })
    return answerOf(find(catalog, id), catalog)
  },

  deleteSegment: async ({ params: { id = '' }, user, now }, { table }) => {
    if (await deleteSegment(table, id, { by: user, at: now, allow: notInUse(table, id) }))
      return { id, by: user, at: now }
    throw none(id)
  },

  previewSegment: async ({ params: { id = '' }, body, now }, { table, score }) => {
    checkId(id)
    const rule = body.rule === undefined ? (await segmentIn(table, id)).rule : ruleIn(body.rule)
    const { currency } = score.economics
    const people = await samplePeople(table, { each: EACH, start: shortHash(`${id} ${now}`).slice(0, 2), now })
    const at = msOf(now)
    const matching = people.filter((one) => evaluate(rule, lookAt({ ...one, currency }, at), at).match)
    const [hits, of] = [matching.length, people.length]
    const [low, high] = wilsonInterval(hits, of)
    return {
      ...{ looked: of, matching: hits, interval: [low, high] },
      ...(of > 0 ? { share: hits / of } : {}),
      people: matching.slice(0, TOLD).map(({ facts }) => facts.personId),
    }
  },

  listMembers: async ({ params: { id = '' }, query: { limit, next } }, { table }) => {
    const list = `members ${id}`
    const after = positionIn(list, next)
    await segmentIn(table, id)
    return pageAnswer(list, await listMembers(table, id, { limit, after }))
  },

  getPersonSegments: async ({ params: { id = '' } }, { table }) => {
    const person = await getPerson(table, id)
    if (!person) throw new HttpError(404, `There is no person with the id ${id.slice(0, 100)}.`)
    const [own = {}, { definitions }] = await Promise.all([segmentsOf(table, person.personId), readCatalog(table)])
    const items = definitions.flatMap(({ id: segment, name }) => {
      const since = Object.hasOwn(own, segment) ? own[segment] : undefined
      return since === undefined ? [] : [{ segment, name, since }]
    })
    return { items }
  },
}
