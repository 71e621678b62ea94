import type { Normalised } from '../domain/listen/delivery.ts'
import type { Mapping } from '../domain/listen/mapping/mapping.ts'
import type { SourceSettings, SourceType } from '../domain/listen/source-settings.ts'
import type { Iso } from '../domain/time.ts'
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
  /** The source's mapping, where its type takes one and somebody has put one. */
  mapping?: Mapping
}

/** The settings of one type of source. */
export type SettingsOf<T extends SourceType> = Extract<SourceSettings, { type: T }>

/**
 * Makes activities of a delivery's parsed body. Pure: the same delivery always means the same.
 * @throws MalformedDeliveryError when the body is not of the shape that the platform documents
 */
export type Normalise<T extends SourceType> = (body: object, context: SourceContext<SettingsOf<T>>) => Normalised

/**
 * A platform: what its deliveries mean. One file each. How they are verified is the door's business and stands in
 * `verification.ts`, so that neither the door nor the worker carries the other's code.
 */
export type Source<T extends SourceType = SourceType> = {
  normalise: Normalise<T>
  /** Reads a body that is no JSON. @throws MalformedDeliveryError */
  read?: (body: Buffer, headers: Headers) => object
  /** The platform signs nothing (or, by the settings, need not): whoever knows the door's address may speak for it. */
  unverified?: boolean | ((settings: SourceSettings) => boolean)
}
