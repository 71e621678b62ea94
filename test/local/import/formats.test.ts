import { describe, expect, it } from '@jest/globals'
import { FORMATS, formatOf } from '../../../local/import/formats.ts'
import { all, askOf, folderOf, SETTINGS } from './read.ts'
import type { SourceName } from './said.ts'

describe('activities', () => {
  it('of JSON lines are one a line', async () => {
    const found = await all(
      FORMATS.jsonl.read(askOf('standard', { 'a.jsonl': '{"kind":"post","id":"1"}\nnonsense\n\n[1]\n{"id":"2"}\n' })),
    )
    expect(found).toEqual([
      { file: 'a.jsonl', line: 1, activity: { kind: 'post', id: '1' } },
      { file: 'a.jsonl', line: 2, problem: 'The line is not JSON; expected a JSON object.' },
      { file: 'a.jsonl', line: 4, problem: 'The line is JSON, but not an object.' },
      { file: 'a.jsonl', line: 5, activity: { id: '2' } },
    ])
  })

  it('of CSV are one a row', async () => {
    const ask = askOf(
      'standard',
      { 'a.csv': 'ID;Author ID;At;Text;Shoe size\nr1;7;1772362800;"Good; very";43\nr2;7;soon;x;\nr3;7' },
      { kind: 'post' },
    )
    expect(await all(FORMATS.csv.read(ask))).toEqual([
      {
        file: 'a.csv',
        line: 2,
        activity: { kind: 'post', id: 'r1', author: { id: '7' }, at: '2026-03-01T11:00:00.000Z', text: 'Good; very' },
      },
      { file: 'a.csv', line: 3, problem: 'At: expected a time: ISO 8601 or seconds or milliseconds since the epoch' },
      { file: 'a.csv', line: 4, problem: 'has 2 fields; expected 5, as in the header' },
    ])
    expect(ask.notes).toEqual(['Not used: Shoe size.'])
  })
})

describe('the format', () => {
  const find = (source: SourceName, files: Record<string, string | object>, asked?: string) =>
    formatOf(folderOf(files), { source, settings: SETTINGS[source] }, asked)

  it.each([
    ['jsonl', 'standard', { 'a.jsonl': '{"kind":"post"}\n' }],
    ['csv', 'standard', { 'a.csv': '\ufeffid;at\n1;2' }],
    ['discourse', 'discourse', { 'a.json': { latest_posts: [] } }],
    ['discourse', 'discourse', { 'a.csv': 'topic_id,post_number\n' }],
    ['github', 'github', { 'a.json': [{ url: 'https://api.github.com/x' }] }],
    ['slack', 'slack', { 'channels.json': [], 'users.json': [] }],
  ] as const)('is found out to be %s', async (format, source, files) => {
    expect(await find(source, files)).toBe(format)
    expect(await find(source, files, format)).toBe(format)
  })

  it.each([
    ['standard', { 'channels.json': [] }, undefined, /looks like slack; a source of type standard takes jsonl or csv/],
    ['github', { 'a.txt': '' }, undefined, /no format that is known; a source of type github takes github/],
    ['github', { 'a.csv': 'a,b' }, 'csv', /csv is imported into a source of type standard; this one is of type github/],
    ['github', { 'a.csv': 'a,b' }, 'word', /--format word is not known; expected one of slack, github/],
  ] as const)('that does not fit a source of type %s is refused', async (source, files, asked, message) => {
    await expect(find(source, files, asked)).rejects.toThrow(message)
  })

  it('of a platform that nothing is imported of is said to be none', async () => {
    await expect(
      formatOf(folderOf({ 'a.json': {} }), { source: 'trustpilot', settings: { type: 'trustpilot' } }, undefined),
    ).rejects.toThrow(/Nothing can be imported into a source of type trustpilot/)
  })
})
