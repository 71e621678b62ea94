import type { SourceSettings } from './source-settings.ts'

/** The kinds of source whose deliveries a mapping reads, if there is one. */
const MAPPED_TYPES: ReadonlySet<string> = new Set(['hmac', 'token', 'cloudevents', 'sns', 'queue', 'eventbridge'])

/**
 * Whether deliveries of a type of source are read by a mapping. Apart from the schemas of their settings, which would come into
 * every bundle that asks for no more than this.
 */
export const takesMapping = (type: string): boolean => MAPPED_TYPES.has(type)

/**
 * Whether nothing but the door's address vouches for what a source of such a type sends, so that it is marked `unverified` and
 * no address in it is believed.
 */
export const isUnverified = (settings: SourceSettings): boolean =>
  settings.type === 'token' || (settings.type === 'cloudevents' && settings.bearer !== true)
