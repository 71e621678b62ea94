import { sign } from '../../local/sign.ts'
import type { SourceType } from '../../shared/domain/listen/source-settings.ts'
import type { Earshot } from './earshot.ts'

/** A delivery to one of the doors of the `local` stage. What is left out is as a well-behaved platform would have it. */
export type Push = {
  source: SourceType
  /** The door, where it is not named like its type. */
  name?: string
  /** GitHub: `issues`; Discourse: `post_created`; not used by the generic door. */
  event?: string
  body: string | Buffer | object
  headers?: Record<string, string | undefined>
  /** Milliseconds since the epoch: the sender's clock. */
  now?: number
  id?: string
}

const introduce: Partial<Record<SourceType, (event: string) => Record<string, string>>> = {
  discourse: (event) => ({
    'x-discourse-instance': 'https://community.example',
    'x-discourse-event-type': event.split('_')[0] ?? event,
    'x-discourse-event': event,
  }),
  github: (event) => ({ 'x-github-event': event }),
  standard: () => ({}),
}

/** Signs and pushes. @returns the door's answer: its status and its text */
export const push = async (
  { local }: Pick<Earshot, 'local'>,
  { source, name = source, event = '', body, headers = {}, now = Date.now(), id }: Push,
): Promise<{ status: number; text: string }> => {
  const door = local.sources.find((one) => one.name === name)
  if (!door) throw new Error(`The runner has no source ${name}`)
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const all = {
    'content-type': 'application/json',
    ...introduce[source]?.(event),
    ...sign(source, door.secret, bytes, now, id),
    ...headers,
  }
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const response = await fetch(door.url, { method: 'POST', headers: given, body: new Uint8Array(bytes) })
  return { status: response.status, text: await response.text() }
}
