/** The movable time that functions and emulators see: the machine's clock plus an offset. */
export type Clock = {
  /** Milliseconds since the epoch, as functions see it. */
  now(): number
  offsetMs(): number
  /** Moves the clock; `listeners` hear of it. */
  setOffset(offsetMs: number): void
  /** @returns a function that ends the listening */
  onMove(listener: (byMs: number) => void): () => void
}

/** @param offsetMs where to start */
export const movableClock = (offsetMs = 0): Clock => {
  let offset = offsetMs
  const listeners = new Set<(byMs: number) => void>()
  return {
    now: () => Date.now() + offset,
    offsetMs: () => offset,
    setOffset: (next) => {
      const by = next - offset
      offset = next
      for (const listener of listeners) listener(by)
    },
    onMove: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
