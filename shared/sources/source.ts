import type { Normalised } from '../domain/listen/delivery.ts'
import type { SourceSettings, SourceType } from '../domain/settings.ts'
import type { Iso } from '../domain/time.ts'
import type { SourceVerification } from './verification.ts'
import type { Headers } from './verify.ts'

/** What a normaliser knows besides the body. */
export type SourceContext<S extends SourceSettings = SourceSettings> = {
  /** The source's name in the settings. */
  source: string
  settings: S
  /** The headers that the source declared to keep, lower-case. */
  headers: Headers
  /** When the door got the delivery: the clock of last resort. */
  receivedAt: Iso
}

/** The settings of one type of source. */
export type SettingsOf<T extends SourceType> = Extract<SourceSettings, { type: T }>

/**
 * Makes activities of a delivery's parsed body. Pure: the same delivery always means the same.
 * @throws MalformedDeliveryError when the body is not of the shape that the platform documents
 */
export type Normalise<T extends SourceType> = (body: object, context: SourceContext<SettingsOf<T>>) => Normalised

/** A platform: how its deliveries are verified, and what they mean. One file each. */
export type Source<T extends SourceType = SourceType> = {
  verification: SourceVerification
  normalise: Normalise<T>
}
