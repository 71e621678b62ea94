import { StringDecoder } from 'node:string_decoder'

/** One record of a CSV file (RFC 4180), and the line in which it begins. */
export type CsvRecord = { line: number } & ({ fields: string[] } | { problem: string })

const SEPARATORS = [',', ';', '\t'] as const

/** The separator that the header has most of, outside quotes. */
export const separatorOf = (header: string): string => {
  const bare = header.replace(/"(?:[^"]|"")*"/g, '')
  const counts = SEPARATORS.map((separator) => bare.split(separator).length)
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ','
}

/** The first line of a text that may end in it; quotes may hold line ends. Undefined when the text does not reach so far. */
const headerIn = (text: string): string | undefined => /^(?:[^"\r\n]|"(?:[^"]|"")*")*(?=\r|\n)/.exec(text)?.[0]

type State = 'start' | 'bare' | 'quoted' | 'quote' | 'bad'

/** A parser that is fed character by character; `end` says that nothing more comes. */
const parser = (separator: string, most: number) => {
  let state: State = 'start'
  let [fields, field, length]: [string[], string, number] = [[], '', 0]
  let [line, begun, afterCr] = [1, 1, false]
  let problem: string | undefined
  const record = (): CsvRecord | undefined => {
    const empty = fields.length === 0 && field === '' && state === 'start'
    const done: CsvRecord = problem ? { line: begun, problem } : { line: begun, fields: [...fields, field] }
    state = 'start'
    fields = []
    field = ''
    length = 0
    problem = undefined
    return empty ? undefined : done
  }
  const spoil = (what: string): void => {
    problem ??= what
    fields = []
    field = ''
    state = 'bad'
  }
  const add = (char: string): void => {
    field += char
    if (++length > most) spoil(`the record has more than ${most} characters; is a quote not closed?`)
  }
  const take = (char: string): CsvRecord | undefined => {
    const isEnd = char === '\n' || char === '\r'
    if (isEnd && state !== 'quoted') return record()
    if (state === 'quoted') {
      if (char === '"') state = 'quote'
      else add(char)
    } else if (state === 'quote') {
      if (char === '"') {
        state = 'quoted'
        add(char)
      } else if (char === separator) next()
      else spoil('there is text after a closing quote')
    } else if (char === separator && state !== 'bad') next()
    else if (char === '"' && state === 'start') state = 'quoted'
    else if (state !== 'bad') {
      state = 'bare'
      add(char)
    }
    return undefined
  }
  const next = (): void => {
    fields.push(field)
    field = ''
    state = 'start'
  }
  return {
    feed: (char: string): CsvRecord | undefined => {
      const secondHalf = char === '\n' && afterCr
      afterCr = char === '\r'
      // CR LF is one end of a line; within quotes both characters are kept.
      if (secondHalf && state !== 'quoted') {
        begun = line
        return undefined
      }
      const done = take(char)
      if (char === '\r' || (char === '\n' && !secondHalf)) line++
      if (done || (state === 'start' && fields.length === 0 && field === '')) begun = line
      return done
    },
    end: (): CsvRecord | undefined => {
      if (state === 'quoted') spoil('a quote is not closed before the end of the file')
      return record()
    },
  }
}

/**
 * The records of a CSV file as they come, the header first: RFC 4180, UTF-8 with or without a byte order mark, any line
 * ends, separated by what the header is separated by. A quote within a field that does not begin with one is a quote.
 * @param most characters that a record may have; a longer one is told as a problem
 */
export const csvRecordsOf = async function* (
  chunks: AsyncIterable<Uint8Array>,
  most: number,
): AsyncIterable<CsvRecord> {
  const decoder = new StringDecoder('utf8')
  let read: ReturnType<typeof parser> | undefined
  let ahead = ''
  const feed = function* (text: string): Iterable<CsvRecord> {
    for (const char of text) {
      const record = read?.feed(char)
      if (record) yield record
    }
  }
  const begin = function* (separator: string): Iterable<CsvRecord> {
    read = parser(separator, most)
    yield* feed(ahead.replace(/^\ufeff/, ''))
  }
  for await (const chunk of chunks) {
    const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length))
    if (read) {
      yield* feed(text)
      continue
    }
    ahead += text
    const header = headerIn(ahead.slice(0, 100_000))
    if (header !== undefined || ahead.length > 100_000) yield* begin(separatorOf(header ?? ''))
  }
  if (!read) yield* begin(separatorOf(ahead))
  yield* feed(decoder.end())
  const last = read?.end()
  if (last) yield last
}
