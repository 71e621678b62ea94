import { endsSoon } from '../../../shared/domain/listen/health.ts'
import type { SourceAnswer } from '../../../shared/domain/respond/answers.ts'
import type { Outcome } from '../command.ts'
import { columns } from './columns.ts'
import { declaredSource, type Work } from './work.ts'

/** A number of minutes in the unit that people would say it in. */
const lengthOf = (minutes: number | null): string => {
  if (minutes === null) return '-'
  if (minutes < 120) return `${minutes} min`
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} days`
}

const moment = (iso: string | null): string => (iso === null ? 'never' : iso.slice(0, 16).replace('T', ' '))

/** What somebody has to look at, the first thing first; nothing when all is well. */
const problemsOf = ({ silentSince, leaseUntil, asked }: SourceAnswer, now: number): string[] => [
  ...(silentSince === null ? [] : [`silent since ${moment(silentSince)}`]),
  ...(leaseUntil !== undefined && endsSoon(leaseUntil, now) ? [`subscription ends ${moment(leaseUntil)}`] : []),
  ...(asked?.error === undefined ? [] : [`cannot be read: ${asked.error}`]),
]

/**
 * Shows how the sources of a stage are doing.
 * @param name one source only; all when left out
 */
export const health = async ({ target }: Work, name: string | undefined): Promise<Outcome> => {
  if (name !== undefined) declaredSource(target, name)
  const { items } = await target.api().get<{ items: SourceAnswer[] }>('/api/sources')
  const shown = items.filter((item) => name === undefined || item.name === name)
  const now = await target.now()
  const rows = shown.map((item) => {
    const { accepted, rejected, duplicates, ignored } = item.today
    const state = problemsOf(item, now).join('; ') || (item.lastAt === null ? 'not heard of yet' : 'fine')
    const counts = [accepted, rejected, duplicates, ignored].map(String)
    return [item.name, item.type, moment(item.lastAt), lengthOf(item.usualGapMinutes), ...counts, state]
  })
  const header = [
    'NAME',
    'TYPE',
    'LAST (UTC)',
    'USUAL GAP',
    'ACCEPTED',
    'REJECTED',
    'DUPLICATES',
    'IGNORED',
    'HOW IT IS',
  ]
  return {
    ok: shown.every((item) => problemsOf(item, now).length === 0),
    data: shown,
    lines: [...columns(header, rows), '', 'Counts are of today (UTC), up to a quarter of an hour old.'],
  }
}
