import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const CACHEGRIND = [
  '--tool=cachegrind',
  '--cache-sim=no',
  '--smc-check=all-non-file',
  '--cachegrind-out-file=/dev/null',
]

/** What a counter says, after the program's own words. */
const COUNTERS = {
  valgrind: { args: CACHEGRIND, said: /I\s+refs:\s+([\d,]+)/ },
  perf: { args: ['stat', '-x', ';', '-e', 'instructions:u'], said: /^(\d+);[^\n]*instructions:u/m },
} as const

type Counter = keyof typeof COUNTERS
type Run = { env: Readonly<Record<string, string>>; args?: readonly string[] }

/**
 * The instructions of Node running a file to its end. A busy machine changes nothing.
 * @throws when the counter is not there or may not count, or the file ends with an error
 */
export const instructionsOf = async (
  file: string,
  { env, args = [] }: Run,
  counter: Counter = 'valgrind',
): Promise<number> => {
  const node = [process.execPath, '--single-threaded', '--predictable', file, ...args]
  const { stderr } = await promisify(execFile)(counter, [...COUNTERS[counter].args, ...node], {
    env: { PATH: process.env.PATH ?? '', ...env },
    maxBuffer: 16e6,
  })
  const counted = COUNTERS[counter].said.exec(stderr)?.[1]
  if (!counted) throw new Error(`${counter} said nothing of instructions: ${stderr.slice(-300)}`)
  return Number(counted.replaceAll(',', ''))
}

/** The processor's own counter where this machine lets it be read, as it costs no time; else valgrind. */
export const quickestCounter = async (file: string): Promise<Counter> => {
  try {
    await instructionsOf(file, { env: {} }, 'perf')
    return 'perf'
  } catch {
    return 'valgrind'
  }
}
