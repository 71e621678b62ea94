import { presentMention, shownText } from '../../shared/domain/respond/present.ts'
import { moodOf } from '../../shared/domain/score/campaigns/campaign.ts'
import { short } from '../../shared/domain/score/explained.ts'
import { addVoices, EVERYTHING, voicesOf } from '../../shared/domain/score/topics/voice.ts'
import { DAY, isoOf, msOf } from '../../shared/domain/time.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { getTopic, listTopics } from '../../shared/store/topic-view.ts'
import { readVoices } from '../../shared/store/topics.ts'
import { pageAnswer, positionIn, type Resource } from './request.ts'

const nothing = (id: string): HttpError =>
  new HttpError(404, `There is no topic ${id.slice(0, 100)}: never seen, or long ago.`)

/** Days that one question may be about, and those of one that says nothing. */
const [MOST_DAYS, USUAL_DAYS] = [92, 7]

const spanOf = ({ from, to }: { from?: string | undefined; to?: string | undefined }, now: string) => {
  const until = to ?? now
  const since = from ?? isoOf(msOf(until) - USUAL_DAYS * DAY)
  if (since >= until) throw new HttpError(400, `from: came ${since}, expected a moment before ${until}.`)
  if (msOf(until) - msOf(since) <= MOST_DAYS * DAY) return { from: since, to: until }
  throw new HttpError(400, `from: came ${since}, expected at most ${MOST_DAYS} days before ${until}.`)
}

export const topics: Resource<'listTopics' | 'getTopic' | 'getShareOfVoice'> = {
  listTopics: async ({ query: { hot, limit, next }, seesPii }, { table }) => {
    const after = positionIn('topics', next)
    const list = await listTopics(table, { hot: hot === undefined ? undefined : hot === 'true', limit, after })
    return pageAnswer('topics', {
      ...list,
      items: list.items.map((one) => ({ ...one, label: shownText(one.label, seesPii) })),
    })
  },

  getTopic: async ({ params: { id = '' }, seesPii }, { table }) => {
    const topic = await getTopic(table, id)
    if (!topic) throw nothing(id)
    const label = shownText(topic.label, seesPii)
    return { ...topic, label, examples: topic.examples.map((one) => presentMention(one, seesPii)) }
  },

  getShareOfVoice: async ({ query, now }, { table, topics: settings }) => {
    const span = spanOf(query, now)
    const hours = await readVoices(table, span.from, span.to)
    const { names } = addVoices(hours)
    const counted = voicesOf(settings).map(({ id, name, side }) => {
      const { count = 0, positive = 0, negative = 0 } = names[id] ?? {}
      return { name, side, mentions: count, positive, negative, ...moodOf(positive, negative, count) }
    })
    const together = counted.reduce((sum, { mentions }) => sum + mentions, 0)
    const all = names[EVERYTHING]?.count ?? 0
    const shareOf = (mentions: number): number => (together > 0 ? short(mentions / together) : 0)
    return {
      ...span,
      hours: hours.length,
      all,
      names: counted.map((one) => ({ ...one, share: shareOf(one.mentions) })),
      lines: [
        { what: 'hours that have been counted', input: hours.length, gives: hours.length },
        { what: 'mentions, each author at most three times an hour', input: all, gives: all },
        ...counted.map(({ name, mentions }) => ({
          what: `of them, those that say ${name}; weight: times any of the names was said`,
          ...{ input: mentions, weight: together, gives: shareOf(mentions) },
        })),
      ],
    }
  },
}
