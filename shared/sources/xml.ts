import { isUtf8 } from 'node:buffer'
import { MalformedDeliveryError } from './errors.ts'

/**
 * Just enough XML for what platforms send: elements, attributes, text, CDATA, comments, namespaces. There is no DOCTYPE and
 * no entity but the five of the language, so nothing expands and nothing is fetched. Each character is looked at once.
 */

/** An element. `name` is its local name, `space` the namespace it is in, empty without one. */
export type XmlElement = {
  name: string
  space: string
  attributes: Readonly<Record<string, string>>
  children: XmlElement[]
  /** The element's own text, without that of its children. */
  text: string
  /** All that stands between its tags, as it was sent; only where that was asked for. */
  inner?: string
}

/** How a body is read that is not as it has to be, or larger than what platforms deliver. */
export type XmlOptions = {
  /**
   * As feeds in the wild are: an entity that is not known stays as it was written, a DOCTYPE without declarations of its own
   * is passed over, a prefix without a namespace is in none; elements have `inner`. Still nothing expands.
   */
  lenient?: boolean
  /** The most elements. @default 20,000 */
  most?: number
}

const DEEPEST = 32
/** Words of a feed may have markup of their own in them. */
const DEEPEST_LENIENT = 200
const MOST_ELEMENTS = 20_000
const MOST_ATTRIBUTES = 64

const NAME = /[A-Za-z_][\w.-]{0,99}(?::[A-Za-z_][\w.-]{0,99})?/y
const BLANKS = /[ \t\r\n]*/y
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const wrong = (problem: string): never => {
  throw new MalformedDeliveryError('', `The body is no XML that is taken: ${problem}.`)
}

type Decode = (text: string) => string

const character = (code: number): string | undefined => {
  const allowed =
    code === 9 || code === 10 || code === 13 || (code >= 32 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0x10ffff)
  return allowed ? String.fromCodePoint(code) : undefined
}

const decoder =
  (lenient: boolean): Decode =>
  (text) =>
    text.replace(
      /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));|&/gi,
      (all, dec?: string, hex?: string, name?: string) => {
        const found =
          dec || hex
            ? character(dec ? Number(dec) : Number.parseInt(hex ?? '', 16))
            : name && Object.hasOwn(ENTITIES, name)
              ? ENTITIES[name]
              : undefined
        if (found !== undefined) return found
        if (lenient) return dec || hex ? '\ufffd' : all
        return wrong(dec || hex ? 'a character reference names no character' : 'an entity is not known')
      },
    )

type Scope = Readonly<Record<string, string>>
type Open = { element: XmlElement; raw: string; scope: Scope; from: number }

const scopeOf = (outer: Scope, attributes: Readonly<Record<string, string>>): Scope => {
  const own = Object.entries(attributes).flatMap(([name, uri]) =>
    name === 'xmlns' ? [['', uri] as const] : name.startsWith('xmlns:') ? [[name.slice(6), uri] as const] : [],
  )
  return own.length > 0 ? { ...outer, ...Object.fromEntries(own) } : outer
}

const placed = (raw: string, scope: Scope, lenient: boolean): { name: string; space: string } => {
  const [prefix, name] = raw.includes(':') ? (raw.split(':') as [string, string]) : ['', raw]
  if (prefix && !Object.hasOwn(scope, prefix) && lenient) return { name, space: '' }
  if (prefix && !Object.hasOwn(scope, prefix)) return wrong('a prefix has no namespace')
  return { name, space: (Object.hasOwn(scope, prefix) ? scope[prefix] : '') ?? '' }
}

/** A place in the text, and what can be read from there on. */
class Reader {
  readonly #text: string
  at = 0
  constructor(text: string) {
    this.#text = text
  }
  get done(): boolean {
    return this.at >= this.#text.length
  }
  has(what: string): boolean {
    return this.#text.startsWith(what, this.at)
  }
  /** What stands before `end`, or all the rest; goes on behind it. */
  until(end: string, need = true): string {
    const found = this.#text.indexOf(end, this.at)
    if (found < 0 && need) wrong(`"${end}" is missing`)
    const stop = found < 0 ? this.#text.length : found
    const part = this.#text.slice(this.at, stop)
    this.at = found < 0 ? stop : stop + (need ? end.length : 0)
    return part
  }
  match(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.#text)?.[0]
    if (found === undefined) return wrong('a name is missing')
    this.at += found.length
    return found
  }
  /** What stands between two places. */
  between(from: number, to: number): string {
    return this.#text.slice(from, to)
  }
  take(what: string): void {
    if (!this.has(what)) wrong(`"${what}" is missing`)
    this.at += what.length
  }
}

const attributesOf = (reader: Reader, decoded: Decode): Record<string, string> => {
  const attributes: [string, string][] = []
  for (;;) {
    const blanks = reader.match(BLANKS)
    if (reader.has('>') || reader.has('/>')) break
    if (blanks === '' || attributes.length >= MOST_ATTRIBUTES) wrong('a tag is not written as it has to be')
    const name = reader.match(NAME)
    reader.match(BLANKS)
    reader.take('=')
    reader.match(BLANKS)
    const quote = reader.has("'") ? "'" : '"'
    reader.take(quote)
    const value = reader.until(quote)
    if (value.includes('<')) wrong('an attribute holds "<"')
    attributes.push([name, decoded(value)])
  }
  if (new Set(attributes.map(([name]) => name)).size !== attributes.length) wrong('an attribute is there twice')
  return Object.fromEntries(attributes)
}

/** What is neither an element nor text. Undefined when there is none of it here. */
const aside = (reader: Reader, inside: Open | undefined, lenient: boolean): true | undefined => {
  if (reader.has('<?')) reader.until('?>')
  else if (lenient && !inside && reader.has('<!DOCTYPE')) {
    if (reader.until('>').includes('[')) wrong('its DOCTYPE declares something')
  } else if (reader.has('<!--')) {
    reader.take('<!--')
    reader.until('-->')
  } else if (reader.has('<![CDATA[') && inside) {
    reader.take('<![CDATA[')
    inside.element.text += reader.until(']]>')
  } else return reader.has('<!') ? wrong('it has a DOCTYPE or another declaration') : undefined
  return true
}

const endTag = (reader: Reader, inside: Open | undefined): void => {
  reader.take('</')
  if (reader.match(NAME) !== inside?.raw) wrong('an end tag does not fit')
  reader.match(BLANKS)
  reader.take('>')
}

const textOf = (body: Buffer): string => {
  if (!isUtf8(body)) wrong('it is not UTF-8')
  return body.toString('utf8').replace(/^\ufeff/, '')
}

/**
 * A body as its outermost element.
 * @param options without them the body has to be as the language wants it
 * @throws MalformedDeliveryError when it is anything but well-formed XML, has a DOCTYPE, or is deeper or has more elements than
 * any delivery
 */
export const parseXml = (body: Buffer, { lenient = false, most = MOST_ELEMENTS }: XmlOptions = {}): XmlElement => {
  const decoded = decoder(lenient)
  const deepest = lenient ? DEEPEST_LENIENT : DEEPEST
  const reader = new Reader(textOf(body))
  const open: Open[] = []
  let root: XmlElement | undefined
  let elements = 0
  while (!reader.done) {
    const inside = open.at(-1)
    const text = reader.until('<', false)
    if (inside) inside.element.text += decoded(text)
    else if (text.trim() !== '') wrong('there is text outside of its element')
    if (reader.done) break
    if (aside(reader, inside, lenient)) continue
    if (reader.has('</')) {
      if (lenient && inside) inside.element.inner = reader.between(inside.from, reader.at)
      endTag(reader, inside)
      open.pop()
      continue
    }
    reader.take('<')
    if (!inside && root) wrong('there is more than one outermost element')
    if (++elements > most || open.length >= deepest) wrong('it has too many elements')
    const raw = reader.match(NAME)
    const attributes = attributesOf(reader, decoded)
    const scope = scopeOf(inside?.scope ?? {}, attributes)
    const element: XmlElement = { ...placed(raw, scope, lenient), attributes, children: [], text: '' }
    inside?.element.children.push(element)
    root ??= element
    if (reader.has('/>')) reader.take('/>')
    else {
      reader.take('>')
      open.push({ element, raw, scope, from: reader.at })
    }
  }
  if (open.length > 0) wrong('an end tag is missing')
  return root ?? wrong('it is empty')
}
