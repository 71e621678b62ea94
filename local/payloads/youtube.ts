import type { Payload } from './payload.ts'

/** Deliveries of YouTube's hub: an Atom feed with the news in it. */

export type Video = { id: string; channel: string; title: string; by?: string; published: string; updated?: string }

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const TOPIC = 'https://www.youtube.com/xml/feeds/videos.xml?channel_id='

const payload = (body: string): Payload => ({ headers: { 'content-type': 'application/atom+xml' }, body })

/** A video that was published or renamed. */
export const youtubeVideo = ({ id, channel, title, by = 'The channel', published, updated }: Video): Payload =>
  payload(`<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns="http://www.w3.org/2005/Atom"><link rel="hub" href="https://pubsubhubbub.appspot.com"/><link rel="self" href="${TOPIC}${channel}"/><title>YouTube video feed</title><updated>${updated ?? published}</updated><entry>
  <id>yt:video:${id}</id>
  <yt:videoId>${id}</yt:videoId>
  <yt:channelId>${channel}</yt:channelId>
  <title>${escaped(title)}</title>
  <link rel="alternate" href="https://www.youtube.com/watch?v=${id}"/>
  <author>
   <name>${escaped(by)}</name>
   <uri>https://www.youtube.com/channel/${channel}</uri>
  </author>
  <published>${published}</published>
  <updated>${updated ?? published}</updated>
 </entry></feed>
`)

/** A video that was deleted or is private now. */
export const youtubeDeleted = (id: string, channel: string, when: string): Payload =>
  payload(`<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns="http://www.w3.org/2005/Atom"><at:deleted-entry ref="yt:video:${id}" when="${when}">
  <link href="https://www.youtube.com/watch?v=${id}"/>
  <at:by>
   <name>The channel</name>
   <uri>https://www.youtube.com/channel/${channel}</uri>
  </at:by>
 </at:deleted-entry></feed>
`)

/** The query by which the hub asks whether a subscription is meant. */
export const youtubeQuestion = (channel: string, mode = 'subscribe'): Record<string, string> => ({
  'hub.mode': mode,
  'hub.topic': `${TOPIC}${channel}`,
  'hub.challenge': '1234567890123456789',
  'hub.lease_seconds': '432000',
})
