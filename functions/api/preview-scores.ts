import type { Party } from '../../shared/domain/connect/cluster.ts'
import type { PreviewPersonAnswer } from '../../shared/domain/respond/preview-answers.ts'
import { scoresOf } from '../../shared/domain/score/scores.ts'
import { evaluateSegments } from '../../shared/domain/score/segments/memberships.ts'
import { msOf } from '../../shared/domain/time.ts'
import { keys } from '../../shared/store/keys.ts'
import { nightlyReader } from '../../shared/store/nightly.ts'
import { readPersonFacts } from '../../shared/store/person-facts.ts'
import { segmentsReader } from '../../shared/store/segments.ts'
import type { Deps } from './request.ts'

/**
 * Computes the scores and segments of persons who are, or might be: by the same formulas from the same rollups, and nothing is
 * written. A level is found without the one before, so that it neither rises nor falls slowly.
 */
export const scorer = ({ table, score: settings }: Deps, now: string) => {
  const at = msOf(now)
  const [nightly, segments] = [nightlyReader(table, () => at)(), segmentsReader(table, () => at)()]
  return async ({ personId, ids }: Party): Promise<Pick<PreviewPersonAnswer, 'scores' | 'segments'>> => {
    const origin = Object.keys(ids)[0] ?? ''
    const item = {
      ...keys.person(personId),
      sk: 'A',
      type: 'person',
      personId,
      origin,
      status: 'active',
      ids,
      ver: 0,
    } as const
    const facts = await readPersonFacts(table, item, now)
    const scores = scoresOf(facts, { settings, nightly: await nightly }, at)
    const { definitions } = await segments
    const input = { facts, scores, currency: settings.economics.currency }
    return {
      scores: Object.fromEntries(Object.entries(scores.scores).map(([name, one]) => [name, one.value])),
      segments: evaluateSegments(input, definitions, [], at).entered,
    }
  }
}
