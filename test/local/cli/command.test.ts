import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { describe, expect, it } from '@jest/globals'
import { runAlerts } from '../../../local/cli/alerts.ts'
import { CommandError, commandOf, type Outcome, runCommand } from '../../../local/cli/command.ts'
import { runRecipes } from '../../../local/cli/recipes.ts'
import { runSource } from '../../../local/cli/source.ts'

const terminal = () => {
  const shown = { out: '', err: '' }
  const out = (text: string): void => {
    shown.out += text
  }
  const err = new Writable({
    write: (chunk, _, done) => {
      shown.err += String(chunk)
      done()
    },
  })
  return { shown, input: Readable.from([]), out, err }
}
const run = async (perform: () => Promise<Outcome | string>, json = false) => {
  const at = terminal()
  return { code: await runCommand(at, json, perform), ...at.shown }
}
const BAD = { ok: false, lines: ['a\u001b[2Jb', 'c'], data: { a: 1 } }

describe('a command', () => {
  it.each([
    ['source', runSource],
    ['recipes', runRecipes],
    ['alerts', runAlerts],
  ])('explains itself in lines: %s', async (name, command) => {
    const at = terminal()
    expect(await command(['--help'], at)).toBe(0)
    expect(at.shown.out).toMatch(new RegExp(`^npm run ${name} -- COMMAND .*\n\n`))
    expect(at.shown.err).toBe('')
  })

  it('says what came of it in lines that move no cursor, and ends with 1 when all is not well', async () => {
    expect(await run(async () => BAD)).toEqual({ code: 1, out: 'a [2Jb\nc\n', err: '' })
    expect(await run(async () => ({ ...BAD, ok: true }))).toMatchObject({ code: 0 })
  })

  it('says it in one JSON document to a program, also what went wrong', async () => {
    const { code, out } = await run(async () => BAD, true)
    expect({ code, told: JSON.parse(out) }).toEqual({ code: 1, told: { ok: false, result: { a: 1 } } })
    const failed = await run(() => Promise.reject(new CommandError('no such thing')), true)
    expect(failed).toMatchObject({ code: 1, err: '' })
    expect(JSON.parse(failed.out)).toEqual({ ok: false, error: 'no such thing' })
  })

  it('tells a person what went wrong apart from what is shown', async () => {
    const failed = await run(() => Promise.reject(new Error('one\u0007\ntwo')))
    expect(failed).toEqual({ code: 1, out: '', err: 'one \ntwo\n' })
  })
})

describe('a command of which nobody reads on', () => {
  it.each(['dry-run', 'recipes', 'events'])(
    'ends as calmly as any other: %s',
    async (name) => {
      const file = join(import.meta.dirname, `../../../local/cli/${name}.ts`)
      const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, '--help'])
      child.stdout.destroy()
      let complaint = ''
      child.stderr.on('data', (chunk) => {
        complaint += String(chunk)
      })
      const [code] = await once(child, 'close')
      expect({ code, complaint }).toEqual({ code: 0, complaint: '' })
    },
    30_000,
  )
})

describe('a word that is no command', () => {
  it('is answered with the one that was probably meant, and how it is used', () => {
    const commands = { list: 1, rotate: 2 }
    expect(commandOf(commands, 'rotate', 'USAGE')).toBe(2)
    expect(() => commandOf(commands, 'lst', 'USAGE')).toThrow(
      'There is no command "lst"; did you mean "list"?\n\nUSAGE',
    )
    expect(() => commandOf(commands, 'toString', 'USAGE')).toThrow('There is no command "toString".')
    expect(() => commandOf(commands, undefined, 'USAGE')).toThrow(/^USAGE$/)
  })
})
