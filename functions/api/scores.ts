import type { PersonScoresAnswer } from '../../shared/domain/respond/score-answers.ts'
import { BOARDS, type Board, leastRank, valueAt } from '../../shared/domain/score/boards.ts'
import { short } from '../../shared/domain/score/explained.ts'
import { type ScoreName, scoresOf } from '../../shared/domain/score/scores.ts'
import type { ScoreSettings } from '../../shared/domain/score/settings.ts'
import { isoOf, msOf } from '../../shared/domain/time.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { listBoard } from '../../shared/store/boards.ts'
import { namesOf } from '../../shared/store/members.ts'
import { readNightly, settingsVersion } from '../../shared/store/nightly.ts'
import { getPerson } from '../../shared/store/people.ts'
import { readPersonFacts } from '../../shared/store/person-facts.ts'
import { readScored } from '../../shared/store/scores.ts'
import { pageAnswer, positionIn, type Resource } from './request.ts'

const UNITS: Record<ScoreName, (settings: ScoreSettings) => string> = {
  participation: () => 'mentions, each half as much after 30 days',
  love: () => 'weights of what was done, a tenth less each month',
  satisfaction: () => 'from -1 to 1',
  influence: () => 'from 0 to 1',
  advocate: () => 'from 0 to 100',
  rfm: () => 'recency, frequency and money, each from 1 to 5',
  value: ({ economics }) => `${economics.currency}, in its smallest unit`,
}

const boardOf = (name: string): Board => {
  const board = BOARDS.find((one) => one === name)
  if (!board) throw new HttpError(404, `There is no board ${name.slice(0, 100)}, expected one of ${BOARDS.join(', ')}.`)
  return board
}

export const scores: Resource<'getScores' | 'listBoard' | 'getScoreSummary'> = {
  getScores: async ({ params: { id = '' }, now }, { table, score: settings }): Promise<PersonScoresAnswer> => {
    const known = await getPerson(table, id)
    const { person, scores: stored } = known ? await readScored(table, known.personId) : {}
    if (person?.status !== 'active') throw new HttpError(404, `There is no person with the id ${id.slice(0, 300)}.`)
    const [facts, nightly] = await Promise.all([readPersonFacts(table, person, now), readNightly(table)])
    const found = scoresOf(facts, { settings, nightly: nightly ?? {} }, msOf(now))
    const { standing, changesAt, role } = found
    return {
      personId: person.personId,
      computedAt: now,
      settings: settingsVersion(settings),
      ...(nightly?.day ? { night: nightly.day } : {}),
      ...(role ? { outside: role } : {}),
      ...(standing
        ? {
            level: {
              name: standing.level,
              ...(standing.lowSince === undefined ? {} : { lowSince: isoOf(standing.lowSince) }),
              ...(changesAt === undefined ? {} : { mayChangeAt: isoOf(changesAt) }),
            },
          }
        : {}),
      scores: Object.entries(found.scores).map(([name, { value, lines, interval }]) => ({
        name: name as ScoreName,
        value: short(value),
        unit: UNITS[name as ScoreName](settings),
        lines: [...lines],
        ...(interval ? { interval: [...interval] as [number, number] } : {}),
      })),
      ...(stored ? { stored: { at: stored.computedAt, settings: stored.settings } } : {}),
    }
  },

  listBoard: async ({ params: { board: name = '' }, query: { limit, next }, now }, { table, score }) => {
    const board = boardOf(name)
    const list = `board-${board}`
    const position = positionIn(list, next)
    const after = position && { rank: Number(position.at), personId: position.key }
    if (after && !Number.isFinite(after.rank))
      throw new HttpError(400, 'next: expected the `next` that this list answered before.')
    const least = leastRank(board, score.boards, msOf(now))
    const { items, more } = await listBoard(table, board, { limit, after, least })
    const names = await namesOf(
      table,
      items.map(({ personId }) => personId),
    )
    const last = items.at(-1)
    const entries = items.flatMap(({ personId, rank }) => {
      const known = names.get(personId)
      return known === undefined ? [] : [{ personId, name: known, value: short(valueAt(board, rank, msOf(now))) }]
    })
    const goesOn = more && last ? { next: { at: String(last.rank), key: last.personId } } : {}
    return pageAnswer(list, { items: entries, ...goesOn })
  },

  getScoreSummary: async (_, { table }) => {
    const nightly = await readNightly(table)
    return {
      ...(nightly?.day ? { night: nightly.day } : {}),
      ...(nightly ? { computedAt: nightly.computedAt } : {}),
      people: nightly?.people ?? 0,
      ...(nightly?.nps
        ? {
            estimatedNps: {
              ...nightly.nps,
              method:
                'Estimated from what people wrote; nobody was asked: content advocates, less those who are not content.',
            },
          }
        : {}),
      lifetimeModel: nightly?.models ? 'bg-nbd' : 'simple',
    }
  },
}
