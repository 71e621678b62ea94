/** Bytes of a bundle, and start-up instructions relative to an empty handler: what must hold, and what we would like. */
export const CEILINGS = {
  door: { bytes: 200_000, bytesStretch: 40_000, startup: 2.9, startupStretch: 2.3 },
  worker: { bytes: 350_000, bytesStretch: 250_000, startup: 3.5, startupStretch: 2.9 },
} as const
