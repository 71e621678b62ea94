import type { Iso } from '../time.ts'

/** What one account says about its owner's name, and when it last said so. */
export type NameSource = { customer: boolean; name?: string; handle?: string; masked?: string; at: Iso }

const byTrust = (a: NameSource, b: NameSource): number =>
  Number(b.customer) - Number(a.customer) || (a.at === b.at ? 0 : a.at < b.at ? 1 : -1)

/**
 * What to call a person: the name that a customer account gives (people give shops their real one), then the newest name
 * of any account, then a handle, then a masked address. `Somebody` when no account says anything.
 */
export const personName = (sources: readonly NameSource[]): string => {
  const trusted = sources.toSorted(byTrust)
  const first = (field: 'name' | 'handle' | 'masked'): string | undefined =>
    trusted.find((source) => source[field])?.[field]
  return first('name') ?? first('handle') ?? first('masked') ?? 'Somebody'
}
