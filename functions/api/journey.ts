import { STAGES } from '../../shared/domain/nudge/stages.ts'
import type { JourneyAnswer } from '../../shared/domain/respond/journey-answers.ts'
import { outsideRole } from '../../shared/domain/score/inputs.ts'
import { AHEAD, evidenceAt, journeyAt } from '../../shared/domain/score/journey/journey.ts'
import { isoOf, msOf } from '../../shared/domain/time.ts'
import { readNightly } from '../../shared/store/nightly.ts'
import { readPersonFacts } from '../../shared/store/person-facts.ts'
import { readScored } from '../../shared/store/scores.ts'
import { nobody, personWithId } from './linking.ts'
import type { NudgesDeps, Resource } from './request.ts'

type Stages = JourneyAnswer['stages']

const stagesOf = ({ lines, scores }: ReturnType<typeof evidenceAt>): Stages =>
  STAGES.map((stage) => ({
    stage,
    score: scores[stage],
    evidence: lines
      .filter((line) => line.stage === stage)
      .map(({ what, weight, from, until }) => ({
        ...{ what, weight, from: isoOf(from) },
        ...(until === undefined ? {} : { until: isoOf(until) }),
      })),
  }))

export const journey: Resource<'getJourney', NudgesDeps> = {
  getJourney: async ({ params: { id = '' }, now }, { table, score: settings }) => {
    const { person, scores } = await readScored(table, (await personWithId(table, id)).personId)
    if (person?.status !== 'active') throw nobody(`with the id ${id}`)
    const [facts, nightly] = await Promise.all([readPersonFacts(table, person, now), readNightly(table)])
    const outside = outsideRole(facts, settings)
    const answer = { personId: person.personId, computedAt: now, ahead: AHEAD }
    if (outside) return { ...answer, outside, stages: [] }
    const inputs = { settings, nightly: nightly ?? {} }
    const { stage, since, changesAt } = journeyAt(facts, inputs, msOf(now))
    const stored = scores?.journey
    return {
      ...answer,
      ...{ stage, since: isoOf(since) },
      ...(changesAt === undefined ? {} : { nextChangeAt: isoOf(changesAt) }),
      stages: stagesOf(evidenceAt(facts, inputs, msOf(now))),
      ...(scores && stored ? { stored: { at: scores.computedAt, stage: stored.stage, since: stored.since } } : {}),
    }
  },
}
