import { isPlaceholder } from '../../shared/domain/connect/hints.ts'
import { csvRecordsOf, separatorOf } from './csv.ts'
import type { FormatAsk } from './formats.ts'
import { type Found, ImportError, type Place } from './found.ts'
import { asIs, CellError, flagOf, severalOf, timeOf } from './values.ts'

/**
 * Contacts of a CRM, one a row: what makes an account, and what the person has agreed to. Each row has to say on which basis,
 * to which wording and when; none of these is ever assumed.
 */

/** Characters of a record. */
const MOST = 100_000

/** Fields, how their cells are read, and what CRMs call their columns besides. Letters and digits only, lower case. */
const FIELDS: Record<string, { read: (cell: string) => unknown; also: readonly string[] }> = {
  id: { read: (cell) => cell.trim(), also: ['externalid', 'contactid', 'crmid', 'recordid', 'customerid'] },
  updatedAt: {
    read: timeOf,
    also: ['lastmodified', 'lastmodifieddate', 'modifiedat', 'modified', 'updated', 'createdat', 'createdate'],
  },
  email: { read: (cell) => cell.trim(), also: ['emailaddress', 'mail'] },
  name: { read: asIs, also: ['fullname', 'contactname'] },
  firstName: { read: asIs, also: ['givenname'] },
  lastName: { read: asIs, also: ['familyname', 'surname'] },
  company: { read: asIs, also: ['companyname', 'accountname', 'organization', 'organisation'] },
  customer: { read: flagOf, also: ['knowncustomer', 'iscustomer'] },
  language: { read: asIs, also: ['preferredlanguage'] },
  topics: { read: severalOf, also: ['consenttopics', 'subscriptions'] },
  basis: { read: (cell) => cell.trim(), also: ['consentbasis', 'legalbasis'] },
  wording: { read: asIs, also: ['consentwording', 'consenttext'] },
  consentAt: { read: timeOf, also: ['consentdate', 'optindate', 'consentedat'] },
  optedOut: { read: flagOf, also: ['optout', 'emailoptout', 'hasoptedoutofemail', 'unsubscribed'] },
}

/** What a column of contacts may be. */
export const CRM_FIELDS = Object.keys(FIELDS)

const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')
const BY_NAME = new Map(
  Object.entries(FIELDS).flatMap(([field, { also }]) =>
    [plainName(field), ...also].map((name) => [name, field] as const),
  ),
)

/** Whether a file's first line names contacts: an id and an address, and nothing that an activity has. */
export const looksLikeContacts = (head: string): boolean => {
  const [first = ''] = head.split(/\r?\n/, 1)
  const names = first.split(separatorOf(first)).map((name) => plainName(name))
  const fields = new Set(names.map((name) => BY_NAME.get(name)))
  return fields.has('id') && fields.has('email') && !names.includes('kind') && !names.includes('authorid')
}

type Row = {
  id?: string
  updatedAt?: string
  email?: string
  name?: string
  firstName?: string
  lastName?: string
  company?: string
  customer?: boolean
  language?: string
  topics?: string[]
  basis?: string
  wording?: string
  consentAt?: string
  optedOut?: boolean
}

const fieldsOf = (header: readonly string[], map: ReadonlyMap<string, string>): (string | undefined)[] => {
  const fields = header.map((column) => map.get(column.trim().toLowerCase()) ?? BY_NAME.get(plainName(column)))
  const double = fields.find((field, at) => field !== undefined && fields.indexOf(field) !== at)
  if (double) throw new ImportError(`Two columns are ${double}; say with --map which one is.`)
  const missing = ['id', 'updatedAt'].filter((field) => !fields.includes(field))
  if (missing.length > 0)
    throw new ImportError(
      `No column is ${missing.join(', none is ')}. There are ${header.join(', ')}. Say which is with --map column=field.`,
    )
  return fields
}

/** @throws CellError that names the column */
const rowOf = (header: readonly string[], fields: readonly (string | undefined)[], cells: readonly string[]): Row => {
  if (cells.length !== header.length)
    throw new CellError(`has ${cells.length} fields; expected ${header.length}, as in the header`)
  const row: Record<string, unknown> = {}
  for (const [at, field] of fields.entries()) {
    const cell = cells[at] ?? ''
    if (field === undefined || cell.trim() === '') continue
    try {
      row[field] = FIELDS[field]?.read(cell)
    } catch (error) {
      if (error instanceof CellError) throw new CellError(`${header[at]}: ${error.message}`)
      throw error
    }
  }
  return row
}

const authorOf = ({ id, email, name, firstName, lastName, company, language }: Row): Record<string, unknown> => ({
  id,
  name: name ?? ([firstName, lastName].filter(Boolean).join(' ') || undefined),
  company,
  language,
  ...(email === undefined ? {} : { email, emailVerified: true }),
})

/** What a row says of email: nothing, a word, or half a word, which is none. */
const consentOf = (row: Row, place: Place): Found[] => {
  const { id, email, updatedAt, topics, basis, wording, consentAt, optedOut } = row
  const author = { id, ...(email === undefined ? {} : { email, emailVerified: true }) }
  const common = { kind: 'consent', id: `consent:${id}`, author }
  if (optedOut) {
    const word = { granted: false, topics: ['*'], basis: 'consent', wording: wording ?? 'opted out in the CRM' }
    // A date of consent may be that of the consent which was taken back, and no word is older than what it takes back.
    const at = [consentAt ?? '', updatedAt ?? ''].sort().at(-1)
    return [{ ...place, activity: { ...common, at, ...word } }]
  }
  const said = { basis, wording, consentAt, topics, email }
  if ([basis, wording, consentAt, topics].every((part) => part === undefined)) return []
  const missing = Object.entries(said).flatMap(([name, part]) => (part === undefined ? [name] : []))
  if (missing.length > 0)
    return [
      { ...place, ...(id ? { id } : {}), problem: `consent without ${missing.join(', ')}; nothing of it is assumed` },
    ]
  return [{ ...place, activity: { ...common, at: consentAt, granted: true, topics, basis, wording } }]
}

const foundIn = (row: Row, place: Place): Found[] => {
  const { id, updatedAt, customer } = row
  if (id === undefined || isPlaceholder(id))
    return [
      { ...place, problem: `id: ${id === undefined ? 'is missing' : 'stands for nobody'}; expected the CRM's own id` },
    ]
  if (updatedAt === undefined) return [{ ...place, id, problem: 'updatedAt: is missing; expected a time' }]
  const account = { kind: 'account', id: `account:${id}`, at: updatedAt, author: authorOf(row) }
  return [{ ...place, activity: { ...account, ...(customer ? { customer } : {}) } }, ...consentOf(row, place)]
}

/** Contacts of a CRM: one account a row, and the person's word on email where the row has it. */
export const readCrm = async function* ({ folder, source, settings, map, note }: FormatAsk): AsyncIterable<Found> {
  if (settings.signUp)
    throw new ImportError(
      `The source ${source} promises a consent for every account (signUp), but a contact has only what its row says. Take signUp out of its settings.`,
    )
  for (const file of folder.names) {
    let header: { names: readonly string[]; fields: (string | undefined)[] } | undefined
    for await (const record of csvRecordsOf(folder.open(file), MOST)) {
      const place = { file, line: record.line }
      if ('problem' in record) yield { ...place, problem: record.problem }
      else if (!header) {
        header = { names: record.fields, fields: fieldsOf(record.fields, map) }
        const { fields } = header
        const unused = record.fields.filter((_, at) => fields[at] === undefined)
        if (unused.length > 0) note(`Not used: ${unused.join(', ')}.`)
      } else {
        try {
          yield* foundIn(rowOf(header.names, header.fields, record.fields), place)
        } catch (error) {
          if (!(error instanceof CellError)) throw error
          yield { ...place, problem: error.message }
        }
      }
    }
  }
}
