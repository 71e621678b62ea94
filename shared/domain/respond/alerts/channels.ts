import type { DomainEvent } from '../../events.ts'
import type { Notice } from './notice.ts'
import { oneLine } from './plain.ts'
import type { Told } from './words.ts'

/** What goes to a chat. Formats: Slack's Block Kit; Teams' Adaptive Cards as Workflows take them. */

/** Slack takes 150 characters of a header and 3,000 of a section, in which `&` becomes five; Teams 28 kB of a message. */
const LONGEST = { header: 150, line: 500, url: 2_000 } as const
/** More lines than this are no message any more; Slack takes 50 blocks. */
const MOST_LINES = 25

/** `@channel` in somebody's words must call nobody, in whatever way a chat reads it. */
const calm = (text: string): string => text.replaceAll('@', '@\u200B')

/** In Slack's mrkdwn these three are all that has to be escaped; they also make mentions and links. */
const slackText = (text: string, most: number): string =>
  calm(oneLine(text, most)).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const safeUrl = (url: string): string | undefined => {
  const parsed = URL.parse(url)
  if (!parsed || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) return undefined
  const href = parsed.href.replaceAll(/[<>|"'`\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return href.length > LONGEST.url ? undefined : href
}

const linksOf = ({ links }: Told): { label: string; url: string }[] =>
  links.flatMap(({ label, url }) => {
    const safe = safeUrl(url)
    return safe === undefined ? [] : [{ label, url: safe }]
  })

/** Cut by the units that Slack counts, never through a character. */
const headerText = (title: string): string => {
  const text = calm(oneLine(title, LONGEST.header))
  if (text.length <= LONGEST.header) return text
  return `${text.slice(0, LONGEST.header - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** The message for a Slack incoming webhook. */
export const slackMessage = (told: Told) => {
  const links = linksOf(told)
    .map(({ label, url }) => `<${url}|${label}>`)
    .join('  ·  ')
  const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } })
  return {
    // Read out, and shown in notifications.
    text: slackText(told.title, LONGEST.line),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: headerText(told.title), emoji: false } },
      ...told.lines.slice(0, MOST_LINES).map((line) => section(slackText(line, LONGEST.line))),
      ...(links ? [section(links)] : []),
    ],
  }
}

/** Adaptive Cards read some Markdown, and dates and times in double braces. */
const cardText = (text: string): string =>
  calm(oneLine(text, LONGEST.line)).replaceAll(/[\\`*_{}[\]()#+!|~<>-]/g, (sign) => `\\${sign}`)

/** The message for a Teams workflow that waits for a webhook. */
export const teamsMessage = (told: Told) => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        body: [
          {
            type: 'TextBlock',
            text: cardText(told.title),
            size: 'Large',
            weight: 'Bolder',
            wrap: true,
            style: 'heading',
          },
          ...told.lines.slice(0, MOST_LINES).map((line) => ({ type: 'TextBlock', text: cardText(line), wrap: true })),
        ],
        actions: linksOf(told).map(({ label: title, url }) => ({ type: 'Action.OpenUrl', title, url })),
      },
    },
  ],
})

/** What programs are told, on the bus and by webhook: the same event for all ways. */
export const raisedEvent = (
  { id, notice }: { id: string; notice: Notice },
  alert: { id: string },
): Extract<DomainEvent, { type: 'alert.raised' }> => ({
  type: 'alert.raised',
  id,
  at: notice.at,
  data: { alert: alert.id, ...notice },
})
