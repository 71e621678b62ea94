/** Bytes of a bundle, which are its ceiling as well, and start-up instructions relative to an empty handler: what is aimed at, and what would be nice. */
export const GOALS = {
  door: { bytes: 200_000, bytesStretch: 40_000, startup: 2.9, startupStretch: 2.3 },
  worker: { bytes: 350_000, bytesStretch: 250_000, startup: 3.5, startupStretch: 2.9 },
} as const

/** Bytes that the files beside a function's bundle may have together: they are deployed with it and read when they are needed. */
export const BESIDE_CEILING = 1_000_000
