import { formOf } from '../../shared/platform/form.ts'
import { log } from '../../shared/platform/logger.ts'
import { askForLink } from './claim-entry.ts'
import { signedIn } from './claim-github.ts'
import { claimWordsFor } from './claim-language.ts'
import { openLink } from './claim-open.ts'
import {
  type ClaimAnswer,
  type ClaimDeps,
  type ClaimRequest,
  claimAnswer,
  isOurForm,
  sessionOf,
  type Visit,
} from './claim-request.ts'
import { showStep, takeStep } from './claim-steps.ts'
import { undo } from './claim-undo.ts'
import { claimSorryPage, entryPage, plainPage } from './claim-view.ts'

type Page = (visit: Visit, request: ClaimRequest) => Promise<ClaimAnswer>

/** `/claim`: where somebody is, or the beginning. */
const claim: Page = async (visit, request) => {
  const item = await sessionOf(visit, request)
  const own: Visit = { ...visit, words: claimWordsFor(request, visit, { chosen: item?.language }) }
  const isPost = request.requestContext.http.method === 'POST'
  if (!isPost || !isOurForm(request)) return item ? showStep(own, item) : claimAnswer(200, entryPage(own))
  const form = await formOf(request)
  if (form.get('do') === 'mail') return askForLink(visit, request, form)
  if (item) return takeStep(own, item, form)
  return claimAnswer(200, entryPage(own, { note: own.words.say('try_over') }))
}

const PAGES: Readonly<Record<string, Page>> = { open: openLink, undo, github: signedIn }

/** Answers whatever comes under `/claim`. */
export const answerClaim = async (
  deps: ClaimDeps,
  request: ClaimRequest & { rawPath: string },
): Promise<ClaimAnswer> => {
  const what = request.rawPath.split('/')[2] ?? ''
  const page = what === '' ? claim : Object.hasOwn(PAGES, what) ? PAGES[what] : undefined
  const words = claimWordsFor(request, deps)
  const visit: Visit = { ...deps, words }
  try {
    if (page) return await page(visit, request)
    return claimAnswer(404, plainPage(visit, words.say('nothing'), words.say('nothing_lead')))
  } catch (error) {
    log.error('claim page failed', error)
    return claimAnswer(500, claimSorryPage(visit))
  }
}
