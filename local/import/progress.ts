import type { Screen } from '../demo/screen.ts'
import type { State } from './state.ts'

const MINUTE = 60
/** Seconds between two lines where no line can move. */
const SELDOM = 10

const span = (seconds: number): string => {
  if (!Number.isFinite(seconds)) return '?'
  const whole = Math.ceil(seconds)
  if (whole < MINUTE) return `${whole} s`
  if (whole < 60 * MINUTE) return `${Math.floor(whole / MINUTE)} min ${whole % MINUTE} s`
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / MINUTE)} min`
}

/** How far an import is, in words. `bytes`: read of `total`. */
export const progressWords = (
  state: Pick<State, 'sent' | 'refused' | 'skipped'>,
  { sent, seconds, bytes, total }: { sent: number; seconds: number; bytes: number; total: number },
): string => {
  const skipped = Object.values(state.skipped).reduce((sum, number) => sum + number, 0)
  const rate = seconds > 0 ? Math.round(sent / seconds) : 0
  const left = bytes > 0 ? (seconds * Math.max(0, total - bytes)) / bytes : Number.POSITIVE_INFINITY
  return [
    `${state.sent} taken`,
    ...(state.refused > 0 ? [`${state.refused} refused`] : []),
    ...(skipped > 0 ? [`${skipped} left out`] : []),
    `${rate}/s`,
    `${span(left)} left`,
  ].join(', ')
}

/** Shows how far an import is: a bar where the terminal can, a line now and then where it cannot. */
export const progressOn = (
  screen: Pick<Screen, 'progress' | 'line'>,
  {
    moving,
    total,
    bytes,
    clock = () => performance.now(),
  }: { moving: boolean; total: number; bytes: () => number; clock?: () => number },
): ((state: State) => void) => {
  const from = clock()
  let first: number | undefined
  let shown = from
  return (state) => {
    first ??= state.sent
    const now = clock()
    const read = Math.min(bytes(), total)
    const words = progressWords(state, { sent: state.sent - first, seconds: (now - from) / 1_000, bytes: read, total })
    if (moving) screen.progress(read, total, words)
    else if (now - shown >= SELDOM * 1_000) {
      shown = now
      screen.line(`${Math.floor((100 * read) / Math.max(1, total))} %  ${words}`)
    }
  }
}
