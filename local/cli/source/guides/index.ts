import type { SourceType } from '../../../../shared/domain/listen/source-settings.ts'
import { commerce } from './commerce.ts'
import { community } from './community.ts'
import { doors } from './doors.ts'
import type { Guide } from './guide.ts'
import { pulled } from './pulled.ts'
import { social } from './social.ts'
import { support } from './support.ts'

const guides = { ...community, ...social, ...commerce, ...support, ...doors, ...pulled }

/** How a type of source is set up. */
export const guideOf = (type: SourceType): Guide => guides[type]

const isType = (text: string): text is SourceType => Object.hasOwn(guides, text)

/** Every type that there is. */
export const TYPES: readonly SourceType[] = Object.keys(guides).filter(isType)

const literal = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${key}: ${literal(inner)}`)
      .join(', ')} }`
  return typeof value === 'string' ? `'${value}'` : String(value)
}

/** The line for `sources` in infra/config.ts. */
export const snippetOf = (name: string, type: SourceType): string =>
  `${/^[a-z][a-z0-9]*$/.test(name) ? name : `'${name}'`}: ${literal(guides[type].example)},`
