/**
 * The API's id of an activity: `<platform>:<id>`, reversible and safe in a URL. Bytes other than letters, digits, `.`,
 * `_`, `-` (and `:` in the platform's own id) are written `~` and two hex digits: gateways decode percent signs in paths,
 * some once and some twice, and `~` they leave alone.
 */
const escaped = (text: string, safe: RegExp): string =>
  [...new TextEncoder().encode(text)]
    .map((byte) => {
      const char = String.fromCharCode(byte)
      return safe.test(char) ? char : `~${byte.toString(16).padStart(2, '0')}`
    })
    .join('')

const plainOf = (text: string): string | undefined => {
  const bytes = text.match(/~[0-9a-f]{2}|[^~]/g) ?? []
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      new Uint8Array(
        bytes.map((piece) => (piece.startsWith('~') ? Number.parseInt(piece.slice(1), 16) : piece.charCodeAt(0))),
      ),
    )
  } catch {
    return undefined
  }
}

/** The id that the API gives to an activity of a platform. */
export const mentionId = (platform: string, id: string): string =>
  `${escaped(platform, /[\w.-]/)}:${escaped(id, /[\w.:-]/)}`

/** The way back; undefined when `text` is not what {@link mentionId} writes. */
export const parseMentionId = (text: string): { platform: string; id: string } | undefined => {
  const colon = text.indexOf(':')
  const platform = plainOf(text.slice(0, Math.max(colon, 0)))
  const id = plainOf(text.slice(colon + 1))
  if (!platform || !id || mentionId(platform, id) !== text) return undefined
  return { platform, id }
}
