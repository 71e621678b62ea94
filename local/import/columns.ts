import { ImportError } from './found.ts'
import { asIs, CellError, flagOf, severalOf, timeOf, wholeOf } from './values.ts'

/** CSV with one activity a row: which column is which field of an activity (docs/activity.md). */

type Read = (cell: string) => unknown

const FIELDS: Record<string, Read> = {
  ...Object.fromEntries(
    [
      ...['kind', 'id', 'text', 'title', 'url', 'language', 'format', 'reaction', 'basis', 'wording'],
      ...[
        'author.id',
        'author.handle',
        'author.name',
        'author.company',
        'author.url',
        'author.avatar',
        'author.role',
        'author.email',
      ],
      ...['author.language', 'author.timeZone', 'thread.id', 'thread.title', 'thread.url', 'thread.author.id'],
      ...['parent.id', 'parent.author.id', 'target.id', 'target.author.id', 'answer.id', 'answer.text', 'answer.url'],
      ...['answer.author.id', 'total.currency'],
    ].map((field) => [field, asIs]),
  ),
  at: timeOf,
  createdAt: timeOf,
  editedAt: timeOf,
  joinedAt: timeOf,
  tags: severalOf,
  topics: severalOf,
  version: wholeOf,
  'author.followers': wholeOf,
  'total.amount': wholeOf,
  'author.emailVerified': flagOf,
  customer: flagOf,
  deleted: flagOf,
  final: flagOf,
  closed: flagOf,
  granted: flagOf,
}

const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')
const BY_NAME = new Map(Object.keys(FIELDS).map((field) => [plainName(field), field]))

/** How the rows of a file become activities. `unused`: columns that are no field. */
export type Columns = {
  unused: string[]
  /** @throws CellError that names the column */
  activityOf(cells: readonly string[]): Record<string, unknown>
}

/**
 * Reads `column=field`.
 * @param fields the names that a column may be given
 * @throws ImportError
 */
export const readMap = (
  maps: readonly string[],
  fields: readonly string[] = Object.keys(FIELDS),
): Map<string, string> =>
  new Map(
    maps.map((map) => {
      const at = map.lastIndexOf('=')
      const [column, field] = [map.slice(0, at).trim(), map.slice(at + 1).trim()]
      if (at < 1 || !fields.includes(field))
        throw new ImportError(
          `--map ${map} is not understood; expected column=field with one of these fields: ${fields.join(', ')}.`,
        )
      return [column.toLowerCase(), field] as const
    }),
  )

/** Puts a value at `author.id`. */
const put = (activity: Record<string, unknown>, path: string, value: unknown): void => {
  const parts = path.split('.')
  let into = activity
  for (const part of parts.slice(0, -1)) {
    const next = (into[part] ?? {}) as Record<string, unknown>
    into[part] = next
    into = next
  }
  into[parts.at(-1) ?? ''] = value
}

/**
 * @param map column (lower case) → field, before all names
 * @param kind for rows that have none
 * @throws ImportError when a column that is needed is not there
 */
export const columnsOf = (header: readonly string[], map: ReadonlyMap<string, string>, kind?: string): Columns => {
  const fieldOf = (column: string): string | undefined =>
    map.get(column.trim().toLowerCase()) ?? BY_NAME.get(plainName(column))
  const fields = header.map(fieldOf)
  const double = fields.find((field, at) => field !== undefined && fields.indexOf(field) !== at)
  if (double) throw new ImportError(`Two columns are ${double}; say with --map which one is.`)
  const lost = [...map.keys()].find((column) => !header.some((name) => name.trim().toLowerCase() === column))
  if (lost !== undefined)
    throw new ImportError(`There is no column ${JSON.stringify(lost)}; there are ${header.join(', ')}.`)
  const missing = ['id', 'at', 'author.id', ...(kind ? [] : ['kind'])].filter((field) => !fields.includes(field))
  if (missing.length > 0)
    throw new ImportError(
      `No column is ${missing.join(', none is ')}. There are ${header.join(', ')}. Say which is with --map column=field${missing.includes('kind') ? ', or --kind for all rows' : ''}.`,
    )
  return {
    unused: header.filter((_, at) => fields[at] === undefined),
    activityOf: (cells) => {
      if (cells.length !== header.length)
        throw new CellError(`has ${cells.length} fields; expected ${header.length}, as in the header`)
      const activity: Record<string, unknown> = kind ? { kind } : {}
      for (const [at, field] of fields.entries()) {
        const cell = cells[at] ?? ''
        if (field === undefined || cell.trim() === '') continue
        try {
          put(activity, field, FIELDS[field]?.(cell))
        } catch (error) {
          if (error instanceof CellError) throw new CellError(`${header[at]}: ${error.message}`)
          throw error
        }
      }
      return activity
    },
  }
}
