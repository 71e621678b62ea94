import * as z from 'zod/mini'
import { type Activity, revisionOf } from '../domain/listen/activity.ts'
import { compact, readFields, stateDigest, textField, timeField } from './fields.ts'
import type { Normalise } from './source.ts'
import { oneLine, webUrl } from './text.ts'

/**
 * YouTube over WebSub: a channel's videos, when they are published, renamed or gone. Comments never arrive this way. Ids are
 * the same everywhere on YouTube.
 */

const videoId = z.string().check(z.regex(/^[\w-]{1,64}$/, 'expected the id of a video'))
const CHANNEL = /\/channel\/(UC[\w-]{22})$/

const entrySchema = z.object({
  videoId,
  channelId: z.string(),
  title: textField,
  link: textField,
  name: textField,
  uri: textField,
  published: timeField,
  updated: timeField,
})
const deletedSchema = z.object({
  ref: z.string().check(z.regex(/^yt:video:[\w-]{1,64}$/, 'expected yt:video: and the id of a video')),
  when: timeField,
  name: textField,
  uri: z.string().check(z.regex(CHANNEL, 'expected the address of a channel')),
})
const feedSchema = z.object({ entries: z.array(z.unknown()), deleted: z.array(z.unknown()) })

type Place = { id: string; channel: string; name: string | null | undefined; uri: string | null | undefined }

const common = ({ id, channel, name, uri }: Place, source: string) => ({
  kind: 'post' as const,
  source,
  platform: 'youtube',
  id: `video:${id}`,
  author: compact({ id: channel, name: oneLine(name), url: webUrl(uri) }),
})

const video = (entry: z.infer<typeof entrySchema>, source: string): Activity => {
  const { videoId: id, channelId: channel, name, uri } = entry
  const title = oneLine(entry.title)
  const url = webUrl(entry.link)
  return {
    ...common({ id, channel, name, uri }, source),
    at: entry.updated,
    revision: revisionOf({ at: entry.updated, digest: stateDigest(title) }),
    text: title ?? '',
    createdAt: entry.published,
    thread: compact({ id: `video:${id}`, title, url, author: { id: channel } }),
    ...compact({ title, url }),
  }
}

/** A video that was hidden can come back: with a later `updated` it is there again. */
const gone = (entry: z.infer<typeof deletedSchema>, source: string): Activity => {
  const { ref, when: at, name, uri } = entry
  const channel = CHANNEL.exec(uri)?.[1] ?? ''
  const words = common({ id: ref.slice('yt:video:'.length), channel, name, uri }, source)
  const revision = revisionOf({ at, deleted: true })
  return { ...words, at, revision, deleted: true, text: '', createdAt: at, thread: { id: words.id } }
}

/** Deliveries of YouTube's hub as activities; the door has read the feed. */
export const normaliseYoutube: Normalise<'youtube'> = (body, { source, settings }) => {
  const { entries, deleted } = readFields(feedSchema, body)
  const activities = [
    ...entries.map((entry, at) => video(readFields(entrySchema, entry, `entries.${at}`), source)),
    ...deleted.map((entry, at) => gone(readFields(deletedSchema, entry, `deleted.${at}`), source)),
  ]
  if (activities.length === 0) return { activities, ignored: 'no entries' }
  const own = activities.filter(({ author }) => settings.channels.includes(author.id))
  return own.length > 0 ? { activities: own } : { activities: own, ignored: 'channel not in the settings' }
}
