/** A delivery as a platform sends it, before it is signed. */
export type Payload = {
  /** The platform's own headers, lower-case, without the signature. */
  headers: Record<string, string>
  /** The JSON body, exactly as it is to be signed and sent. */
  body: string
}

/** An ISO time to the second, as GitHub writes it. */
export const seconds = (at: string): string => `${new Date(at).toISOString().slice(0, 19)}Z`
