import { parseArgs } from 'node:util'

export type Arguments = { port: number; data: string; fresh: boolean; help: boolean; assembly: string | undefined }

/** The command line is not understood; the message says what was expected. */
export class UsageError extends Error {
  override name = 'UsageError'
}

export const USAGE = `Runs Earshot on this machine: synthesizes the app and runs what was synthesized.

  npm start -- [--port N] [--data DIR] [--fresh] [--assembly DIR] [--help]

  --port N        the app's port (4300); AWS answers on N+1
  --data DIR      where state is kept between runs (.earshot)
  --fresh         start empty: forget what DIR holds
  --assembly DIR  run this cloud assembly instead of synthesizing one
  --help          this text
`

const OPTIONS = {
  port: { type: 'string', default: '4300' },
  data: { type: 'string', default: '.earshot' },
  fresh: { type: 'boolean', default: false },
  assembly: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

/** @throws UsageError */
export const parseArguments = (args: string[]): Arguments => {
  try {
    const { values } = parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: false })
    const port = Number(values.port)
    if (!Number.isInteger(port) || port < 1 || port > 65_534)
      throw new UsageError(`--port expects a number from 1 to 65534, but got ${JSON.stringify(values.port)}.`)
    if (values.data === '') throw new UsageError('--data expects a folder.')
    return { port, data: values.data, fresh: values.fresh, help: values.help, assembly: values.assembly }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
