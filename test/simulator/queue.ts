import { MINUTE } from '../../shared/domain/time.ts'

type Message<T> = { body: T; at: number; received: number }

/** How often a message is received before it is put aside. */
const MOST = 5
const VISIBILITY = 5 * MINUTE

/** SQS as it may be: messages come twice, late, in any order, and now and then one is never seen again. */
export const openQueue = <T>(random: () => number, { loses }: { loses: number }) => {
  const messages: Message<T>[] = []
  const aside: T[] = []
  const put = (body: T, at: number, received = 0): void => void messages.push({ body, at, received })
  return {
    /** What was received too often. */
    aside: aside as readonly T[],
    push: (body: T, now: number): void => {
      const late = () => now + Math.round(random() < 0.2 ? random() * 20 * MINUTE : random() * 1_000)
      if (random() >= loses) put(body, late())
      if (random() < 0.1) put(body, late())
    },
    next: (): number => Math.min(Number.POSITIVE_INFINITY, ...messages.map(({ at }) => at)),
    /** Takes out what can be received; `done` says whether it was dealt with. */
    receive: (now: number): { body: T; done: (ok: boolean, at: number) => void }[] => {
      const ready = messages.filter(({ at }) => at <= now)
      for (const message of ready) messages.splice(messages.indexOf(message), 1)
      return ready.map(({ body, received }) => ({
        body,
        done: (ok, at) => {
          if (!ok && received + 1 >= MOST) aside.push(body)
          else if (!ok) put(body, at + VISIBILITY, received + 1)
          // Its deletion was lost.
          else if (random() < 0.05) put(body, at + VISIBILITY, received + 1)
        },
      }))
    },
  }
}
