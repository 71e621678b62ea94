import { describe, expect, it } from '@jest/globals'
import { ReplayUsageError, replayArguments, USAGE, whereOf } from '../../../local/replay/arguments.ts'
import { DAY, HOUR } from '../../../shared/domain/time.ts'

const NOW = Date.parse('2026-11-21T20:00:00.000Z')
const read = (words: string) => replayArguments(words.split(' '), NOW)

describe('what is typed behind npm run replay', () => {
  it('is taken with its defaults', () => {
    expect(read('--all')).toEqual({
      ...{ sources: undefined, ids: undefined, from: undefined, to: undefined },
      ...{ after: undefined, dryRun: false, nudges: false, rate: 50, late: DAY },
    })
  })

  it('may name sources and deliveries more than once, and times that count back', () => {
    expect(
      read('--source a --source b --id 1 --id 2 --from -2d --to -12h --dry-run --nudge --rate 5 --late 18d'),
    ).toEqual({
      ...{ sources: ['a', 'b'], ids: ['1', '2'], from: NOW - 2 * DAY, to: NOW - 12 * HOUR },
      ...{ after: undefined, dryRun: true, nudges: true, rate: 5, late: 18 * DAY },
    })
  })

  it('goes on behind a line', () => {
    expect(read('--all --after raw/2026/11/14/16/a:b.gz:120').after).toEqual({
      key: 'raw/2026/11/14/16/a:b.gz',
      line: 120,
    })
  })

  it('says where', () => {
    expect(whereOf(['--stage', 'prod', '--from', '-2d'])).toEqual({ help: false, stage: 'prod', data: '.earshot' })
    expect(whereOf(['--help']).help).toBe(true)
  })

  it.each([
    ['', 'Say which deliveries'],
    ['--dry-run', 'Say which deliveries'],
    ['--from soon', '--from: got "soon"'],
    ['--from -1d --to -2d', 'nothing lies between'],
    ['--all --rate 0', '--rate: got "0"'],
    ['--all --rate fast', '--rate: got "fast"'],
    ['--all --late -1d', '--late'],
    ['--all --late 90d', '60d at most'],
    ['--all --after raw/x', '--after: got "raw/x"'],
    ['--all --since -1d', '--since'],
    ['--all now', 'now'],
  ])('%j is answered with what was expected', (words, said) => {
    const ask = () => replayArguments(words.split(' ').filter(Boolean), NOW)
    expect(ask).toThrow(ReplayUsageError)
    expect(ask).toThrow(said)
  })

  it('has every option in its help', () => {
    for (const name of 'source id from to all late dry-run nudge rate after stage data'.split(' '))
      expect(USAGE).toContain(`--${name}`)
  })
})
