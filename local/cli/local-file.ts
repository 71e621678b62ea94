import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'

const schema = z.object({
  app: z.url(),
  aws: z.url(),
  inbox: z.url(),
  token: z.string(),
  region: z.string(),
  /** The stacks' outputs. */
  outputs: z.record(z.string(), z.string()),
  sources: z.array(z.object({ name: z.string(), url: z.url(), secret: z.string(), header: z.string() })),
})

/** What a running Earshot on this machine tells tools: where everything is, a token for its API, its
 * stacks' outputs and its doors. */
export type LocalFile = z.infer<typeof schema>

/** No Earshot runs here; the message says where it was looked for and what to do. */
export class NoRunnerError extends Error {
  override name = 'NoRunnerError'
  constructor(file: string, options?: ErrorOptions) {
    super(
      `No Earshot runs here: ${file} is missing or nobody answers. Run \`npm start\` in another terminal first.`,
      options,
    )
  }
}

/** Where state lives unless told: `.earshot` in the working directory. */
export const DATA = '.earshot'

/**
 * Reads the file that a runner keeps while it runs.
 * @param data the runner's data folder
 * @throws NoRunnerError when there is none
 */
export const readLocalFile = (data: string): LocalFile => {
  const file = join(data, 'local.json')
  try {
    return z.parse(schema, JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new NoRunnerError(file, { cause })
  }
}
