import { readPause, setPause } from '../../shared/store/pause.ts'
import type { Deps, Request, Resource } from './request.ts'

const turn = async (paused: boolean, { body, user, now }: Request<'pause' | 'resume'>, { table }: Deps) =>
  await setPause(table, { paused, by: user, at: now, why: body.why ?? '' })

export const pause: Resource<'getPause' | 'pause' | 'resume'> = {
  getPause: async (_, { table }) => await readPause(table),
  pause: async (request, deps) => await turn(true, request, deps),
  resume: async (request, deps) => await turn(false, request, deps),
}
