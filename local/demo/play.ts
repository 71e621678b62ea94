import type { LocalFile } from '../cli/local-file.ts'
import { type Anchor, momentOf } from './anchor.ts'
import type { Happening } from './happening.ts'
import { act } from './reader.ts'
import { type Runner, RunnerError } from './runner.ts'
import type { Screen } from './screen.ts'
import { signedRequest } from './send.ts'
import type { Scene } from './story.ts'

/** How many deliveries were answered how. */
export type Tally = { accepted: number; refused: number }

type Stage = { screen: Screen; runner: Runner; local: LocalFile; anchor: Anchor }

const deliver = async ({ local, anchor }: Stage, happening: Happening, now: string): Promise<number> => {
  const door = local.sources.find(({ name }) => name === happening.source)
  if (!door) throw new RunnerError(`The runner has no source called ${happening.source}.`)
  const payload = happening.payload(({ day, time }) => momentOf(anchor, day, time))
  const { url, ...request } = signedRequest(door, happening, payload, now)
  const response = await fetch(url, request)
  await response.arrayBuffer()
  const good = happening.forged ? response.status === 401 : response.ok
  if (!good) throw new RunnerError(`The ${happening.source} door answered ${payload.event} with ${response.status}.`)
  return response.status
}

/**
 * Tells the story: moves the clock to each scene, delivers what happened through the real doors, lets everything settle,
 * and runs the minute's schedule.
 */
export const play = async (stage: Stage, story: readonly Scene[]): Promise<Tally> => {
  const { screen, runner, anchor } = stage
  const total = story.reduce((sum, { happens }) => sum + happens.length, 0)
  const tally: Tally = { accepted: 0, refused: 0 }
  for (const { day, time, tell, happens, acts = [] } of story) {
    const now = momentOf(anchor, day, time)
    const label = `${now.slice(0, 10)} ${time}`
    for (const [at, words] of tell.entries())
      screen.line(`${at === 0 ? screen.paint.dim(label) : ' '.repeat(label.length)}  ${words}`)
    await runner.moveTo(now)
    for (const one of acts) await act(await runner.emails(), one)
    for (const happening of happens) {
      const status = await deliver(stage, happening, now)
      if (status === 401) {
        tally.refused++
        screen.line(
          `${' '.repeat(label.length)}  ${screen.paint.red('401')} The door did not open for the forged delivery.`,
        )
      } else tally.accepted++
      screen.progress(tally.accepted + tally.refused, total, `delivered ${tally.accepted + tally.refused} of ${total}`)
    }
    screen.progress(tally.accepted + tally.refused, total, 'understanding, connecting, deciding …')
    await runner.settle()
    await runner.tick()
    await runner.settle()
  }
  screen.done()
  return tally
}
