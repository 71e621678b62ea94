import { senderSecret } from '../../../shared/sources/door.ts'
import type { Outcome } from '../command.ts'
import { lacksApiToken } from './api-token.ts'
import { columns } from './columns.ts'
import { guideOf } from './guides/index.ts'
import { stateOf } from './secret.ts'
import { addressOf } from './setup.ts'
import { commandFor, type Declared, declaredSource, SourceCommandError, secretOf, type Work } from './work.ts'

/** A source as `list` shows it. */
export type Row = {
  name: string
  type: string
  /** The address, its token hidden unless asked for. */
  address: string
  secret: 'set' | 'to be given' | 'not needed' | 'missing' | 'closed' | 'not deployed' | 'no door'
  /** Since when the previous secret counts beside the current one. */
  previous?: string
  /** What has to be typed into the platform; only with `--show`. */
  value?: string
  where: string
  /** The settings need a token for the platform's own API, and there is none. */
  lacksApiToken?: true
}

const secretWord = (json: string, maker: string): Row['secret'] => {
  const { usable, given, closed } = stateOf(json)
  if (closed) return 'closed'
  if (!usable) return 'missing'
  if (maker === 'none') return 'not needed'
  return maker === 'theirs' && !given ? 'to be given' : 'set'
}

const rowOf = async (work: Work, { name, settings }: Declared, show: boolean): Promise<Row> => {
  const { type } = settings
  const { secret: maker, where } = guideOf(type)
  const { appUrl } = work.target
  if (maker === 'doorless') return { name, type, address: '-', secret: 'no door', where }
  const text = await secretOf(work.target, name).then(
    (secret) => secret.text,
    (error: unknown) => {
      if (error instanceof SourceCommandError && error.cause === undefined) return undefined
      throw error
    },
  )
  if (text === undefined) return { name, type, address: '-', secret: 'not deployed', where }
  const { usable, previous, rotated, given } = stateOf(text)
  // What a platform has made itself, nobody has to paste.
  const ours = maker === 'ours' && given === undefined
  return {
    name,
    type,
    address: usable ? (show ? addressOf(appUrl, name, text) : `${appUrl}/hooks/${name}/…`) : '-',
    secret: secretWord(text, maker),
    ...(previous ? { previous: rotated ?? 'unknown' } : {}),
    ...(show && usable && ours ? { value: senderSecret(type, text) } : {}),
    where,
    ...(usable && lacksApiToken({ name, settings }, text) ? { lacksApiToken: true } : {}),
  }
}

/** A day: a rotation that takes longer was probably forgotten. */
const LONG = 86_400_000

const hints = (target: Work['target'], rows: readonly Row[], now: string): string[] =>
  rows.flatMap(({ name, secret, previous, ...row }) => [
    ...(row.lacksApiToken ? [`${name}: the API token is still to be given: ${commandFor(target, `add ${name}`)}`] : []),
    ...(secret === 'to be given'
      ? [`${name}: the platform's secret is still to be given: ${commandFor(target, `add ${name}`)}`]
      : []),
    ...(previous && !(Date.parse(now) - Date.parse(previous) < LONG)
      ? [
          `${name}: the previous secret still counts, since ${previous}: ${commandFor(target, `rotate ${name} --finish`)}`,
        ]
      : []),
  ])

/**
 * Shows the sources of a stage.
 * @param options.show addresses whole, and secrets
 */
export const list = async (work: Work, { show = false }: { show?: boolean }): Promise<Outcome> => {
  const { target } = work
  const names = Object.keys(target.stage.sources)
  const rows = await Promise.all(names.map((name) => rowOf(work, declaredSource(target, name), show)))
  if (rows.length === 0)
    return {
      ok: true,
      data: [],
      lines: [
        `The stage "${target.stageName}" has no sources. The first: ${commandFor(target, 'add NAME --type TYPE')}`,
      ],
    }
  const header = ['NAME', 'TYPE', 'ADDRESS', 'SECRET', 'PREVIOUS', ...(show ? ['VALUE'] : []), 'SET UP AT']
  const cells = rows.map((row) => [
    row.name,
    row.type,
    row.address,
    row.secret,
    row.previous ? 'counts' : '-',
    ...(show ? [row.value || '-'] : []),
    row.where,
  ])
  const more = hints(target, rows, work.now())
  return { ok: true, data: rows, lines: [...columns(header, cells), ...(more.length > 0 ? ['', ...more] : [])] }
}
