import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { csvRecordsOf, separatorOf } from '../../../local/import/csv.ts'
import { jsonValuesOf } from '../../../local/import/json-values.ts'
import { linesOf } from '../../../local/import/lines.ts'
import { all, chunksOf } from './read.ts'

const lines = async (text: string | Buffer, most = 1_000, size = 7) =>
  (await all(linesOf(chunksOf(text, size), most))).map((one) =>
    'bytes' in one ? [one.line, one.bytes.toString('utf8')] : [one.line, one],
  )

describe('lines', () => {
  it('are told with their numbers, without byte order mark, line ends and empty lines', async () => {
    expect(await lines('\ufeffone\r\n\n  \nfour\nfünf')).toEqual([
      [1, 'one'],
      [4, 'four'],
      [5, 'fünf'],
    ])
  })

  it('that are too long are told and cost the others nothing', async () => {
    expect(await lines(`one\n${'x'.repeat(50)}\nthree`, 20)).toEqual([
      [1, 'one'],
      [2, { line: 2, problem: 'the line has 50 bytes; at most 20 fit' }],
      [3, 'three'],
    ])
  })
})

const values = async (text: string | Buffer, most = 10_000, size = 7) => all(jsonValuesOf(chunksOf(text, size), most))

const objects = fc.array(
  fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }),
  {
    maxLength: 6,
  },
)
/** As JSON has it, without what the reader changes on purpose: numbers over 2^53 and keys that mean something. */
const asJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, one) => (key === '__proto__' ? undefined : typeof one === 'number' ? 0 : one))

describe('JSON values', () => {
  it('are the objects of a list, with the line in which each begins', async () => {
    expect(await values('[\n {"a": 1},\n\n {"b": {"c": "]}\\""}}\n]\n')).toEqual([
      { line: 2, value: { a: 1 } },
      { line: 4, value: { b: { c: ']}"' } } },
    ])
  })

  it('are those of lists and objects one after the other, and of lists in lists', async () => {
    const found = await values('\ufeff[{"a":1}][{"a":2}]\n{"a":3} {"a":4}[[{"a":5},{"a":6}],[]]')
    expect(found.map((one) => 'value' in one && one.value.a)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('that are broken or too large are told, and the next is read', async () => {
    const found = await values(`[{"a" 1},\n12, "x",\n{"big": "${'x'.repeat(100)}"},\n{"a": 2}, {"cut": `, 80)
    expect(found).toEqual([
      { line: 1, problem: 'The body is not JSON; expected a JSON object.' },
      { line: 2, problem: 'The body is JSON, but not an object.' },
      { line: 2, problem: 'The body is JSON, but not an object.' },
      { line: 3, problem: 'has 111 bytes; at most 80 fit' },
      { line: 4, value: { a: 2 } },
      { line: 4, problem: 'The body is not JSON; expected a JSON object.' },
    ])
  })

  it('come out as they went in, wherever the file is cut and however it is laid out', async () => {
    await fc.assert(
      fc.asyncProperty(objects, fc.nat(3), fc.integer({ min: 1, max: 40 }), async (list, indent, size) => {
        const found = await values(JSON.stringify(asJson(list), null, indent), 1e6, size)
        expect(found.map((one) => asJson('value' in one ? one.value : one))).toEqual(list.map(asJson))
      }),
      { numRuns: 100 },
    )
  })

  it('end whatever is thrown at them', async () => {
    const bits = fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', '1', ' ', '\n', 'null', ':', '\ufeff')
    await fc.assert(
      fc.asyncProperty(fc.array(bits, { maxLength: 40 }), async (parts) => {
        for (const { line } of await values(parts.join(''))) expect(line).toBeGreaterThan(0)
      }),
      { numRuns: 300 },
    )
  })

  it('hold no more than one object of a large file', async () => {
    const one = `{"text":"${'x'.repeat(1_000)}"},`
    const large = async function* (): AsyncIterable<Uint8Array> {
      yield Buffer.from('[')
      for (let sent = 0; sent < 100_000_000; sent += 65 * one.length) yield Buffer.from(one.repeat(65))
      yield Buffer.from('{}]')
    }
    globalThis.gc?.()
    const before = process.memoryUsage().arrayBuffers
    let [count, most] = [0, 0]
    for await (const _ of jsonValuesOf(large(), 10_000)) {
      if (++count % 20_000 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }
    expect(count).toBeGreaterThan(98_000)
    expect(most).toBeLessThan(50_000_000)
  })
})

const records = async (text: string | Buffer, most = 1_000, size = 7) => all(csvRecordsOf(chunksOf(text, size), most))
const quoted = (cell: string, separator: string): string =>
  cell.includes(separator) || /["\r\n]/.test(cell) || cell === '' ? `"${cell.replaceAll('"', '""')}"` : cell

describe('CSV records', () => {
  it('may hold separators, quotes and line ends in quotes, and know the line in which they begin', async () => {
    expect(await records('\ufeffid,text\r\n1,"a, ""b""\r\nc"\r\n\r\n2,"ä"\r\n3,5" disk')).toEqual([
      { line: 1, fields: ['id', 'text'] },
      { line: 2, fields: ['1', 'a, "b"\r\nc'] },
      { line: 5, fields: ['2', 'ä'] },
      { line: 6, fields: ['3', '5" disk'] },
    ])
  })

  it.each([
    ['a;b;c', ';'],
    ['a\tb', '\t'],
    ['"a;b;c;d",b', ','],
    ['a', ','],
  ])('of the header %s are separated by %s', (header, separator) => {
    expect(separatorOf(header)).toBe(separator)
  })

  it('that are broken are told, and the next is read', async () => {
    expect(await records(`a,b\n"x"y,2\n3,4\n"${'z'.repeat(2_000)}"\n5,6\n7,"open`)).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, problem: 'there is text after a closing quote' },
      { line: 3, fields: ['3', '4'] },
      { line: 4, problem: 'the record has more than 1000 characters; is a quote not closed?' },
      { line: 5, fields: ['5', '6'] },
      { line: 6, problem: 'a quote is not closed before the end of the file' },
    ])
  })

  it('come out as they went in, whatever the separator, the line end and the cuts', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'é', '"', ',', ';', '\t', '\n', '\r', ' ', '😀'),
      maxLength: 8,
    })
    const rows = fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 })
    const ends = fc.constantFrom('\n', '\r\n', '\r')
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(',', ';', '\t'),
        ends,
        fc.integer({ min: 1, max: 9 }),
        async (list, by, end, size) => {
          const table = [['one', 'two', 'three'], ...list]
          const text = table.map((row) => row.map((one) => quoted(one, by)).join(by)).join(end)
          const found = await records(text, 1_000, size)
          expect(found.map((one) => 'fields' in one && one.fields)).toEqual(table)
          const ahead = text.split(/\r\n|\r|\n/).length
          expect(found.at(-1)?.line).toBeLessThanOrEqual(ahead)
        },
      ),
      { numRuns: 200 },
    )
  })
})
