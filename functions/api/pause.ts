import type { PauseAnswer } from '../../shared/domain/respond/answers.ts'
import { type Pause, readPause, setPause } from '../../shared/store/pause.ts'
import type { NudgesDeps, Request, Resource } from './request.ts'

/** Without a reason there is no word about one. */
const answer = ({ why, ...rest }: Pause): PauseAnswer => ({ ...rest, ...(why ? { why } : {}) })

const turn = async (paused: boolean, { body, user, now }: Request<'pause' | 'resume'>, { table }: NudgesDeps) =>
  answer(await setPause(table, { paused, by: user, at: now, why: body.why ?? '' }))

export const pause: Resource<'getPause' | 'pause' | 'resume', NudgesDeps> = {
  getPause: async (_, { table }) => answer(await readPause(table)),
  pause: async (request, deps) => await turn(true, request, deps),
  resume: async (request, deps) => await turn(false, request, deps),
}
