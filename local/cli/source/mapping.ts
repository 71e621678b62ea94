import { readFileSync } from 'node:fs'
import { readMapping } from '../../../shared/domain/listen/mapping/read.ts'
import { isUnverified, takesMapping } from '../../../shared/domain/listen/takes-mapping.ts'
import type { MappingAnswer } from '../../../shared/domain/respond/answers.ts'
import { sayProblem } from '../../../shared/domain/respond/problems.ts'
import { trySample } from '../../../shared/sources/mapped-sample.ts'
import { ApiCallError } from '../api.ts'
import type { Outcome } from '../command.ts'
import { commandFor, type Declared, declaredSource, SourceCommandError, type Work } from './work.ts'

/** What `mapping` is told. */
export type MappingOptions = {
  /** The mapping's file. */
  file?: string | undefined
  /** The file with the body to try it on. */
  sample?: string | undefined
  /** Headers for that body, `name: value`. */
  header?: readonly string[] | undefined
  delete?: boolean
}

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new SourceCommandError(`${file} cannot be read: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

const jsonOf = (file: string): unknown => {
  try {
    return JSON.parse(textOf(file))
  } catch (cause) {
    if (cause instanceof SourceCommandError) throw cause
    throw new SourceCommandError(`${file} holds no JSON: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

const pathOf = (name: string): string => `/api/sources/${name}/mapping`

/** The mapping that is stored; undefined when there is none. */
const stored = async ({ target }: Work, name: string): Promise<MappingAnswer | undefined> => {
  try {
    return await target.api().get<MappingAnswer>(pathOf(name))
  } catch (error) {
    if (error instanceof ApiCallError && error.status === 404 && /no mapping/.test(error.message)) return undefined
    throw error
  }
}

const headersOf = (given: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    given.map((text) => {
      const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(text) ?? []
      if (name !== undefined && value !== undefined) return [name.toLowerCase(), value]
      throw new SourceCommandError(`--header ${JSON.stringify(text)}: expected a name and a value, x-topic:orders`)
    }),
  )

const tried = async (
  work: Work,
  { name, settings }: Declared,
  sample: string,
  options: MappingOptions,
): Promise<Outcome> => {
  const mapping = options.file ? jsonOf(options.file) : (await stored(work, name))?.mapping
  const result = trySample({
    source: name,
    mapping,
    // As text: large numbers stay as they are.
    sample: textOf(sample),
    headers: headersOf(options.header ?? []),
    receivedAt: work.now(),
    unverified: isUnverified(settings),
  })
  const { activities, ignored, problems } = result
  const lines =
    problems.length > 0
      ? ['This does not work:', ...problems.map((problem) => `  ${problem}`)]
      : [
          ignored === undefined
            ? activities.length === 1
              ? 'It makes 1 activity:'
              : `It makes ${activities.length} activities:`
            : `It makes none: ${ignored}`,
          ...activities.flatMap((activity) => JSON.stringify(activity, null, 2).split('\n')),
          'Nothing was stored or sent.',
        ]
  return { ok: problems.length === 0, data: { ...result, mapping: mapping === undefined ? 'none' : 'given' }, lines }
}

const put = async ({ target }: Work, name: string, file: string): Promise<Outcome> => {
  const mapping = jsonOf(file)
  const read = readMapping(mapping)
  if ('problems' in read)
    throw new SourceCommandError(
      [`${file} is no mapping; nothing was changed:`, ...read.problems.map((one) => `  ${sayProblem(one)}`)].join('\n'),
    )
  const answer = await target.api().put<MappingAnswer>(pathOf(name), mapping)
  return {
    ok: true,
    data: answer,
    lines: [`"${name}" has its mapping (change ${answer.rev}); it counts within a minute.`],
  }
}

/** Shows, puts, tries or takes away what says how deliveries of a source become activities. */
export const mapping = async (work: Work, name: string, options: MappingOptions): Promise<Outcome> => {
  const declared = declaredSource(work.target, name)
  const { type } = declared.settings
  if (!takesMapping(type))
    throw new SourceCommandError(`"${name}" is of type ${type}, whose deliveries need no mapping.`)
  if (options.sample) return await tried(work, declared, options.sample, options)
  if (options.file) return await put(work, name, options.file)
  if (options.delete) {
    const answer = await work.target.api().delete<MappingAnswer>(pathOf(name))
    return { ok: true, data: answer, lines: [`The mapping of "${name}" is gone (change ${answer.rev}).`] }
  }
  const answer = await stored(work, name)
  if (!answer)
    return {
      ok: true,
      data: { source: name },
      lines: [
        `"${name}" has no mapping: what it sends has to be activities (docs/activity.md). To put one: ${commandFor(work.target, `mapping ${name} FILE`)}`,
      ],
    }
  return { ok: true, data: answer, lines: JSON.stringify(answer.mapping, null, 2).split('\n') }
}
