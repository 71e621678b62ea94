import type { LocalFile } from '../cli/local-file.ts'
import { NoRunnerError } from '../cli/local-file.ts'

/** An email as the inbox on this machine has it. */
export type InboxEmail = {
  id: string
  at: string
  to: string[]
  subject: string
  headers: Record<string, string>
  tags: Record<string, string>
  /** Every link in it. */
  links: string[]
}

/** The runner did not do what it was asked; the message says what. */
export class RunnerError extends Error {
  override name = 'RunnerError'
}

/** What the demo asks of a running Earshot besides its API and its doors. */
export type Runner = {
  /** Moves the clock that all functions see. */
  moveTo(at: string): Promise<void>
  /** Lets the clock show real time again. */
  backToNow(): Promise<void>
  /** Fires the schedules that fire every minute. */
  tick(): Promise<void>
  /** Waits until no delivery, decision or email is on its way any more. */
  settle(): Promise<void>
  emails(): Promise<InboxEmail[]>
  /** Milliseconds since the epoch, as functions see it. */
  now(): Promise<number>
}

const SETTLE_MS = 60_000

/** @param local where the runner is */
export const runnerOf = ({ app, inbox }: LocalFile): Runner => {
  const ask = async (method: string, url: string, body?: unknown): Promise<string> => {
    const response = await fetch(url, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    }).catch((cause: unknown) => {
      throw new NoRunnerError(app, { cause })
    })
    const text = await response.text()
    if (!response.ok)
      throw new RunnerError(`${method} ${url} was answered with ${response.status}: ${text.slice(0, 300)}`)
    return text
  }
  const own = (path: string): string => new URL(`/_local/${path}`, app).href
  return {
    moveTo: async (at) => {
      await ask('POST', own('clock'), { at })
    },
    backToNow: async () => {
      await ask('POST', own('clock'), { offsetMs: 0 })
    },
    tick: async () => {
      await ask('POST', own('tick'))
    },
    settle: async () => {
      await ask('GET', own(`idle?timeoutMs=${SETTLE_MS}`))
    },
    emails: async () => JSON.parse(await ask('GET', `${inbox.replace(/\/$/, '')}/api/emails`)) as InboxEmail[],
    now: async () => Date.parse((JSON.parse(await ask('GET', own('clock'))) as { now: string }).now),
  }
}
