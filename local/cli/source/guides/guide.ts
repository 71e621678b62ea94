/** How a platform is set up to send to a door: what `npm run source` prints. Short, and in the platform's own words. */
export type Guide = {
  /**
   * Who makes the secret: `ours` is typed into the platform, `theirs` is given by it, `none` is where nothing is typed in
   * (nothing is signed, or with a key of the platform's own, or Earshot itself tells the secret), `doorless` where no HTTP door is at all.
   */
  secret: 'ours' | 'theirs' | 'none' | 'doorless'
  /** The way to the page where webhooks are made; for a source without a door, how it comes in. */
  where: string
  /** What the address is called there. */
  address?: string
  /** What the secret is called there; where it is theirs, where to find it. */
  secretName?: string
  /** The form of the platform's own secret, where it is known: what was pasted by mistake is seen at once. */
  form?: { pattern: RegExp; words: string }
  /** Other fields there, and what they have to be. */
  fields?: readonly (readonly [name: string, value: string])[]
  /** What to tick or subscribe to. */
  events?: readonly string[]
  /** What has to be known besides, a sentence or two. */
  note?: string
  /** Settings for infra/config.ts, with the fields that the type needs. */
  example: Readonly<Record<string, unknown>>
}

/** Meta's app secret and Slack's signing secret. */
export const HEX32 = { pattern: /^[0-9a-f]{32}$/, words: '32 hex digits' }
