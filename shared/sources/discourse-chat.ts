import type { Author } from '../domain/listen/activity.ts'
import type { Normalised } from '../domain/listen/delivery.ts'
import { authorOf, type Context, common, encoded, page } from './discourse-common.ts'
import type { Chat } from './discourse-shapes.ts'
import { compact } from './fields.ts'
import { htmlToText } from './html.ts'
import { markdownToText } from './markdown.ts'
import { oneLine, webUrl } from './text.ts'

const messageId = (id: string): string => `chat:${id}`

const writer = ({ user, chat_webhook_event }: Chat['message'], context: Context): Author => ({
  ...authorOf(context, { ...user }, user?.staff === true),
  ...(chat_webhook_event ? { role: 'bot' as const } : {}),
})

/**
 * A message in a channel goes on with the channel's talk. It has no clock but its first and its last moment: of edits and
 * of what is brought back the moment of arrival stands in.
 */
export const fromChat = ({ message, channel }: Chat, event: string, context: Context): Normalised => {
  if (channel.chatable_type !== 'Category') return { activities: [], ignored: 'private message' }
  const gone = event === 'chat_message_trashed' || (message.deleted_at ?? undefined) !== undefined
  const first = event === 'chat_message_created'
  const at = gone ? (message.deleted_at ?? context.receivedAt) : first ? message.created_at : context.receivedAt
  const text = message.cooked ? htmlToText(message.cooked) : markdownToText(message.message ?? '')
  const url = page(context, `chat/c/${encoded(channel.slug || '-')}/${channel.id}`)
  const { in_reply_to: parent } = message
  const author = parent?.user?.id
  return {
    activities: [
      compact({
        ...common(context, { at, deleted: gone }, ''),
        kind: 'reply' as const,
        id: messageId(message.id),
        author: writer(message, context),
        text,
        url: webUrl(`${url}/${message.id}`),
        thread: compact({ id: `channel:${channel.id}`, title: oneLine(channel.title), url: webUrl(url) }),
        parent: parent ? { id: messageId(parent.id), ...(author ? { author: { id: author } } : {}) } : undefined,
        createdAt: message.created_at,
        editedAt: event === 'chat_message_edited' ? at : undefined,
      }),
    ],
  }
}
