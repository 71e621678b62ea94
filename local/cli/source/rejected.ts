import type { Outcome } from '../command.ts'
import { columns } from './columns.ts'
import { declaredSource, type Work } from './work.ts'

/** A refused delivery as the door logged it, and when. */
type Refused = {
  at: string
  source: string
  reason: string
  method: string
  size: number
  agent: string
  request: string
  headers?: string[]
}

/** The same question to CloudWatch Logs Insights; docs/operations.md has it too. */
const queryFor = (name: string | undefined): string =>
  [
    'fields @timestamp, source, reason, method, size, agent, request, headers.0, headers.1, headers.2',
    `filter message = "delivery refused"${name === undefined ? '' : ` and source = "${name}"`}`,
    'sort @timestamp desc',
    'limit 50',
  ].join(' | ')

/**
 * Shows the latest deliveries that the doors refused, and why: of the Earshot that runs here, those since it was started; for AWS, the
 * query to ask its logs with.
 * @param name one source only; all when left out
 */
export const rejected = async ({ target }: Work, name: string | undefined): Promise<Outcome> => {
  if (name !== undefined) declaredSource(target, name)
  if (target.place === 'aws') {
    const query = queryFor(name)
    const lines = [
      `In CloudWatch, Logs Insights, the log group of listen-door (its name has "ListenDoorLogs"), in ${target.env.AWS_REGION}:`,
      '',
      query,
    ]
    return { ok: true, data: { query }, lines }
  }
  const answer = await fetch(new URL('/_local/refused', target.appUrl))
  const all = (await answer.json()) as Refused[]
  const shown = all.filter(({ source }) => name === undefined || source === name).reverse()
  if (shown.length === 0)
    return { ok: true, data: [], lines: ['Nothing has been refused since this Earshot was started.'] }
  const header = ['WHEN (UTC)', 'SOURCE', 'REASON', 'METHOD', 'BYTES', 'SENDER', 'HEADERS']
  const rows = shown.map(({ at, source, reason, method, size, agent, headers = [] }) => [
    ...[at.slice(0, 19).replace('T', ' '), source, reason, method, size < 0 ? '-' : String(size), agent],
    headers.join(' ') || '-',
  ])
  return { ok: true, data: shown, lines: columns(header, rows) }
}
