import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { SourceType } from '../../shared/domain/listen/source-settings.ts'
import { sources } from '../../shared/sources/index.ts'
import { checkOf, fieldsOf, kindsOf } from '../support/source-facts.ts'

const text = readFileSync(new URL('../../docs/sources.md', import.meta.url), 'utf8')
const [, section = ''] = text.split('## All sources in one table')
const rows = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| `([a-z]+)` \|(.*)\|$/gm)].map(
  ([, type = '', cells = '']) => [type as SourceType, cells.split('|').map((cell) => cell.trim())] as const,
)

describe('the table of all sources in docs/sources.md', () => {
  it('has a row for every type, and no other', () => {
    expect(rows.map(([type]) => type).sort()).toEqual(Object.keys(sources).sort())
  })

  it.each(rows)('says of %s what its fixtures become, what they fill, and how they are checked', (type, cells) => {
    const [events, kinds, fields, check, notGiven] = cells
    expect([kinds, fields, check]).toEqual([kindsOf(type), fieldsOf(type), checkOf(type)])
    expect([events, notGiven].every((cell) => cell !== undefined && cell.length > 5)).toBe(true)
  })
})
