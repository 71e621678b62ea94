import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import * as z from 'zod/mini'
import { headOf } from '../../bench/support/help.ts'

const ROOT = join(import.meta.dirname, '../..')
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(textOf('package.json')))
/** `npm run emails` has a folder to choose, and words of its own. */
const benches = Object.entries(scripts).flatMap(([script, line]) => {
  const [file] = /bench\/[\w-]+\.ts/.exec(line) ?? []
  return file && script !== 'emails' ? [{ script, file }] : []
})

describe('the help of a benchmark', () => {
  it.each(benches)('is asked for before $script does anything, and has words', ({ file }) => {
    const source = textOf(file)
    const [first] = source.split('\n').filter((line) => line.startsWith('import'))
    expect(first).toBe("import './support/help.ts'")
    expect(headOf(source)).toMatch(/^[A-Z][^*]{40}/)
  })

  it('is the head of its file, and nothing is measured', () => {
    const node = [...process.execArgv.filter((flag) => flag.startsWith('--disable-warning')), 'bench/linking.ts']
    const said = execFileSync(process.execPath, [...node, '--help'], { cwd: ROOT, encoding: 'utf8' })
    expect(said).toContain('npm run bench:linking')
    expect(said).toMatch(/^What linking a person/)
    expect(said).not.toMatch(/\*|WRU/)
  })
})
