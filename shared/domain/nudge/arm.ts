import { createHash } from 'node:crypto'
import type { NudgeSettings } from '../settings.ts'
import type { Recipe } from './recipe.ts'

/** `treated`: gets the email; `holdout`: is left without, to compare with. */
export type Arm = 'treated' | 'holdout'

/** The share of people that a recipe leaves without, in this stage. 0: there is no experiment. */
export const shareOf = ({ holdout }: Pick<Recipe, 'holdout'>, settings: Pick<NudgeSettings, 'holdout'>): number =>
  holdout * (settings.holdout ?? 1)

/**
 * Whether a link has joined people of both arms: nothing is sent to them in this experiment any more, and they count for
 * neither arm (design, data.md §7). False where there is no experiment.
 * @param assigned the arms that the person's identities were given
 */
export const armsDiffer = (assigned: readonly Arm[], share: number): boolean => share > 0 && new Set(assigned).size > 1

/**
 * Which arm of a recipe's experiment a person is in: `holdout` for a share of people, the same for the same person every
 * time. u = uint32(sha256("<recipe>:<person>")) / 2^32, holdout iff u < share (design, data.md §7).
 */
export const armOf = (recipe: string, personId: string, share: number): Arm => {
  const u = createHash('sha256').update(`${recipe}:${personId}`).digest().readUInt32BE(0) / 2 ** 32
  return u < share ? 'holdout' : 'treated'
}

/** The detail of a decision that the experiment of all recipes together holds back. */
export const GLOBAL = 'global'
/** Stands where a recipe's id does, for the experiment that all recipes are in together. No recipe can have this id. */
export const EVERY_RECIPE = '*'

/** The share of people that are left without any email, in this stage. 0: there is no such experiment. */
export const globalShare = ({ globalHoldout = 0 }: Pick<NudgeSettings, 'globalHoldout'>): number => globalHoldout

/**
 * The arm of a person in the experiment of all recipes together: `holdout` gets no email of any recipe.
 * @param assigned the arms that the person's identities were given in it; all the same
 */
export const globalArm = (
  personId: string,
  settings: Pick<NudgeSettings, 'globalHoldout'>,
  assigned: readonly Arm[],
): Arm => armFor({ recipe: EVERY_RECIPE, personId, share: globalShare(settings) }, assigned)

/**
 * The arm of a person: the one that any of the person's identities was given before, else by the draw. What was given
 * stays, whatever a link or a split makes of the person's id.
 * @param assigned the arms that the person's identities were given; all the same
 */
export const armFor = (
  { recipe, personId, share }: { recipe: string; personId: string; share: number },
  [given]: readonly Arm[],
): Arm => (share > 0 ? (given ?? armOf(recipe, personId, share)) : 'treated')
