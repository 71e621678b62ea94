import { parseMentionId } from '../../shared/domain/respond/mention-id.ts'
import { presentMention } from '../../shared/domain/respond/present.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { correctMention } from '../../shared/store/corrections.ts'
import { getMention, listMentions } from '../../shared/store/mentions.ts'
import { pageAnswer, positionIn, type Resource } from './request.ts'

const nothing = (id: string): never => {
  throw new HttpError(404, `There is no mention ${id.slice(0, 100)}: never seen, or deleted.`)
}

export const mentions: Resource<'listMentions' | 'getMention' | 'correctMention'> = {
  listMentions: async ({ query: { next, ...filters }, seesPii }, { table }) => {
    const list = await listMentions(table, { ...filters, after: positionIn('mentions', next) })
    return pageAnswer('mentions', { ...list, items: list.items.map((one) => presentMention(one, seesPii)) })
  },

  getMention: async ({ params: { id = '' }, seesPii }, { table }) => {
    const parsed = parseMentionId(id)
    const found = parsed && (await getMention(table, parsed.platform, parsed.id))
    return found ? presentMention(found, seesPii) : nothing(id)
  },

  correctMention: async ({ params: { id = '' }, body: { sentiment, intents }, user, seesPii, now }, { table }) => {
    const parsed = parseMentionId(id)
    if (!parsed) return nothing(id)
    const verdict = { ...(sentiment ? { label: sentiment } : {}), ...(intents ? { intents } : {}) }
    await correctMention(table, parsed, verdict, { by: user, at: now })
    const corrected = await getMention(table, parsed.platform, parsed.id)
    return corrected ? presentMention(corrected, seesPii) : nothing(id)
  },
}
