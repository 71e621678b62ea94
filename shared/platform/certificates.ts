/** Certificates that a sender keeps at an address of its own (SNS). The caller has to know that the address is the sender's. */

/** A certificate could not be had from its address. */
export class CertificateError extends Error {
  override name = 'CertificateError'
}

/** Milliseconds for the whole of it. */
const PATIENCE = 2_000
/** Bytes; SNS's certificates have about two thousand. */
const LARGEST = 16_384
/** How long a certificate is kept, in milliseconds; whether it is valid is looked at each time it is used. */
const KEPT = 60 * 60_000
/** A sender has a few at a time; more addresses than these push out the oldest. */
const MOST = 8

type Fetch = (url: string, init: RequestInit) => Promise<Response>

const textOf = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > LARGEST) throw new CertificateError(`The certificate is larger than ${LARGEST} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * The text at an address: no redirects, two seconds, 16 kB.
 * @throws CertificateError
 */
export const fetchCertificate = async (url: string, fetch: Fetch = globalThis.fetch): Promise<string> => {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE) })
    if (!response.ok) throw new CertificateError(`The certificate's address answered ${response.status}.`)
    return await textOf(response)
  } catch (cause) {
    if (cause instanceof CertificateError) throw cause
    throw new CertificateError('The certificate could not be fetched.', { cause })
  }
}

/**
 * A reader that remembers what it fetched for an hour, and never a failure.
 * @param now milliseconds since the epoch: a frozen function's steady clock stands still
 */
export const cachedCertificates = (
  read: (url: string) => Promise<string> = fetchCertificate,
  now: () => number = Date.now,
): ((url: string) => Promise<string>) => {
  const known = new Map<string, { text: Promise<string>; since: number }>()
  return (url) => {
    const hit = known.get(url)
    const age = hit ? now() - hit.since : -1
    if (hit && age >= 0 && age < KEPT) return hit.text
    const text = read(url)
    known.delete(url)
    known.set(url, { text, since: now() })
    const [oldest] = known.keys()
    if (known.size > MOST && oldest !== undefined) known.delete(oldest)
    text.catch(() => {
      if (known.get(url)?.text === text) known.delete(url)
    })
    return text
  }
}
