/** The kinds of source whose deliveries a mapping reads, if there is one. */
const MAPPED_TYPES: ReadonlySet<string> = new Set(['hmac', 'token', 'cloudevents', 'sns', 'queue', 'eventbridge'])

/**
 * Whether deliveries of a type of source are read by a mapping. Apart from the schemas of their settings, which would come into
 * every bundle that asks for no more than this.
 */
export const takesMapping = (type: string): boolean => MAPPED_TYPES.has(type)
