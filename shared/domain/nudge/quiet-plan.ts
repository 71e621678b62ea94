import type { Known } from './gates.ts'
import type { QuietHours } from './quiet-window.ts'

/** No email at night to somebody whose zone we do not know: a window that is day almost everywhere near. */
const NARROW: QuietHours = { start: '17:00', end: '10:00' }

/** When a person is sent nothing, and in which zone: their own, or the stage's where theirs is not known. */
export type QuietPlan = { zone: string; windows: QuietHours[] }

/** @param isZone whether there is such a zone */
export const quietPlan = (
  { recipe, settings, timeZone }: Pick<Known, 'recipe' | 'settings' | 'timeZone'>,
  isZone: (zone: string | undefined) => zone is string,
): QuietPlan => {
  if (recipe.quietHours === 'none') return { zone: settings.timeZone, windows: [] }
  const own = recipe.quietHours === 'inherit' ? settings.quietHours : recipe.quietHours
  return isZone(timeZone) ? { zone: timeZone, windows: [own] } : { zone: settings.timeZone, windows: [own, NARROW] }
}
