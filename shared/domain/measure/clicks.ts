import { type Iso, msOf, SECOND } from '../time.ts'

/** Who clicked: a person, perhaps a machine, surely a machine. Only people count; every hit is kept. */
export type ClickLabel = 'human' | 'likely_machine' | 'machine'
export type ClickReason = 'no_agent' | 'bot' | 'too_soon' | 'burst' | 'person'

/** Within this time of the delivery a click is the mail gateway's, and hits on different links are one machine's; ms. */
const MACHINE_WINDOW = 10 * SECOND

/** One hit on a link of an email. */
export type Hit = { at: Iso; link: string }

/** Two hits so close to each other that one machine made both, when they are on different links. */
export const inOneBurst = (a: Iso, b: Iso): boolean => Math.abs(msOf(a) - msOf(b)) <= MACHINE_WINDOW

/**
 * Labels a click by the rules of the design (nudges.md §2, "Machine clicks").
 * @param isBot whether a browser's name belongs to a known robot
 * @param deliveredAt when the email arrived, or when it was sent while that is not known
 * @param others earlier hits on the links of the same email
 */
export const labelClick = (
  hit: Hit & { userAgent: string | undefined },
  {
    isBot,
    deliveredAt,
    others,
  }: { isBot: (userAgent: string) => boolean; deliveredAt: Iso | undefined; others: readonly Hit[] },
): { label: ClickLabel; why: ClickReason } => {
  if (!hit.userAgent?.trim()) return { label: 'machine', why: 'no_agent' }
  if (isBot(hit.userAgent)) return { label: 'machine', why: 'bot' }
  if (deliveredAt && msOf(hit.at) - msOf(deliveredAt) < MACHINE_WINDOW)
    return { label: 'likely_machine', why: 'too_soon' }
  const burst = others.some(({ at, link }) => link !== hit.link && inOneBurst(hit.at, at))
  return burst ? { label: 'likely_machine', why: 'burst' } : { label: 'human', why: 'person' }
}
