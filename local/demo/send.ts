import { createHash } from 'node:crypto'
import { verifications } from '../../shared/sources/verification.ts'
import { signatureOf } from '../../shared/sources/verify.ts'
import type { LocalFile } from '../cli/local-file.ts'
import type { Happening, Payload } from './happening.ts'

type Source = Happening['source']
type Door = LocalFile['sources'][number]

/** A UUID that is the same for the same text: a delivery that comes again has the id that it had. */
const idOf = (text: string): string => {
  const hex = createHash('sha256').update(text).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

/** How each platform introduces a delivery, besides its signature. */
const introductions: Record<Source, (payload: Payload, id: string) => Record<string, string>> = {
  discourse: ({ event, body }) => ({
    'x-discourse-instance': 'https://community.example',
    'x-discourse-event-type': Object.keys(body)[0] ?? '',
    'x-discourse-event': event,
  }),
  github: ({ event }, id) => ({ 'x-github-event': event.split('.')[0] ?? event, 'x-github-delivery': id }),
  standard: () => ({}),
}

/** What stands before the signature in its header. */
const prefixes: Record<Source, string> = { discourse: 'sha256=', github: 'sha256=', standard: 'v1,' }

const FORGED = `whsec_${Buffer.from('not the secret of this door').toString('base64')}`

/**
 * A delivery as the platform would send it: the body, and the headers with a signature over exactly these bytes.
 * @param now the sender's clock, which Standard Webhooks signs, too
 */
export const signedRequest = (door: Door, happening: Happening, payload: Payload, now: string) => {
  const { scheme } = verifications[happening.source]
  const body = JSON.stringify(payload.body)
  const id = idOf(`${happening.source} ${payload.event} ${body}`)
  const ts = String(Math.floor(Date.parse(now) / 1_000))
  const key = scheme.key.bytes(happening.forged ? FORGED : door.secret)
  const signature = signatureOf(scheme, key, { body: Buffer.from(body), ts, id })
  return {
    url: door.url,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...introductions[happening.source](payload, id),
      ...(scheme.idHeader ? { [scheme.idHeader]: id } : {}),
      ...(scheme.timestamp?.header ? { [scheme.timestamp.header]: ts } : {}),
      [door.header]: `${prefixes[happening.source]}${signature}`,
    },
    body,
  }
}
