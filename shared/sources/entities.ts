import { unpack } from '../domain/packed.ts'
import { ENTITIES } from './entity-table.ts'

/** Characters by name, and the names that HTML has always taken without a semicolon too. */
type Names = { characters: ReadonlyMap<string, string>; bare: ReadonlySet<string> }

/** The longest of the names that need no semicolon, such as `frac12`. */
const LONGEST_BARE = 6
/** What browsers make of the codes from 128 to 159: Windows-1252, where it has a character. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const UNKNOWN = '\ufffd'

const readNames = (): Names => {
  const characters = new Map<string, string>()
  const bare = new Set<string>()
  const fields = unpack(ENTITIES).split('\u0001')
  let name = ''
  for (let at = 0; at < fields.length; at += 2) {
    const [field = '', character = ''] = fields.slice(at, at + 2)
    name = name.slice(0, Number.parseInt(field.charAt(0), 36)) + field.slice(1).replace('!', '')
    characters.set(name, character)
    if (field.endsWith('!')) bare.add(name)
  }
  return { characters, bare }
}

let names: Names | undefined

const byCode = (code: number): string => {
  if (code === 0 || code >= 0x10ffff) return UNKNOWN
  return WINDOWS_1252[code - 128] ?? String.fromCodePoint(code)
}

const byName = (entity: string): string => {
  names ??= readNames()
  const word = entity.slice(1)
  const whole = word.endsWith(';') ? names.characters.get(word.slice(0, -1)) : undefined
  if (whole !== undefined) return whole
  for (let length = Math.min(LONGEST_BARE, word.length); length > 1; length--) {
    const start = word.slice(0, length)
    if (names.bare.has(start)) return `${names.characters.get(start)}${word.slice(length)}`
  }
  return entity
}

/**
 * Decodes the character references of HTML as a browser does in a page's text: all names of HTML 5, the old ones without a
 * semicolon too (`&copy2026`), and numbers. What is none stays as it is.
 */
export const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(?:[xX]([\da-fA-F]+)|(\d+));?|[\da-zA-Z]+;?)/g, (entity, hex?: string, decimal?: string) => {
    const code = hex === undefined ? decimal : `0x${hex}`
    return code === undefined ? byName(entity) : byCode(Number(code))
  })
