import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose'
import type { Authorizer, UserPool } from '../resources/world.ts'
import type { Store } from '../state/store.ts'

/** The local stand-in for Cognito: one key pair, tokens that look like Cognito's access tokens. */
export type Issuer = {
  jwks: JSONWebKeySet
  /** A token that is good until 2100 and carries every scope and group of the pool. */
  token(pool: UserPool, issuer: string, client?: string): Promise<string>
  /**
   * Checks a bearer token as API Gateway's JWT authorizer does: signature, issuer, audience, times.
   * @returns the claims, or undefined when anything is wrong
   */
  verify(token: string, authorizer: Authorizer, now: number): Promise<JWTPayload | undefined>
}

const FOREVER = 4_102_444_800

const keyPair = async (store: Store): Promise<{ privateJwk: JWK; publicJwk: JWK }> => {
  const kept = store.get<{ privateJwk: JWK; publicJwk: JWK }>('oidc', 'key')
  if (kept) return kept
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const common = { kid: 'local', alg: 'RS256', use: 'sig' }
  const made = {
    privateJwk: { ...(await exportJWK(privateKey)), ...common },
    publicJwk: { ...(await exportJWK(publicKey)), ...common },
  }
  store.set('oidc', 'key', made)
  return made
}

const audienceFits = (claims: JWTPayload, audience: readonly string[]): boolean => {
  const given = [claims.aud ?? [], claims.client_id ?? []].flat().map(String)
  return given.some((one) => audience.includes(one))
}

/** Opens the issuer; its key pair is kept in the data folder, so that tokens outlive a restart. */
export const openIssuer = async (store: Store): Promise<Issuer> => {
  const { privateJwk, publicJwk } = await keyPair(store)
  const jwks = { keys: [publicJwk] }
  const keys = createLocalJWKSet(jwks)
  const signingKey = await importJWK(privateJwk, 'RS256')
  return {
    jwks,
    token: (pool, issuer, client = pool.clients[0] ?? 'local') =>
      new SignJWT({
        token_use: 'access',
        client_id: client,
        username: 'local-developer',
        // Of an id token: tests of emails go there.
        email: 'developer@roastery.example',
        email_verified: true,
        ...(pool.groups.length > 0 ? { 'cognito:groups': pool.groups } : {}),
        scope: ['aws.cognito.signin.user.admin', ...pool.scopes].join(' '),
      })
        .setProtectedHeader({ alg: 'RS256', kid: 'local' })
        .setSubject('local-developer')
        .setIssuer(issuer)
        .setJti('local')
        .setIssuedAt(0)
        .setExpirationTime(FOREVER)
        .sign(signingKey),
    verify: async (token, { issuer, audience }, now) => {
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer,
          algorithms: ['RS256'],
          currentDate: new Date(now),
          requiredClaims: ['exp'],
        })
        return audienceFits(payload, audience) ? payload : undefined
      } catch {
        return undefined
      }
    },
  }
}
