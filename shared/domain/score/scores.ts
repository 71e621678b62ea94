import { isoOf, monthOf } from '../time.ts'
import { advocate, type Prior } from './advocate.ts'
import type { Explained } from './explained.ts'
import type { PersonFacts } from './facts.ts'
import { influence } from './influence.ts'
import {
  advocacyOf,
  customOf,
  feelingsAt,
  followersOf,
  type OutsideRole,
  outsideRole,
  placeInNetwork,
  purchasesOf,
  weighed,
} from './inputs.ts'
import { type Journey, journeyAt } from './journey/journey.ts'
import { levelAt, love, type Standing } from './level.ts'
import { type BuyerModels, worth } from './lifetime.ts'
import { participation } from './participation.ts'
import { type Quintiles, rfm } from './rfm.ts'
import { satisfaction } from './satisfaction.ts'
import type { ScoreSettings } from './settings.ts'

/** The names of all scores. */
export const SCORE_NAMES = ['participation', 'love', 'satisfaction', 'influence', 'advocate', 'rfm', 'value'] as const
export type ScoreName = (typeof SCORE_NAMES)[number]

/** What the last night found out about all people together. Before the first night there is none of it. */
export type NightlyInputs = {
  /** The day whose night it was, `2026-11-21`. */
  day?: string
  /** Quintiles of those who did anything within a year. */
  quintiles?: Quintiles
  favour?: Prior
  help?: Prior
  /** The most replies that anybody has received. */
  mostReplies?: number
  /** From 1,000 buyers on. */
  models?: BuyerModels
}

/** All scores of a person at a moment. */
export type Scores = {
  scores: { [Name in ScoreName]?: Explained }
  /** What the person is when not one of the community; then there is nothing that compares. */
  role?: OutsideRole
  standing?: Standing
  /** The stage of the journey. */
  journey?: Journey
  /** When the level may change by itself, in milliseconds. */
  changesAt?: number
}

const comparing = (
  facts: PersonFacts,
  settings: ScoreSettings,
  { favour, help, mostReplies = 0, quintiles, models }: NightlyInputs,
  at: number,
): Scores['scores'] => {
  const custom = quintiles && customOf(facts, settings.economics.currency, at)
  const bought = purchasesOf(facts, settings.economics.currency, at)
  return {
    influence: influence({ followers: followersOf(facts), ...placeInNetwork(facts), mostReplies }),
    advocate: advocate(advocacyOf(facts), { ...(favour ? { favour } : {}), ...(help ? { help } : {}) }),
    ...(custom && quintiles ? { rfm: rfm(custom, quintiles) } : {}),
    ...(bought ? { value: worth(models, bought, settings.economics) } : {}),
  }
}

const levelOf = (
  facts: PersonFacts,
  { weights, levels }: ScoreSettings,
  at: number,
): Pick<Scores, 'standing' | 'changesAt'> => {
  const { changesAt, ...standing } = levelAt(weighed(facts.months, weights), levels, at)
  return { standing, ...(changesAt === undefined ? {} : { changesAt }) }
}

/**
 * Computes all scores of a person from its rollups and profiles. The brand, staff and bots get those that speak of themselves
 * alone: no influence, advocacy, RFM, value, level or journey.
 * @param at milliseconds since the epoch
 */
export const scoresOf = (
  facts: PersonFacts,
  { settings, nightly }: { settings: ScoreSettings; nightly: NightlyInputs },
  at: number,
): Scores => {
  const role = outsideRole(facts, settings)
  const content = satisfaction(feelingsAt(facts.months, at))
  const own = {
    participation: participation(facts.months, at),
    love: love(weighed(facts.months, settings.weights), monthOf(isoOf(at))),
    ...(content ? { satisfaction: content } : {}),
  }
  if (role) return { scores: own, role }
  return {
    scores: { ...own, ...comparing(facts, settings, nightly, at) },
    ...levelOf(facts, settings, at),
    journey: journeyAt(facts, { settings, nightly }, at),
  }
}
