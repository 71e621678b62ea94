import type { Delivery } from '../../shared/domain/listen/delivery.ts'
import type { openDoor } from '../support/door.ts'
import { isVouchedFor, knowsTheAddress } from './oracle.ts'
import { eventOf, type Request, valuesOf } from './request.ts'
import type { Trial } from './trial.ts'
import { CERTIFICATE, isWithoutDoor, secrets, settingsNamed } from './world.ts'

/** What became of a request at the door. `wrong` says what must not be. */
export type Verdict = {
  outcome: 'taken' | 'answered' | 'refused'
  /** Why it was refused, in the words of the log; else the status. */
  reason: string
  wrong?: { what: 'forgery' | 'crash' | 'lost' | 'leak'; how: string }
}

type Door = ReturnType<typeof openDoor>
type Answer = { status: number; text: string; headers: Record<string, unknown> }

const STATUSES = new Set([200, 202, 204, 400, 401, 403, 404, 405, 413, 415])

const reasonOf = (log: readonly string[], status: number): string => {
  const line = log.find((one) => one.includes('"delivery refused"'))
  return /"reason":"(\w+)"/.exec(line ?? '')?.[1] ?? String(status)
}

const bodyOf = (delivery: Delivery, door: Door): Buffer =>
  delivery.archiveKey === undefined
    ? Buffer.from(delivery.body ?? '', 'base64')
    : (door.archive.get(delivery.archiveKey) ?? Buffer.alloc(0))

const isQuestion = ({ method }: Request): boolean => method === 'GET' || method === 'OPTIONS'

/** WooCommerce's first greeting is the only POST that is answered without a signature. */
const isGreeting = (request: Request): boolean =>
  settingsNamed(request.source)?.type === 'woocommerce' &&
  valuesOf(request, 'x-wc-webhook-signature').length === 0 &&
  /^webhook_id=\d{1,20}$/.test(request.body.toString('latin1'))

/** What goes back as it came must be plain, and of letters that nobody takes for anything else. */
const echoes = ({ text, headers }: Answer): boolean => {
  const plain =
    headers['content-type'] === 'text/plain; charset=utf-8' && headers['x-content-type-options'] === 'nosniff'
  return /^[A-Za-z0-9._~+/=-]{0,512}$/.test(text)
    ? plain || text === ''
    : String(headers['content-type']).startsWith('application/json')
}

/** @returns what is wrong with a 2xx that put nothing into the queue */
const answeredWrongly = (trial: Trial, answer: Answer): string | undefined => {
  const { request, signings } = trial
  if (!knowsTheAddress(request)) return 'answered without the address'
  if (!echoes(answer)) return 'echoed what it must not'
  if (isQuestion(request) || isGreeting(request)) return undefined
  return isVouchedFor(request, request.body, signings) ? undefined : 'answered a POST that nobody signed'
}

const takenWrongly = (trial: Trial, door: Door): string | undefined => {
  const { request, signings } = trial
  const [delivery, ...more] = door.queue
  if (!delivery || more.length > 0) return `put ${door.queue.length} deliveries into the queue`
  if (delivery.source !== request.source) return `took it for ${delivery.source}`
  if (!knowsTheAddress(request)) return 'taken without the address'
  if (isWithoutDoor(delivery.source)) return 'taken at a source without a door'
  return isVouchedFor(request, bodyOf(delivery, door), signings) ? undefined : 'taken though nobody signed it'
}

const leak = (log: readonly string[], source: string): string | undefined => {
  const { current } = JSON.parse((Object.hasOwn(secrets, source) ? secrets[source] : undefined) ?? '{}')
  return current && log.some((line) => line.includes(current)) ? 'a secret in the log' : undefined
}

const statusWrong = ({ status }: Answer, trial: Trial): string | undefined => {
  if (STATUSES.has(status)) return undefined
  return trial.queueFails && (status === 503 || status === 429) ? undefined : `answered ${status}`
}

const judged = (trial: Trial, door: Door, answer: Answer): Verdict => {
  const { log } = door.state
  const reason = reasonOf(log, answer.status)
  const wrong = statusWrong(answer, trial)
  if (wrong)
    return { outcome: 'refused', reason, wrong: { what: 'crash', how: `${wrong}: ${log.join('').slice(0, 500)}` } }
  const told = leak(log, trial.request.source)
  if (told) return { outcome: 'refused', reason, wrong: { what: 'leak', how: told } }
  if (door.queue.length > 0) {
    const forged = takenWrongly(trial, door)
    return { outcome: 'taken', reason: 'taken', ...(forged ? { wrong: { what: 'forgery', how: forged } } : {}) }
  }
  if (answer.status < 300) {
    const forged = answeredWrongly(trial, answer)
    return { outcome: 'answered', reason: 'answered', ...(forged ? { wrong: { what: 'forgery', how: forged } } : {}) }
  }
  // What nobody has touched has to be taken, or the fuzz would be about a door that is shut.
  const lost = trial.mutations.length === 0 && !isWithoutDoor(trial.request.source)
  return {
    outcome: 'refused',
    reason,
    ...(lost ? { wrong: { what: 'lost', how: `a good delivery was refused: ${reason}` } } : {}),
  }
}

/** Sends a trial's request to a door and says what became of it. */
export const judge = async (trial: Trial, door: Door): Promise<Verdict> => {
  door.queue.length = 0
  door.archive.clear()
  for (const list of [door.state.log, door.state.reads, door.state.fetched, door.state.confirmed]) list.length = 0
  Object.assign(door.state, { now: trial.request.now, certificate: CERTIFICATE, queueFails: trial.queueFails })
  try {
    return judged(trial, door, await door.send(eventOf(trial.request)))
  } catch (error) {
    const how =
      error instanceof Error
        ? `${error.name}: ${error.message.slice(0, 300)} ${error.stack?.split('\n')[1]}`
        : String(error)
    return { outcome: 'refused', reason: 'crash', wrong: { what: 'crash', how } }
  }
}
