import { readTokenKeys, type TokenKeys } from '../domain/nudge/tokens.ts'
import type { ReadSecret } from './secrets.ts'

/**
 * The keys behind the tokens in links, derived once per text of the secret, so that a rotation is seen as soon as the
 * secret's reader sees it.
 */
export const cachedTokenKeys = (readSecret: ReadSecret, secretId: string): (() => Promise<TokenKeys>) => {
  let known: { secret: string; keys: TokenKeys } | undefined
  return async () => {
    const secret = await readSecret(secretId)
    if (known?.secret !== secret) known = { secret, keys: readTokenKeys(secret) }
    return known.keys
  }
}
