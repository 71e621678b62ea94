/**
 * DynamoDB's expressions over plain objects, for {@link openMemoryTable}: what the store of this repository uses of them,
 * parsed once per text.
 */

/** What an expression's names and values stand for. */
export type Terms = { names: Readonly<Record<string, string>>; values: Readonly<Record<string, unknown>> }
export type Plain = Readonly<Record<string, unknown>>

type Read = (item: Plain, terms: Terms) => unknown
type Test = (item: Plain, terms: Terms) => boolean
type Path = (terms: Terms) => string[]
type Step = { path: Path; value: Read | undefined; adds: boolean }

const TOKEN = /\s*([#:]?[A-Za-z_]\w*|<>|<=|>=|[=<>(),.+-])/y

const tokensOf = (text: string): string[] => {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    tokens.push(match[1] ?? '')
    if (TOKEN.lastIndex >= text.trimEnd().length) return tokens
  }
  throw new Error(`Cannot read the expression: ${text}`)
}

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null

/** What is at a path; undefined when there is nothing. */
const at = (item: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, name) => (isPlain(value) && Object.hasOwn(value, name) ? value[name] : undefined), item)

const sameValue = (a: unknown, b: unknown): boolean =>
  a === b || (isPlain(a) && isPlain(b) && JSON.stringify(a) === JSON.stringify(b))

const COMPARE: Record<string, (a: unknown, b: unknown) => boolean> = {
  '=': (a, b) => a !== undefined && sameValue(a, b),
  '<>': (a, b) => !sameValue(a, b),
  '<': (a, b) => typeof a === typeof b && (a as string) < (b as string),
  '<=': (a, b) => typeof a === typeof b && (a as string) <= (b as string),
  '>': (a, b) => typeof a === typeof b && (a as string) > (b as string),
  '>=': (a, b) => typeof a === typeof b && (a as string) >= (b as string),
}

const sizeOf = (value: unknown): number | undefined => {
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  return isPlain(value) ? Object.keys(value).length : undefined
}

const includes = (whole: unknown, part: unknown): boolean =>
  typeof whole === 'string' ? whole.includes(String(part)) : Array.isArray(whole) && whole.includes(part)

class Parser {
  readonly #tokens: string[]
  #next = 0
  constructor(text: string) {
    this.#tokens = tokensOf(text)
  }
  get done(): boolean {
    return this.#next >= this.#tokens.length
  }
  #peek(ahead = 0): string {
    return this.#tokens[this.#next + ahead] ?? ''
  }
  take(): string {
    return this.#tokens[this.#next++] ?? ''
  }
  is(word: string): boolean {
    return this.#peek().toUpperCase() === word
  }
  eat(word: string): boolean {
    if (!this.is(word)) return false
    this.#next += 1
    return true
  }
  need(word: string): void {
    if (!this.eat(word)) throw new Error(`Expected ${word} and found ${this.#peek()} in ${this.#tokens.join(' ')}`)
  }
  path(): Path {
    const parts = [this.take()]
    while (this.eat('.')) parts.push(this.take())
    return ({ names }) => parts.map((part) => (part.startsWith('#') ? String(names[part]) : part))
  }
  operand(): Read {
    if (this.#peek().startsWith(':')) {
      const name = this.take()
      return (_, { values }) => values[name]
    }
    if (this.#peek(1) === '(') return this.#call()
    const path = this.path()
    return (item, terms) => at(item, path(terms))
  }
  #call(): Read {
    const name = this.take()
    this.need('(')
    const first = this.operand()
    const second = this.eat(',') ? this.operand() : undefined
    this.need(')')
    const calls: Record<string, (a: unknown, b: unknown) => unknown> = {
      attribute_exists: (a) => a !== undefined,
      attribute_not_exists: (a) => a === undefined,
      begins_with: (a, b) => typeof a === 'string' && a.startsWith(String(b)),
      contains: includes,
      size: sizeOf,
      if_not_exists: (a, b) => (a === undefined ? b : a),
      list_append: (a, b) => [...(a as unknown[]), ...(b as unknown[])],
    }
    const call = calls[name]
    if (!call) throw new Error(`No function is called ${name}`)
    return (item, terms) => call(first(item, terms), second?.(item, terms))
  }
  #list(): Read[] {
    this.need('(')
    const list = [this.operand()]
    while (this.eat(',')) list.push(this.operand())
    this.need(')')
    return list
  }
  #primary(): Test {
    if (this.eat('NOT')) {
      const test = this.#primary()
      return (item, terms) => !test(item, terms)
    }
    if (this.eat('(')) {
      const test = this.condition()
      this.need(')')
      return test
    }
    const left = this.operand()
    if (this.eat('BETWEEN')) {
      const low = this.operand()
      this.need('AND')
      const high = this.operand()
      return (item, terms) => {
        const value = left(item, terms)
        return Boolean(COMPARE['>=']?.(value, low(item, terms)) && COMPARE['<=']?.(value, high(item, terms)))
      }
    }
    if (this.eat('IN')) {
      const list = this.#list()
      return (item, terms) => list.some((one) => sameValue(left(item, terms), one(item, terms)))
    }
    const compare = COMPARE[this.#peek()]
    if (!compare) return (item, terms) => left(item, terms) === true
    this.take()
    const right = this.operand()
    return (item, terms) => compare(left(item, terms), right(item, terms))
  }
  #both(): Test {
    const tests = [this.#primary()]
    while (this.eat('AND')) tests.push(this.#primary())
    return (item, terms) => tests.every((test) => test(item, terms))
  }
  condition(): Test {
    const tests = [this.#both()]
    while (this.eat('OR')) tests.push(this.#both())
    return (item, terms) => tests.some((test) => test(item, terms))
  }
  #sum(): Read {
    const left = this.operand()
    const minus = this.is('-')
    if (!(this.eat('+') || this.eat('-'))) return left
    const right = this.operand()
    return (item, terms) => Number(left(item, terms)) + (minus ? -1 : 1) * Number(right(item, terms))
  }
  update(): Step[] {
    const steps: Step[] = []
    while (!this.done) {
      const verb = this.take().toUpperCase()
      do {
        const path = this.path()
        if (verb === 'SET') this.need('=')
        const value = verb === 'REMOVE' ? undefined : verb === 'SET' ? this.#sum() : this.operand()
        steps.push({ path, value, adds: verb === 'ADD' })
      } while (this.eat(','))
    }
    return steps
  }
}

const cached = <T>(make: (parser: Parser) => T): ((text: string) => T) => {
  const known = new Map<string, T>()
  return (text) => {
    const value = known.get(text) ?? make(new Parser(text))
    known.set(text, value)
    return value
  }
}

/** A condition as a question to an item. */
export const conditionOf = cached((parser): Test => parser.condition())

const changedAt = (item: Plain, [name = '', ...rest]: readonly string[], value: unknown): Plain => {
  if (rest.length > 0) {
    const inner = item[name]
    if (!isPlain(inner)) throw new Error(`An update goes to ${name}.${rest.join('.')}, and there is no ${name}`)
    return { ...item, [name]: changedAt(inner, rest, value) }
  }
  const { [name]: _, ...others } = item
  return value === undefined ? others : { ...item, [name]: value }
}

const stepsOf = cached((parser): Step[] => parser.update())

/** What an update expression makes of an item; every value is reckoned from the item as it was. */
export const updated = (expression: string, before: Plain, terms: Terms): Plain =>
  stepsOf(expression).reduce((item, { path, value, adds }) => {
    const place = path(terms)
    const fresh = value?.(before, terms)
    return changedAt(item, place, adds ? Number(at(before, place) ?? 0) + Number(fresh) : fresh)
  }, before)
