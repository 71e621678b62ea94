import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { alertsSecretName } from '../../infra/source-secret-name.ts'
import type { DeliveryAnswer } from '../../shared/domain/respond/alert-answers.ts'
import type { Alert } from '../../shared/domain/respond/alerts/alert.ts'
import {
  addressProblem,
  type Destination,
  destinationsOf,
  hasDestination,
  withDestinations,
} from '../../shared/domain/respond/alerts/destinations.ts'
import { CommandError, commandOf, type Outcome, ownTerminal, runCommand, type Terminal } from './command.ts'
import { nearest } from './nearest.ts'
import { askHidden, readAll } from './prompt.ts'
import { readSecret, replaceSecret } from './secrets-manager.ts'
import { TARGET_OPTIONS, TARGET_USAGE, type Target, targetOf } from './target.ts'

/** Where alerts go: addresses of chats and webhooks, and what the latter are signed with. Alerts themselves are the API's. */

const USAGE = `npm run alerts -- COMMAND [NAME] [options]

  list                   destinations and alerts
  add NAME --kind KIND   a destination: slack, teams or webhook; asks for its address, which is a secret
  rotate NAME            webhook: another signing secret; both sign until
  rotate NAME --finish   ends the previous one
  test ALERT             sends a sample the way the alert goes, and tells what became of it
  remove NAME            forgets a destination

${TARGET_USAGE}
  --url-stdin            reads the address from standard input instead of asking for it
  --help                 this text
`

const OPTIONS = {
  ...TARGET_OPTIONS,
  kind: { type: 'string' },
  finish: { type: 'boolean', default: false },
  'url-stdin': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

const parsed = (args: string[]) => parseArgs({ args, options: OPTIONS, allowPositionals: true, strict: true })
type Options = ReturnType<typeof parsed>['values']

type Work = { target: Target; options: Options; name: string; terminal: Terminal }

type Destinations = Record<string, Destination>

const changed = async ({ target }: Work, change: (before: Destinations) => Destinations | undefined): Promise<void> => {
  const id = alertsSecretName(target.stageName)
  const secret = await readSecret(id, target.env)
  if (!secret) throw new CommandError(`There is no secret ${id}: deploy this release first, or start the runner again.`)
  const after = change(destinationsOf(secret.text))
  if (after) await replaceSecret(id, secret, withDestinations(secret.text, after), target.env)
}

const found = (all: Destinations, name: string): Destination => {
  const destination = Object.hasOwn(all, name) ? all[name] : undefined
  if (destination) return destination
  const near = nearest(name, Object.keys(all))
  throw new CommandError(`There is no destination "${name}"${near ? `; did you mean "${near}"?` : '.'}`)
}

/** 32 bytes, as Standard Webhooks has them. */
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

const add = async (work: Work): Promise<string[]> => {
  const { name, options, terminal, target } = work
  const kind = (['slack', 'teams', 'webhook'] as const).find((one) => one === options.kind)
  if (!kind || !hasDestination(kind)) throw new CommandError('Say what it is: --kind slack, teams or webhook.')
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) throw new CommandError('A name is lower-case letters, digits and dashes.')
  const ask = options['url-stdin'] ? readAll(terminal.input) : askHidden('Its address: ', terminal.input, terminal.err)
  const url = (await ask).trim()
  const problem = addressProblem({ kind, url }, { loopback: target.stageName === 'local' })
  if (problem) throw new CommandError(`The address does not do: ${problem}.`)
  const secret = kind === 'webhook' ? newSecret() : undefined
  await changed(work, (all) => {
    if (Object.hasOwn(all, name)) throw new CommandError(`There is a destination "${name}" already. Remove it first.`)
    return { ...all, [name]: { kind, url, ...(secret ? { secret } : {}) } }
  })
  return [
    `"${name}" is there. An alert goes to it with "to": {"kind": "${kind}", "destination": "${name}"}.`,
    ...(secret ? [`Messages are signed with (Standard Webhooks): ${secret}`] : []),
  ]
}

const rotate = async (work: Work): Promise<string[]> => {
  const { name, options } = work
  const fresh = newSecret()
  const lines: string[] = []
  await changed(work, (all) => {
    const { previous, rotated: _, ...destination } = found(all, name)
    if (!destination.secret) throw new CommandError(`"${name}" is a ${destination.kind} destination: it signs nothing.`)
    if (options.finish) {
      lines.push(previous ? `The previous secret of "${name}" signs no longer.` : `"${name}" has one secret only.`)
      return { ...all, [name]: destination }
    }
    const next = previous ? destination.secret : fresh
    lines.push(
      `Messages to "${name}" are signed with this, and with the previous one: ${next}`,
      'When the receiver has it: rotate with --finish.',
    )
    // Run twice, it says the same again and makes no third one.
    if (previous) return undefined
    const rotated = new Date().toISOString()
    return { ...all, [name]: { ...destination, secret: fresh, previous: destination.secret, rotated } }
  })
  return lines
}

const remove = async (work: Work): Promise<string[]> => {
  await changed(work, (all) => {
    found(all, work.name)
    return Object.fromEntries(Object.entries(all).filter(([name]) => name !== work.name))
  })
  return [`"${work.name}" is forgotten. Alerts that go there fail with no_destination.`]
}

const list = async (work: Work): Promise<string[]> => {
  const lines: string[] = []
  await changed(work, (all) => {
    for (const [name, { kind, previous, rotated }] of Object.entries(all))
      lines.push(`${name}  ${kind}${previous ? `  two secrets since ${rotated?.slice(0, 10)}` : ''}`)
    return undefined
  })
  const { items } = await work.target.api().get<{ items: Alert[] }>('/api/alerts')
  const told = items.map(({ id, on, to, paused }) => {
    const where = 'destination' in to ? `${to.kind} ${to.destination}` : to.kind
    return `${id}  on ${on.type}  by ${where}${paused ? '  paused' : ''}`
  })
  return ['Destinations:', ...lines, '', 'Alerts:', ...told]
}

/** A try has ten seconds; the queue some more. */
const LOOKS = 30

const test = async ({ target, name }: Work): Promise<string[]> => {
  const api = target.api()
  const { deliveries } = await api.post<{ deliveries: string[] }>(`/api/alerts/${encodeURIComponent(name)}/test`, {})
  for (let look = 0; look < LOOKS; look++) {
    await new Promise((wake) => setTimeout(wake, 1_000))
    const { items } = await api.get<{ items: DeliveryAnswer[] }>(`/api/alerts/${encodeURIComponent(name)}/deliveries`)
    const own = items.filter(({ id }) => deliveries.includes(id))
    if (own.length < deliveries.length || own.some(({ attempts }) => attempts.length === 0)) continue
    return own.map(({ channel, to, state, attempts }) => {
      const { status, code } = attempts.at(-1) ?? { status: 0 }
      return `${channel}${to ? ` to ${to}` : ''}: ${state}${code ? ` (${code})` : ''}, status ${status}`
    })
  }
  throw new CommandError(
    `Nobody has tried to deliver it within ${LOOKS} seconds: look at /api/alerts/${name}/deliveries.`,
  )
}

const COMMANDS: Record<string, (work: Work) => Promise<string[]>> = { list, add, rotate, remove, test }

const perform = async (args: string[], terminal: Terminal): Promise<Outcome | string> => {
  const { values: options, positionals } = parsed(args)
  const [word, name = ''] = positionals
  if (options.help || word === 'help') return USAGE
  const command = commandOf(COMMANDS, word, USAGE)
  if (word !== 'list' && name === '') throw new CommandError(`Say which: npm run alerts -- ${word} NAME.`)
  const lines = await command({ target: await targetOf(options), options, name, terminal })
  return { ok: true, lines, data: lines }
}

/**
 * Runs the command.
 * @param args what follows `npm run alerts --`
 * @returns the exit code
 */
export const runAlerts = (args: string[], terminal: Terminal): Promise<number> =>
  runCommand(terminal, false, () => perform(args, terminal))

if (import.meta.main) process.exitCode = await runAlerts(process.argv.slice(2), ownTerminal())
