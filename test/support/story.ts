import { momentOf } from '../../local/demo/anchor.ts'
import { signedRequest } from '../../local/demo/send.ts'
import { story } from '../../local/demo/story.ts'
import type { Earshot } from './earshot.ts'

const anchor = { firstDay: '2026-11-02', runs: 0 }

/** What the demo's platforms deliver, as it happened; without what is forged. */
export const happenings = story.flatMap(({ happens }) => happens).filter(({ forged }) => !forged)

const payloadOf = (happening: (typeof happenings)[number]) =>
  happening.payload(({ day, time }) => momentOf(anchor, day, time))

/** How many of them differ: an order comes twice, as it may. */
export const different = new Set(happenings.map((one) => `${one.source} ${JSON.stringify(payloadOf(one).body)}`)).size

/** Delivers as a platform does: it tries again until it is told 2xx. @param now the platform's clock */
export const deliver = async (
  { local }: Pick<Earshot, 'local'>,
  happening: (typeof happenings)[number],
  now: string,
): Promise<void> => {
  const door = local.sources.find(({ name }) => name === happening.source)
  if (!door) throw new Error(`no door ${happening.source}`)
  const payload = payloadOf(happening)
  for (let tries = 0; tries < 30; tries++) {
    const { url, ...request } = signedRequest(door, happening, payload, now)
    const answer = await fetch(url, request).catch(() => undefined)
    await answer?.arrayBuffer().catch(() => undefined)
    if (answer?.ok) return
  }
  throw new Error(`30 times refused: ${payload.event}`)
}
