import { describe, expect, it } from '@jest/globals'
import { readCrm } from '../../../local/import/format-crm.ts'
import { formatOf } from '../../../local/import/formats.ts'
import { judge, type Rules } from '../../../local/import/judge.ts'
import { normaliseDelivery } from '../../../shared/sources/normalise.ts'
import { all, askOf, folderOf } from './read.ts'

const HEADER =
  'Contact ID,Email,Full name,Company,Customer,Last modified,Topics,Basis,Wording,Consent date,Opt-out,Shoe size'
const read = (...rows: string[]) => {
  const ask = { ...askOf('standard', { 'c.csv': [HEADER, ...rows].join('\n') }), source: 'crm' }
  return { ask, found: all(readCrm(ask)) }
}
const rules = (consent: boolean): Rules => ({
  source: 'crm',
  oldest: '2026-01-01T00:00:00.000Z',
  consent,
  topics: ['tips'],
  now: '2026-06-01T00:00:00.000Z',
  normalise: (delivery, body) => normaliseDelivery(delivery, body, { crm: { type: 'standard' } }),
})
const WHOLE =
  '7,jim@mail.example,Jim Davies,Roasters,yes,2026-03-01,tips|news,consent,form-2026-01,2026-02-01T10:00:00Z,,43'

describe('contacts of a CRM', () => {
  it('are accounts, with the consent that the row shows', async () => {
    const { ask, found } = read(WHOLE)
    const author = { id: '7', email: 'jim@mail.example', emailVerified: true }
    expect(await found).toEqual([
      {
        file: 'c.csv',
        line: 2,
        activity: {
          ...{ kind: 'account', id: 'account:7', at: '2026-03-01T00:00:00.000Z', customer: true },
          author: { ...author, name: 'Jim Davies', company: 'Roasters' },
        },
      },
      {
        file: 'c.csv',
        line: 2,
        activity: {
          ...{ kind: 'consent', id: 'consent:7', at: '2026-02-01T10:00:00.000Z', author, granted: true },
          ...{ topics: ['tips', 'news'], basis: 'consent', wording: 'form-2026-01' },
        },
      },
    ])
    expect(ask.notes).toEqual(['Not used: Shoe size.'])
  })

  it('have no consent without a basis, a wording, a date, topics and an address: it is refused by line, the account is taken', async () => {
    const found = await read(
      '7,jim@mail.example,,,,2026-03-01,tips,,form,2026-02-01,,',
      '8,,,,,2026-03-01,tips,consent,form,2026-02-01,,',
    ).found
    expect(found.map((one) => ('problem' in one ? one.problem : 'taken'))).toEqual([
      'taken',
      'consent without basis; nothing of it is assumed',
      'taken',
      'consent without email; nothing of it is assumed',
    ])
    const [plain] = await read('9,jim@mail.example,,,,2026-03-01,,,,,,').found
    expect(plain).toMatchObject({ activity: { kind: 'account' } })
  })

  it('that opted out say so, whatever else the row has', async () => {
    const [, word] = await read('7,jim@mail.example,,,,2026-03-01,tips,consent,form,2026-02-01,yes,').found
    expect(word).toMatchObject({
      activity: { kind: 'consent', granted: false, topics: ['*'], at: '2026-03-01T00:00:00.000Z' },
    })
    // The day of the consent that was taken back since: the word must not be older than that consent, wherever it was given.
    const [, dated] = await read('7,jim@mail.example,,,,2026-03-01,tips,consent,form,2026-04-01,yes,').found
    expect(dated).toMatchObject({ activity: { granted: false, at: '2026-04-01T00:00:00.000Z' } })
    const [, late] = await read('7,jim@mail.example,,,,2026-03-01,,,,,1,').found
    expect(late).toMatchObject({ activity: { granted: false, at: '2026-03-01T00:00:00.000Z' } })
  })

  it.each([
    [',jim@mail.example,,,,2026-03-01,,,,,,', 'id: is missing'],
    ['null,jim@mail.example,,,,2026-03-01,,,,,,', 'id: stands for nobody'],
    ['7,jim@mail.example,,,,,,,,,,', 'updatedAt: is missing'],
    ['7,jim@mail.example,,,,soon,,,,,,', 'Last modified: expected a time'],
    ['7,jim@mail.example', 'has 2 fields; expected 12'],
    ['7,"a"b,', 'quot'],
  ])('of which %s cannot be taken are refused by line', async (row, problem) => {
    expect(await read(row).found).toEqual(
      [{ file: 'c.csv', line: 2, problem: expect.stringContaining(problem) }].map((one) =>
        expect.objectContaining(one),
      ),
    )
  })

  it('are read by the same normaliser as live deliveries, and grant only with --consent', async () => {
    const found = await read(WHOLE).found
    expect(found.map((one) => judge(rules(true), one))).toMatchObject([{ send: 'activity' }, { send: 'activity' }])
    expect(found.map((one) => judge(rules(false), one))).toMatchObject([
      { send: 'activity' },
      { refused: expect.stringContaining('--consent') },
    ])
  })

  it('take first and last names, and columns that are named', async () => {
    const files = { 'c.csv': 'ref;given name;surname;mail;created at\n7;Jim;Davies;jim@mail.example;2026-03-01' }
    const ask = { ...askOf('standard', files, { map: new Map([['ref', 'id']]) }), source: 'crm' }
    expect(await all(readCrm(ask))).toMatchObject([{ activity: { author: { id: '7', name: 'Jim Davies' } } }])
  })

  it.each([
    ['no id', 'email,updated at', 'No column is id'],
    ['no time', 'id,email', 'No column is updatedAt'],
    ['two ids', 'id,contact id,updated', 'Two columns are id'],
  ])('are refused as a whole with %s', async (_, header, problem) => {
    await expect(all(readCrm(askOf('standard', { 'c.csv': `${header}\n` })))).rejects.toThrow(problem)
  })

  it('are refused where the source promises a consent for everybody', async () => {
    const signUp = { basis: 'consent' as const, topics: ['tips'], wording: 'w' }
    const ask = askOf('standard', { 'c.csv': `${HEADER}\n` }, { settings: { type: 'standard', signUp } })
    await expect(all(readCrm(ask))).rejects.toThrow('signUp')
  })
})

describe('the format of contacts', () => {
  const settings = { type: 'standard' } as const
  const find = (source: string, head: string, asked?: string) =>
    formatOf(folderOf({ 'a.csv': `${head}\n1,2\n` }), { source, settings }, asked)

  it('is found by its header, for sources that are a CRM', async () => {
    expect(await find('crm', HEADER)).toBe('crm')
    expect(await find('crm-emea', HEADER)).toBe('crm')
    expect(await find('shop', HEADER)).toBe('csv')
    expect(await find('crm', 'kind,id,email,at')).toBe('csv')
    await expect(find('shop', HEADER, 'crm')).rejects.toThrow('a source named crm')
  })
})
