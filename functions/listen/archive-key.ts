import { createHash } from 'node:crypto'

/**
 * Where a large body is put aside. Ids may be told by headers that nobody signed, so the key has a hash of the body: no
 * delivery can take the place of another one's body.
 */
export const archiveKeyOf = (source: string, receivedAt: string, id: string, body: Uint8Array): string => {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16)
  return `deliveries/${source}/${receivedAt.slice(0, 10).replaceAll('-', '/')}/${id}-${hash}`
}
