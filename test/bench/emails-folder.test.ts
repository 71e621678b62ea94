import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { emptied, folderIn } from '../../bench/emails/folder.ts'

const base = mkdtempSync(join(tmpdir(), 'earshot-emails-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

describe('the folder that emails are written into', () => {
  it('is the one that is named, or the usual one; a question for help and a slip of the pen are none', () => {
    expect(folderIn([])).toBe('emails.out')
    expect(folderIn(['elsewhere'])).toBe('elsewhere')
    expect(folderIn(['--help'])).toBeUndefined()
    expect(() => folderIn(['--hlep'])).toThrow("Unknown option '--hlep'")
    expect(() => folderIn(['one', 'two'])).toThrow('One folder is expected, 2 came.')
  })

  it('is emptied where emails were written before, and never where something else is in it', () => {
    const folder = join(base, 'new')
    emptied(folder, 'sign')
    emptied(folder, 'sign')
    writeFileSync(join(folder, 'sign'), '')
    writeFileSync(join(folder, 'old.html'), '')
    emptied(folder, 'sign')
    expect(readdirSync(folder)).toEqual([])
    writeFileSync(join(folder, 'diary'), '')
    expect(() => emptied(folder, 'sign')).toThrow('has something else in it')
    expect(readdirSync(folder)).toEqual(['diary'])
  })
})
