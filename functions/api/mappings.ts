import { LIMITS, type Mapping } from '../../shared/domain/listen/mapping/mapping.ts'
import { readMapping } from '../../shared/domain/listen/mapping/read.ts'
import type { SourceSettings } from '../../shared/domain/listen/source-settings.ts'
import { isUnverified, takesMapping } from '../../shared/domain/listen/takes-mapping.ts'
import type { MappingAnswer } from '../../shared/domain/respond/answers.ts'
import { describe, sayProblem } from '../../shared/domain/respond/problems.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { exactJson } from '../../shared/sources/json.ts'
import { trySample } from '../../shared/sources/mapped-sample.ts'
import { putStoredMapping, readStoredMapping, type StoredMapping } from '../../shared/store/mappings.ts'
import type { Deps, Resource } from './request.ts'

/** The source, if its deliveries are read by a mapping. */
const sourceIn = (
  { name = '' }: Record<string, string>,
  { sources }: Deps,
): { name: string; settings: SourceSettings } => {
  const settings = Object.hasOwn(sources, name) ? sources[name] : undefined
  if (!settings) throw new HttpError(404, `There is no source ${describe(name)} in the stage's config.`)
  if (takesMapping(settings.type)) return { name, settings }
  throw new HttpError(400, `The source "${name}" is of type ${settings.type}, whose deliveries need no mapping.`)
}

const none = (source: string): HttpError => new HttpError(404, `The source "${source}" has no mapping.`)

const answerOf = (source: string, stored: StoredMapping | undefined): MappingAnswer => {
  if (stored?.mapping === undefined) throw none(source)
  const { rev, by, at, mapping } = stored
  return { source, rev, by, at, mapping: exactJson(mapping) as Record<string, unknown> }
}

/** @throws HttpError 400 with everything that is wrong */
const checked = (given: unknown): Mapping => {
  const read = readMapping(given)
  if ('mapping' in read) return read.mapping
  throw new HttpError(400, `${read.problems.map(sayProblem).join('; ')}.`)
}

export const mappings: Resource<'getMapping' | 'putMapping' | 'deleteMapping' | 'testMapping'> = {
  getMapping: async ({ params }, deps) => {
    const { name: source } = sourceIn(params, deps)
    return answerOf(source, await readStoredMapping(deps.table, source))
  },

  putMapping: async ({ params, body, user, now }, deps) => {
    const { name: source } = sourceIn(params, deps)
    checked(body)
    return answerOf(source, await putStoredMapping(deps.table, source, JSON.stringify(body), { by: user, at: now }))
  },

  deleteMapping: async ({ params, user, now }, deps) => {
    const { name: source } = sourceIn(params, deps)
    const before = await readStoredMapping(deps.table, source)
    if (before?.mapping === undefined) throw none(source)
    const gone = await putStoredMapping(deps.table, source, undefined, { by: user, at: now })
    return { source, rev: gone?.rev ?? before.rev, by: user, at: now }
  },

  testMapping: async ({ params, body, now }, deps) => {
    const { name: source, settings } = sourceIn(params, deps)
    const stored = body.mapping === undefined ? (await readStoredMapping(deps.table, source))?.mapping : undefined
    const mapping = body.mapping ?? (stored === undefined ? undefined : exactJson(stored))
    const { sample, headers = {} } = body
    const size = JSON.stringify(sample ?? null).length
    if (size > LIMITS.made * 10)
      throw new HttpError(400, `sample: came ${size} characters, expected at most ${LIMITS.made * 10}.`)
    return trySample({ source, mapping, sample, headers, receivedAt: now, unverified: isUnverified(settings) })
  },
}
