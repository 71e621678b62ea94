import { type Explained, short } from './explained.ts'

/** A share that is believed only as far as it was seen: `mean` and how many observations `weight` it is worth. */
export type Prior = { mean: number; weight: number }

/** Before a community has numbers of its own. */
export const START_PRIOR: Prior = { mean: 0.35, weight: 8 }

/**
 * Prior by the method of moments from people's own shares: k = m (1 - m) / variance - 1.
 * @param shares one per person who was seen often enough, each 0..1
 * @returns the start's prior when they are fewer than 30 or all the same
 */
export const priorFrom = (shares: readonly number[]): Prior => {
  if (shares.length < 30) return START_PRIOR
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length
  if (variance === 0 || mean === 0 || mean === 1) return START_PRIOR
  const weight = (mean * (1 - mean)) / variance - 1
  return weight > 0 ? { mean, weight: Math.min(weight, 100) } : START_PRIOR
}

/** A share shrunk towards what is usual: (a + k m) / (n + k). */
export const shrunk = (hits: number, of: number, { mean, weight }: Prior): number =>
  (hits + weight * mean) / (of + weight)

/** How far a number of followers reaches, 0..1: a million is all. */
export const reachOf = (followers: number): number => Math.min(1, Math.log10(1 + Math.max(0, followers)) / 6)

/** What is known of a person as an advocate. */
export type Advocacy = {
  /** Recommendations, positive public mentions, accepted answers, referrals. */
  favourable: number
  /** All that the person wrote about the brand. */
  mentions: number
  /** Accepted answers. */
  accepted: number
  /** Answers given. */
  answers: number
  followers: number
}

/**
 * How much of an advocate somebody is, 0 to 100: 100 · p^½ · H^¼ · R^¼ · (1 − 2^(−n/3)). p: the share of what was written
 * that is favourable; H: the share of answers that were accepted; both shrunk, so that one glowing post is not yet an
 * advocate; R: reach; the last factor asks for some mentions. A product, so that nothing makes up for nothing.
 */
export const advocate = (
  { favourable, mentions, accepted, answers, followers }: Advocacy,
  priors: { favour?: Prior; help?: Prior } = {},
): Explained => {
  const favour = shrunk(Math.min(favourable, mentions), mentions, priors.favour ?? START_PRIOR)
  const help = shrunk(Math.min(accepted, answers), answers, priors.help ?? START_PRIOR)
  const reach = reachOf(followers)
  const enough = 1 - 2 ** (-mentions / 3)
  return {
    value: short(100 * favour ** 0.5 * help ** 0.25 * reach ** 0.25 * enough),
    lines: [
      { what: `favourable, of ${mentions} mentions`, input: favourable, weight: 0.5, gives: short(favour ** 0.5) },
      { what: `accepted, of ${answers} answers`, input: accepted, weight: 0.25, gives: short(help ** 0.25) },
      { what: 'followers', input: followers, weight: 0.25, gives: short(reach ** 0.25) },
      { what: 'mentions to go by', input: mentions, gives: short(enough) },
    ],
  }
}
