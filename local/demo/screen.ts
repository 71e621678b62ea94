import { createColors } from 'picocolors'

/** Where the demo writes: lines that stay, and one line of progress below them that moves where the terminal can. */
export type Screen = {
  readonly paint: ReturnType<typeof createColors>
  readonly width: number
  /** Whether the line of progress is shown. */
  readonly moving: boolean
  line(text?: string): void
  progress(done: number, total: number, words: string): void
  done(): void
}

type Out = { write(text: string): unknown; isTTY?: boolean; columns?: number }
type Env = Record<string, string | undefined>

const BAR = 28
const FULL = '█'
const EMPTY = '░'

/** `done` of `total` as a bar. */
export const bar = (done: number, total: number, length = BAR): string => {
  const full = total > 0 ? Math.round((Math.min(done, total) / total) * length) : 0
  return FULL.repeat(full) + EMPTY.repeat(length - full)
}

/** Cuts to a number of characters, with an ellipsis. */
export const cut = (text: string, length: number): string => {
  const characters = [...text]
  return characters.length <= length ? text : `${characters.slice(0, Math.max(0, length - 1)).join('')}…`
}

/**
 * A screen on a stream. Colours only on a terminal that does not say NO_COLOR (https://no-color.org); without a terminal
 * there is no moving line, so that a log stays readable.
 */
export const screenOn = (out: Out, env: Env): Screen => {
  const moving = out.isTTY === true && env.TERM !== 'dumb'
  const paint = createColors(moving && !env.NO_COLOR)
  const width = out.columns ? Math.min(Math.max(out.columns, 60), 110) : 100
  let below = ''
  const clear = (): string => (below ? '\r\u001b[2K' : '')
  return {
    paint,
    width,
    moving,
    line: (text = '') => out.write(`${clear()}${text}\n${below}`),
    progress: (done, total, words) => {
      if (!moving) return
      const erase = clear()
      below = `${paint.cyan(bar(done, total))} ${paint.dim(cut(words, width - BAR - 2))}`
      out.write(`${erase}${below}`)
    },
    done: () => {
      out.write(clear())
      below = ''
    },
  }
}
