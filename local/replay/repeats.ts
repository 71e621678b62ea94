import { createHash } from 'node:crypto'

/** What fails is tried again within minutes, and archived each time: the copies lie near each other. */
const REMEMBERED = 100_000

/**
 * Tells of lines that came before, among the latest so many.
 * @param most lines that are remembered
 */
export const repeats = (most = REMEMBERED): ((line: Uint8Array) => boolean) => {
  const known = new Set<string>()
  return (line) => {
    const hash = createHash('sha256').update(line).digest('base64').slice(0, 24)
    if (known.has(hash)) return true
    known.add(hash)
    const [oldest] = known
    if (known.size > most && oldest !== undefined) known.delete(oldest)
    return false
  }
}
