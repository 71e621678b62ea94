import { type Preview, previewOf } from '../../shared/domain/nudge/preview.ts'
import { checkRecipe, type Recipe } from '../../shared/domain/nudge/recipe.ts'
import { tellStop } from '../../shared/domain/nudge/why.ts'
import type { EmailPreviewAnswer, EmailTestAnswer } from '../../shared/domain/respond/email-preview-answers.ts'
import { maskAddress } from '../../shared/domain/respond/mask.ts'
import { shownText } from '../../shared/domain/respond/present.ts'
import type { PreviewBody } from '../../shared/domain/respond/preview-routes.ts'
import { sayProblem } from '../../shared/domain/respond/problems.ts'
import type { Brand, NudgeSettings } from '../../shared/domain/settings.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { count } from '../../shared/platform/logger.ts'
import { type Deliver, sendError } from '../../shared/platform/ses.ts'
import { sesRequest } from '../../shared/platform/ses-request.ts'
import { nameOf } from '../../shared/store/nudge-context.ts'
import { readPreview, recipeToPreview } from '../../shared/store/preview.ts'
import type { Table } from '../../shared/store/table.ts'
import { TESTS_PER_HOUR, takeTestTurn } from '../../shared/store/test-sends.ts'
import { personWithId } from './linking.ts'

/** What previews and tests work with. */
export type PreviewDeps = {
  table: Table
  nudges: NudgeSettings
  brand: Brand
  appUrl: string
  configurationSet: string
  deliver: Deliver
}

/** What a preview is asked for. */
export type PreviewAsk = { id: string; body: PreviewBody; now: string; test?: boolean }

const draftOf = (id: string, draft: Record<string, unknown>): Recipe => {
  const read = checkRecipe(draft)
  if ('problems' in read) throw new HttpError(400, `recipe: ${read.problems.map(sayProblem).join('; ')}.`)
  if (read.recipe.id !== id)
    throw new HttpError(400, `recipe.id: came ${read.recipe.id}, expected ${id} as in the path.`)
  return read.recipe
}

const recipeOf = async (table: Table, { id, body }: PreviewAsk): Promise<Recipe> => {
  if (body.recipe) return draftOf(id, body.recipe)
  const recipe = await recipeToPreview(table, { id, version: body.version })
  if (recipe) return recipe
  const version = body.version === undefined ? '' : ` with the version ${body.version}`
  throw new HttpError(404, `There is no recipe ${id}${version}.`)
}

/** An email that is looked at, and what it was made of. */
export type Previewed = Preview & Pick<EmailPreviewAnswer, 'recipe' | 'version' | 'person' | 'subject'>

/**
 * Makes the email of a recipe as somebody would get it.
 * @throws HttpError 400 for a draft that is wrong, 404 where there is no such recipe, version or person
 */
export const preview = async (deps: PreviewDeps, ask: PreviewAsk): Promise<Previewed> => {
  const { table, nudges, brand, appUrl } = deps
  const { body, now, test } = ask
  const [recipe, person] = await Promise.all([
    recipeOf(table, ask),
    body.personId === undefined ? undefined : personWithId(table, body.personId),
  ])
  const { context, example } = await readPreview(table, { recipe, person, settings: nudges, now })
  const name = nameOf(context.decision, context.items)
  const made = previewOf({
    ...{ context, example, brand, appUrl, name },
    language: body.language,
    ...(test ? { test } : {}),
  })
  return {
    ...made,
    recipe: recipe.id,
    version: body.version ?? recipe.version,
    person: person ? { id: person.personId, name: name ?? null } : null,
    subject: { at: context.decision.subject.at, title: context.words.title ?? null, example },
  }
}

/** A preview as the API answers it. */
export const previewAnswer = (
  { email, content, subject, holds, ...made }: Previewed,
  { timeZone, now, seesPii }: { timeZone: string; now: string; seesPii: boolean },
): EmailPreviewAnswer => {
  const telling = { name: made.person?.name ?? 'This person', timeZone, now }
  const shown = (text: string): string => shownText(text, seesPii)
  return {
    ...made,
    email: email ?? null,
    wouldSend: holds.length === 0 && made.missing.length === 0,
    subject: { ...subject, title: subject.title && shown(subject.title) },
    content: content ? { ...content, title: shown(content.title), why: [...content.why] } : null,
    holds: holds.map((hold) => ({ ...hold, sentence: tellStop(hold, telling) })),
  }
}

/**
 * Sends what the preview shows to whoever asks for it, once, with tags that lead to no decision.
 * @param address the confirmed one of the caller's token
 * @throws HttpError 409, 429, 502, and what {@link preview} throws
 */
export const sendTest = async (
  deps: PreviewDeps,
  ask: PreviewAsk,
  address: string | undefined,
): Promise<EmailTestAnswer> => {
  const { table, configurationSet, deliver } = deps
  if (!address)
    throw new HttpError(409, 'Your token has no confirmed address; expected the id token of an account with one.')
  const { email, missing } = await preview(deps, { ...ask, test: true })
  if (!email) throw new HttpError(409, `The email cannot be made: ${missing.join(', ')} is missing or wrong.`)
  if (!(await takeTestTurn(table, { user: address, now: ask.now })))
    throw new HttpError(429, `${TESTS_PER_HOUR} tests an hour are enough. Try again in the next hour.`)
  try {
    await deliver(sesRequest(email, { address, tags: [{ Name: 'kind', Value: 'test' }], configurationSet }))
  } catch (error) {
    count({ Tests: 1 }, { result: 'failed' })
    throw new HttpError(502, `The email service did not take it: ${sendError(error).name}.`, { cause: error })
  }
  count({ Tests: 1 }, { result: 'sent' })
  return { to: maskAddress(address), subject: email.subject, language: email.language, missing }
}
