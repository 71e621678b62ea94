import type { CampaignAnswer, CampaignDetailAnswer } from '../domain/respond/campaign-answers.ts'
import { countMembers, moodOf, PHASES, type Phase, phaseOf, reachOf } from '../domain/score/campaigns/campaign.ts'
import { addVoices, EVERYTHING } from '../domain/score/topics/voice.ts'
import type { Iso } from '../domain/time.ts'
import { type CampaignItem, type CampaignMemberItem, personsOf, readMembers } from './campaigns.ts'
import { keys } from './keys.ts'
import { mentionAnswer, readActivities, readIdentities } from './mentions.ts'
import type { Table } from './table.ts'
import { readVoices } from './topics.ts'

export const campaignAnswer = ({ gathering, ...item }: CampaignItem): CampaignAnswer => ({
  ...{ id: item.id, name: item.name, hashtags: [...item.hashtags], links: [...item.links], utm: [...item.utm] },
  ...{ from: item.from, to: item.to, rev: item.rev, by: item.by, updatedAt: item.updatedAt },
  gathered: gathering === undefined,
})

/** Accounts up to which the persons behind them are counted, and examples told. */
const [MOST_ACCOUNTS, EXAMPLES] = [1_000, 10]

const peopleOf = async (table: Table, members: readonly CampaignMemberItem[]): Promise<{ people?: number }> => {
  const accounts = [...new Set(members.map(({ iid }) => iid))]
  if (accounts.length > MOST_ACCOUNTS) return {}
  return { people: personsOf(accounts, await readIdentities(table, accounts)) }
}

const examplesOf = async (table: Table, members: readonly CampaignMemberItem[]) => {
  const newest = members.toSorted((a, b) => (a.createdAt > b.createdAt ? -1 : 1)).slice(0, EXAMPLES)
  const entries = newest.map(({ platform, id, createdAt }) => ({ ...keys.activity(platform, id), at: createdAt }))
  const read = await readActivities(table, entries)
  return read.flatMap(({ item, author }) => (item && mentionAnswer(item, author)) ?? [])
}

/** What a phase is counted from and until. */
const spans = (campaign: CampaignItem): Record<Phase, { from: Iso; to: Iso }> => {
  const { since, until } = reachOf(campaign)
  const { from, to } = campaign
  return { before: { from: since, to: from }, during: { from, to }, after: { from: to, to: until } }
}

/** A campaign and what came of it. */
export const campaignDetail = async (table: Table, campaign: CampaignItem): Promise<CampaignDetailAnswer> => {
  const { members, complete } = await readMembers(table, campaign)
  const within = spans(campaign)
  const phase = async (name: Phase) => {
    const { names } = addVoices(await readVoices(table, within[name].from, within[name].to))
    const all = names[EVERYTHING] ?? { count: 0, positive: 0, negative: 0 }
    const theirs = members.filter(({ createdAt }) => phaseOf(createdAt, campaign) === name)
    const mood = moodOf(all.positive, all.negative, all.count)
    return { ...within[name], ...countMembers(theirs), all: { mentions: all.count, ...mood } }
  }
  const [before, during, after] = await Promise.all([phase(PHASES[0]), phase(PHASES[1]), phase(PHASES[2])])
  return {
    ...campaignAnswer(campaign),
    complete,
    ...(await peopleOf(table, members)),
    ...{ before, during, after },
    examples: await examplesOf(table, members),
  }
}
