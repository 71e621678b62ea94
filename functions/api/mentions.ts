import { parseMentionId } from '../../shared/domain/respond/mention-id.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { getMention, listMentions } from '../../shared/store/mentions.ts'
import { pageAnswer, positionIn, type Resource } from './request.ts'

export const mentions: Resource<'listMentions' | 'getMention'> = {
  listMentions: async ({ query: { next, ...filters } }, { table }) =>
    pageAnswer('mentions', await listMentions(table, { ...filters, after: positionIn('mentions', next) })),

  getMention: async ({ params: { id = '' } }, { table }) => {
    const parsed = parseMentionId(id)
    const mention = parsed && (await getMention(table, parsed.platform, parsed.id))
    if (!mention) throw new HttpError(404, `There is no mention ${id.slice(0, 100)}: never seen, or deleted.`)
    return mention
  },
}
