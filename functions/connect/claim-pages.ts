import { formOf } from '../../shared/platform/form.ts'
import { log } from '../../shared/platform/logger.ts'
import { askForLink } from './claim-entry.ts'
import { signedIn } from './claim-github.ts'
import { openLink } from './claim-open.ts'
import {
  type ClaimAnswer,
  type ClaimDeps,
  type ClaimRequest,
  claimAnswer,
  isOurForm,
  sessionOf,
} from './claim-request.ts'
import { showStep, takeStep } from './claim-steps.ts'
import { undo } from './claim-undo.ts'
import { claimSorryPage, entryPage, plainPage } from './claim-view.ts'

type Page = (deps: ClaimDeps, request: ClaimRequest) => Promise<ClaimAnswer>

/** `/claim`: where somebody is, or the beginning. */
const claim: Page = async (deps, request) => {
  const item = await sessionOf(deps, request)
  const isPost = request.requestContext.http.method === 'POST'
  if (!isPost || !isOurForm(request)) return item ? showStep(deps, item) : claimAnswer(200, entryPage(deps.brand))
  const form = await formOf(request)
  if (form.get('do') === 'mail') return askForLink(deps, request, form)
  if (item) return takeStep(deps, item, form)
  return claimAnswer(200, entryPage(deps.brand, { note: 'Your last try is over. Please begin again.' }))
}

const PAGES: Readonly<Record<string, Page>> = { open: openLink, undo, github: signedIn }

/** Answers whatever comes under `/claim`. */
export const answerClaim = async (
  deps: ClaimDeps,
  request: ClaimRequest & { rawPath: string },
): Promise<ClaimAnswer> => {
  const what = request.rawPath.split('/')[2] ?? ''
  const page = what === '' ? claim : Object.hasOwn(PAGES, what) ? PAGES[what] : undefined
  try {
    if (page) return await page(deps, request)
    return claimAnswer(404, plainPage(deps.brand, 'There is nothing here', 'Perhaps the link was cut off on its way.'))
  } catch (error) {
    log.error('claim page failed', error)
    return claimAnswer(500, claimSorryPage(deps.brand))
  }
}
