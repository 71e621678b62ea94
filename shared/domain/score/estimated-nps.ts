/** What estimates somebody's answer to "would you recommend us". */
export type Likely = { satisfaction: number; advocate: number }

/**
 * An ESTIMATE of the net promoter score, nobody was asked: the share of people who are content (satisfaction of at least 0.5)
 * and advocates (at least 40), less the share who are not content (at most -0.3), in points from -100 to 100.
 * @returns undefined when there is nobody to go by
 */
export const estimatedNps = (
  people: readonly Likely[],
): { points: number; promoters: number; detractors: number; of: number } | undefined => {
  if (people.length === 0) return undefined
  const promoters = people.filter((one) => one.satisfaction >= 0.5 && one.advocate >= 40).length
  const detractors = people.filter((one) => one.satisfaction <= -0.3).length
  return {
    points: Math.round((100 * (promoters - detractors)) / people.length),
    promoters,
    detractors,
    of: people.length,
  }
}
