import * as z from 'zod/mini'
import type { Channel } from './alert.ts'

/**
 * Where alerts go besides email: addresses that whoever knows them may write to, and what webhooks are signed with. All of a stage's
 * are in one secret, which one function reads. Formats: Slack's and Teams' documentation; Standard Webhooks 1.0 for `whsec_`.
 */

const destination = z.object({
  kind: z.enum(['slack', 'teams', 'webhook']),
  url: z.string(),
  /** Webhooks: base64 of 24 to 64 bytes after `whsec_`. `previous` signs as well until it is taken away. */
  secret: z.optional(z.string()),
  previous: z.optional(z.string()),
  rotated: z.optional(z.string()),
})
/** A place that alerts go to. */
export type Destination = z.infer<typeof destination>

const schema = z.object({ destinations: z.optional(z.record(z.string(), destination)) })

/** The destinations in the secret's text, by name; none where it has no such thing. */
export const destinationsOf = (text: string): Record<string, Destination> => {
  try {
    const parsed = z.safeParse(schema, JSON.parse(text))
    return (parsed.success ? parsed.data.destinations : undefined) ?? {}
  } catch {
    return {}
  }
}

/** The secret's text with other destinations; whatever else it holds stays. */
export const withDestinations = (text: string, destinations: Readonly<Record<string, Destination>>): string => {
  const before: unknown = JSON.parse(text)
  return JSON.stringify({ ...(typeof before === 'object' ? before : {}), destinations })
}

/** By host and path, so that what is meant for a chat cannot be sent anywhere else. */
const PLACES: Readonly<Record<Destination['kind'], { pattern: RegExp; expected: string }>> = {
  slack: {
    pattern: /^https:\/\/hooks\.slack(-gov)?\.com\/services\/[\w/-]+$/,
    expected: "a Slack incoming webhook's address: https://hooks.slack.com/services/...",
  },
  teams: {
    pattern: /^https:\/\/[a-z0-9.-]+\.(logic\.azure\.com|api\.powerplatform\.com)(:443)?\/[^\s#]+$/,
    expected: 'the address of a Teams workflow that waits for a webhook, at logic.azure.com or api.powerplatform.com',
  },
  webhook: {
    pattern: /^https:\/\/[^\s/?#@]+(\/[^\s#]*)?$/,
    expected: 'an address that begins with https://, without a user name',
  },
}
const LOOPBACK = /^http:\/\/127\.0\.0\.1:\d+(\/[^\s#]*)?$/

/**
 * What is wrong with a destination's address; undefined when nothing is. Whether its host is on the public internet is looked at
 * when it is called.
 * @param options.loopback this machine may be written to: only the stage that runs on it
 */
export const addressProblem = (
  { kind, url }: Pick<Destination, 'kind' | 'url'>,
  { loopback }: { loopback: boolean },
): string | undefined => {
  const { pattern, expected } = PLACES[kind]
  const fits = url.length <= 2_000 && (pattern.test(url) || (loopback && LOOPBACK.test(url)))
  // The address itself is a secret: it is not repeated.
  return fits ? undefined : `expected ${expected}`
}

/** Whether a channel needs a destination. */
export const hasDestination = (kind: Channel): kind is Destination['kind'] => Object.hasOwn(PLACES, kind)
