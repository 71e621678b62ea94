import { PullError } from './puller.ts'

/** A WebSocket of Jetstream, read until there is no reason to go on. */

/** What one reading is told: `onText` gets every frame of text, and says whether that was enough. */
export type Reading = {
  url: string
  onText: (text: string) => 'more' | 'enough'
  /** Anything but text came. */
  onOther: () => void
  /** Milliseconds that are left. */
  timeLeft: () => number
}

/** Milliseconds until the stream has to be open, and without a frame before it counts as quiet. */
const OPENS_WITHIN = 15_000
const QUIET_AFTER = 5_000

/** Why a reading ended; `broken`: the other side closed it. */
type Ended = 'enough' | 'quiet' | 'time' | 'broken'

/** An open stream: `ended` once it is over, `close` to be over it. */
export type Stream = { ended: Promise<Ended>; close: () => void }

/**
 * Opens the stream. What comes is given to `onText` as it comes.
 * @throws PullError when it cannot be opened
 */
export const openStream = async ({ url, onText, onOther, timeLeft }: Reading): Promise<Stream> => {
  const socket = new WebSocket(url)
  const { promise: ended, resolve: end } = Promise.withResolvers<Ended>()
  const opened = new Promise<void>((open, fail) => {
    const late = setTimeout(() => fail(new PullError('The stream did not open in time.')), OPENS_WITHIN)
    socket.addEventListener('open', () => {
      clearTimeout(late)
      open()
    })
    for (const sign of ['error', 'close'] as const)
      socket.addEventListener(sign, () => {
        clearTimeout(late)
        fail(new PullError('The stream cannot be opened, or was closed.'))
        end('broken')
      })
  })
  let quiet: NodeJS.Timeout | undefined
  const look = () => {
    if (timeLeft() <= 0) return end('time')
    clearTimeout(quiet)
    quiet = setTimeout(() => end(timeLeft() <= 0 ? 'time' : 'quiet'), QUIET_AFTER)
  }
  socket.addEventListener('message', ({ data }) => {
    look()
    if (typeof data !== 'string') onOther()
    else if (onText(data) === 'enough') end('enough')
  })
  const close = () => {
    clearTimeout(quiet)
    socket.close()
  }
  try {
    await opened
  } catch (error) {
    close()
    throw error
  }
  look()
  return { ended, close }
}
