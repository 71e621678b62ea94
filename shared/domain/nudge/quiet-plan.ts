import type { Iso } from '../time.ts'
import { type PartOfDay, quietOutside } from './choices.ts'
import type { Known } from './gates.ts'
import { endOfQuiet, isZone } from './quiet-hours.ts'
import type { QuietHours } from './quiet-window.ts'

/** No email at night to somebody whose zone we do not know: a window that is day almost everywhere near. */
const NARROW: QuietHours = { start: '17:00', end: '10:00' }

/** When a person is sent nothing, and in which zone: their own, or the stage's where theirs is not known. */
type QuietPlan = { zone: string; windows: QuietHours[] }

/**
 * The recipe's quiet hours, and what is outside the part of the day that the person has chosen. Where neither the zone nor
 * a part of the day is known, a narrow window makes up for it.
 * @param part what the address that is to be mailed has chosen
 */
export const quietPlan = (
  { recipe, settings, timeZone }: Pick<Known, 'recipe' | 'settings' | 'timeZone'>,
  part: PartOfDay | undefined,
): QuietPlan => {
  const chosen = quietOutside(part)
  const zone = isZone(timeZone) ? timeZone : settings.timeZone
  if (recipe.quietHours === 'none') return { zone: chosen.length > 0 ? zone : settings.timeZone, windows: chosen }
  const own = recipe.quietHours === 'inherit' ? settings.quietHours : recipe.quietHours
  const unsure = !isZone(timeZone) && chosen.length === 0
  return { zone, windows: [own, ...chosen, ...(unsure ? [NARROW] : [])] }
}

/** The part of the day that the address which may be mailed has chosen. */
const partOf = ({ addresses, to }: Known): PartOfDay | undefined =>
  addresses.filter(({ iid }) => iid === to).map(({ partOfDay }) => partOfDay)[0]

/** The quiet hours of whoever may be mailed. */
export const quietOf = (
  input: Known,
): {
  /** When they are over, from a moment on; that moment where there are none. undefined: they never end. */
  endFrom: (from: Iso) => Iso | undefined
  /** Whether they now end at another moment because of the part of the day that the person has chosen. */
  isWish: () => boolean
} => {
  const part = partOf(input)
  const { zone, windows } = quietPlan(input, part)
  const endFrom = (from: Iso): Iso | undefined => endOfQuiet(from, zone, windows)
  const { now } = input
  return {
    endFrom,
    isWish: () => part !== undefined && endFrom(now) !== endOfQuiet(now, zone, quietPlan(input, undefined).windows),
  }
}
