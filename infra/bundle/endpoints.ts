/**
 * Stands in for the endpoint rules of the SDK's clients in the bundles: the address that was configured, or the service's
 * usual one in its region. The rules themselves are a table of every partition and a small machine that walks it.
 */

/** What the SDK asks an endpoint for; the rest of what it says has no bearing on ours. */
type EndpointParams = { Endpoint?: string; Region?: string; UseFIPS?: boolean; UseDualStack?: boolean }
type Endpoint = { url: URL; properties: Record<string, never>; headers: Record<string, never> }

/** Where a region's services live, by how its name begins. */
const SUFFIXES: readonly [RegExp, string][] = [
  [/^cn-/, 'amazonaws.com.cn'],
  [/^eusc-/, 'amazonaws.eu'],
  [/^(us|eu)-iso/, ''],
  [/^[a-z]{2}-[a-z-]+-\d+$/, 'amazonaws.com'],
]

/**
 * @param host the first part of the service's host name, such as `dynamodb`
 * @throws Error where an address is asked for that this does not know
 */
export const endpointsOf =
  (host: string) =>
  ({ Endpoint, Region = '', UseFIPS, UseDualStack }: EndpointParams): Endpoint => {
    const suffix = SUFFIXES.find(([pattern]) => pattern.test(Region))?.[1]
    if (UseFIPS || UseDualStack || (Endpoint === undefined && !suffix)) {
      throw new Error(
        `No address for ${host} in the region "${Region}"${UseFIPS ? ' with FIPS' : ''}${UseDualStack ? ' with dual stack' : ''}: the SDK's endpoint rules are left out of this bundle, see infra/build-plugins.ts.`,
      )
    }
    return { url: new URL(Endpoint ?? `https://${host}.${Region}.${suffix}`), properties: {}, headers: {} }
  }
