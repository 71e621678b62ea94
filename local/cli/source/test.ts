import type { Outcome } from '../command.ts'
import { guideOf } from './guides/index.ts'
import { type Check, delivery, forgery } from './probe.ts'
import { stateOf } from './secret.ts'
import { addressOf } from './setup.ts'
import { commandFor, declaredSource, SourceCommandError, secretOf, type Work, withDoor } from './work.ts'

/** The door reads a secret that does not fit again, but not more often than once a minute. */
const REREAD = 62_000

const lastChange = (json: string): number => {
  const { rotated, given, opened } = stateOf(json)
  return Math.max(...[rotated, given, opened].map((at) => Date.parse(at ?? '') || 0))
}

/** Tries until it goes well, or until no function can remember the secret from before any more. */
const patiently = async (
  work: Work,
  json: string,
  attempt: () => Promise<Check | undefined>,
): Promise<Check | undefined> => {
  const first = await attempt()
  const left = lastChange(json) + REREAD - Date.parse(work.now())
  if (!first || first.ok || ![401, 404].includes(first.status) || left <= 0) return first
  work.say(
    `The secret was changed just now, and the door looks again once a minute: waiting ${Math.ceil(left / 1_000)} s …`,
  )
  await work.wait(left)
  return await attempt()
}

const lineOf = ({ ok, what, status, said }: Check): string =>
  `${ok ? 'ok  ' : 'FAIL'}  ${what}${status > 0 ? ` (${status})` : ''}: ${said}`

/**
 * Sends a delivery that means nothing, and one with a wrong signature, through the real door, and says what happened.
 */
export const test = async (work: Work, name: string): Promise<Outcome> => {
  const { target } = work
  const declared = withDoor(declaredSource(target, name))
  const { text } = await secretOf(target, name)
  const { usable, given } = stateOf(text)
  if (!usable)
    throw new SourceCommandError(`The door of "${name}" is closed. To open it: ${commandFor(target, `add ${name}`)}`)
  const now = await target.now()
  const door = { declared, address: addressOf(target.appUrl, name, text), secretJson: text, now }
  const good = await patiently(work, text, () => delivery(door))
  // Nobody there has refused nothing.
  const bad = good?.status === 0 ? undefined : await patiently(work, text, () => forgery(door))
  const checks = [good, bad].filter((check) => check !== undefined)
  const ok = checks.every((check) => check.ok)
  const missing = guideOf(declared.settings.type).secret === 'theirs' && !given
  return {
    ok: ok && !missing,
    data: { source: name, checks, ...(missing ? { secretGiven: false } : {}) },
    lines: [
      ...checks.map(lineOf),
      ...(good ? [] : ['      Only the platform can sign for this source: have it send its own test.']),
      ...(missing
        ? [
            `FAIL  the platform's secret was never given, so nothing that it sends is taken: ${commandFor(target, `add ${name}`)}`,
          ]
        : []),
    ],
  }
}
