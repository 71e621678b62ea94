import { PassThrough, Readable, Writable } from 'node:stream'
import { describe, expect, it } from '@jest/globals'
import { ask, askHidden, NoInputError, readAll } from '../../../local/cli/prompt.ts'

const terminal = () => {
  const modes: boolean[] = []
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (on: boolean) => modes.push(on) })
  let shown = ''
  const output = new Writable({
    write: (chunk, _, done) => {
      shown += String(chunk)
      done()
    },
  })
  return { input, output, modes, shown: () => shown }
}

describe('the hidden prompt', () => {
  it('shows the question and nothing of what is typed', async () => {
    const { input, output, modes, shown } = terminal()
    const answer = askHidden('Secret: ', input, output)
    for (const key of ['s', 'e', 'x', '\u007f', 'c', 'ret', '\r']) input.write(key)
    expect(await answer).toBe('secret')
    expect(shown()).toBe('Secret: \n')
    expect(modes).toEqual([true, false])
    expect(input.listenerCount('data')).toBe(0)
  })

  it('takes what is pasted, with or without the marks that terminals put around it', async () => {
    for (const pasted of ['whsec_abc/+=\n', '\u001b[200~whsec_abc/+=\u001b[201~\r', ' whsec_abc/+= \r\n']) {
      const { input, output, shown } = terminal()
      const answer = askHidden('? ', input, output)
      input.write(pasted)
      expect(await answer).toBe('whsec_abc/+=')
      expect(shown()).not.toContain('whsec')
    }
  })

  it('gives the terminal back when it is left with Ctrl-C or Ctrl-D', async () => {
    for (const key of ['\u0003', '\u0004']) {
      const { input, output, modes, shown } = terminal()
      const answer = askHidden('? ', input, output)
      input.write(`half${key}`)
      await expect(answer).rejects.toThrow(NoInputError)
      expect(modes).toEqual([true, false])
      expect(shown()).not.toContain('half')
    }
  })

  it('does not wait where there is no terminal', async () => {
    await expect(askHidden('? ', new PassThrough(), new PassThrough())).rejects.toThrow('--secret-stdin')
    await expect(ask('? ', new PassThrough(), new PassThrough())).rejects.toThrow('--yes')
  })
})

describe('an open question', () => {
  it('answers with the line that was typed', async () => {
    const { input, output, shown } = terminal()
    const answer = ask('Sure? ', input, output)
    input.write('yes\n')
    expect(await answer).toBe('yes')
    expect(shown()).toBe('Sure? ')
  })
})

describe('standard input', () => {
  it('is read whole, without the end of the line', async () => {
    expect(await readAll(Readable.from(['whsec', '_1\n']))).toBe('whsec_1')
  })

  it('has to hold something, and not too much', async () => {
    await expect(readAll(Readable.from([' \n']))).rejects.toThrow(NoInputError)
    await expect(readAll(Readable.from(['x'.repeat(10_001)]))).rejects.toThrow('no secret')
  })
})
