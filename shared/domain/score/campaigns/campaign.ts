import { DAY, type Iso, isoOf, msOf } from '../../time.ts'
import type { SentimentLabel } from '../../understand/understanding.ts'

/** What makes a mention part of a campaign, any one of it, and when the campaign runs. */
export type Campaign = {
  id: string
  name: string
  /** Without `#`, whatever the case. */
  hashtags: readonly string[]
  /** Addresses: one counts with everything below its path. */
  links: readonly string[]
  /** Values of `utm_campaign` in links. */
  utm: readonly string[]
  /** The first moment, and the first one that is not in it any more. */
  from: Iso
  to: Iso
}

/** What is read of a mention. */
type Written = {
  title?: string | undefined
  text?: string | undefined
  url?: string | undefined
  tags?: readonly string[] | undefined
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase()
const withoutHash = (tag: string): string => plain(tag).replace(/^#+/, '')

/** An address as two are compared: host without `www.`, path without a slash at its end. */
const addressOf = (url: string): { place: string; utm: string | undefined } | undefined => {
  if (!URL.canParse(url)) return undefined
  const { host, pathname, searchParams } = new URL(url)
  const place = `${host.replace(/^www\./, '')}${pathname.replace(/\/+$/, '')}`.toLowerCase()
  const utm = searchParams.get('utm_campaign')
  return { place, utm: utm === null ? undefined : plain(utm) }
}

/** How much of a text is read, in UTF-16 units, and how many links of it. */
const [ENOUGH, MOST_LINKS] = [20_000, 50]

const linksIn = ({ title = '', text = '', url }: Written) =>
  [url ?? '', ...(`${title}\n${text}`.slice(0, ENOUGH).match(/https?:\/\/[^\s<>"')\]]+/gi) ?? []).slice(0, MOST_LINKS)]
    .map((link) => addressOf(link.replace(/[.,;:!?]+$/, '')))
    .filter((found) => found !== undefined)

const tagsIn = ({ title = '', text = '', tags = [] }: Written): Set<string> => {
  const inText = `${title}\n${text}`.slice(0, ENOUGH).match(/#[\p{L}\p{M}\p{N}_]{2,50}/gu) ?? []
  return new Set([...tags, ...inText].map(withoutHash))
}

const within = (place: string, link: string): boolean => {
  const of = addressOf(link)?.place
  return of !== undefined && (place === of || place.startsWith(`${of}/`))
}

/** Days before and after a campaign that are compared with it: as many as it has, at most thirty. */
const MOST_AROUND = 30 * DAY

/** The moments from which and until which a campaign gathers mentions: as long before and after as it runs itself. */
export const reachOf = ({ from, to }: Pick<Campaign, 'from' | 'to'>): { since: Iso; until: Iso } => {
  const around = Math.min(MOST_AROUND, msOf(to) - msOf(from))
  return { since: isoOf(msOf(from) - around), until: isoOf(msOf(to) + around) }
}

/** Whether a mention belongs to a campaign: by one of its hashtags, links or UTM values, within its time or just around it. */
export const belongs = (mention: Written & { createdAt: Iso }, campaign: Campaign): boolean => {
  const { since, until } = reachOf(campaign)
  if (mention.createdAt < since || mention.createdAt >= until) return false
  const tags = tagsIn(mention)
  if (campaign.hashtags.some((tag) => tags.has(withoutHash(tag)))) return true
  const links = linksIn(mention)
  const utms = new Set(campaign.utm.map(plain))
  return links.some(
    ({ place, utm }) => (utm !== undefined && utms.has(utm)) || campaign.links.some((link) => within(place, link)),
  )
}

/** The part of a campaign's time in which something was written. */
export type Phase = 'before' | 'during' | 'after'
export const PHASES = ['before', 'during', 'after'] as const satisfies readonly Phase[]

/** @returns the phase that a moment is in */
export const phaseOf = (at: Iso, { from, to }: Pick<Campaign, 'from' | 'to'>): Phase =>
  at < from ? 'before' : at < to ? 'during' : 'after'

/** One mention of a campaign, as far as it is counted. */
export type Member = { iid: string; createdAt: Iso; label?: SentimentLabel | undefined; followers?: number | undefined }

/** What was counted in one phase. `reach`: the followers of everybody who wrote, each account once. */
export type PhaseCounts = {
  mentions: number
  accounts: number
  reach: number
  positive: number
  negative: number
  neutral: number
  mixed: number
  /** (positive - negative) / those whose sentiment is known; missing without any. */
  mood?: number
}

const MOODS = { POSITIVE: 'positive', NEGATIVE: 'negative', NEUTRAL: 'neutral', MIXED: 'mixed' } as const

/** The mood of some mentions, from -1 to 1. */
export const moodOf = (positive: number, negative: number, all: number): { mood?: number } =>
  all > 0 ? { mood: Math.round(((positive - negative) / all) * 1_000) / 1_000 } : {}

/** Adds members up. */
export const countMembers = (members: readonly Member[]): PhaseCounts => {
  const followers = new Map<string, number>()
  const moods = { positive: 0, negative: 0, neutral: 0, mixed: 0 }
  for (const member of members) {
    followers.set(member.iid, Math.max(followers.get(member.iid) ?? 0, member.followers ?? 0))
    if (member.label) moods[MOODS[member.label]]++
  }
  const known = Object.values(moods).reduce((sum, one) => sum + one, 0)
  return {
    mentions: members.length,
    accounts: followers.size,
    reach: [...followers.values()].reduce((sum, one) => sum + one, 0),
    ...moods,
    ...moodOf(moods.positive, moods.negative, known),
  }
}
