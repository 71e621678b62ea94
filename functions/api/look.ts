import type { NeedAnswer } from '../../shared/domain/respond/look-answers.ts'
import { HOUR, type Iso, isoOf, msOf } from '../../shared/domain/time.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { listDecisions } from '../../shared/store/decision-lists.ts'
import { identityId } from '../../shared/store/keys.ts'
import { readPause } from '../../shared/store/pause.ts'
import { donePrivacyRequest, openPrivacyRequests } from '../../shared/store/privacy-requests.ts'
import { readRecipes } from '../../shared/store/recipes.ts'
import type { Table } from '../../shared/store/table.ts'
import { settleUnknown } from '../../shared/store/unknowns.ts'
import { shownDecision } from './decisions.ts'
import type { NudgesDeps, Resource } from './request.ts'

/** Emails of unknown fate that are listed. */
const MOST_EMAILS = 100
/** SES tells nearly always within this time; who looks sooner looks in vain. */
const TOO_SOON = HOUR
/** Who paused: nobody of the team. */
const ITSELF = 'earshot'

const stopped = async (table: Table): Promise<NeedAnswer[]> => {
  const { paused, by, at, why } = await readPause(table)
  if (!paused || by !== ITSELF || !at) return []
  const todo =
    'Put right what SES refuses, then POST /api/resume: what has not expired is sent, spread over half an hour.'
  return [{ kind: 'sending-paused', since: at, what: `All emails are paused. ${why ?? ''}`.trim(), todo }]
}

const pausedRecipes = async (table: Table): Promise<NeedAnswer[]> =>
  (await readRecipes(table)).flatMap(({ recipe, by, at, why }): NeedAnswer[] => {
    if (recipe.status !== 'paused' || by !== ITSELF || !at) return []
    const what = `“${recipe.name}” paused itself. ${why ?? ''}`.trim()
    const todo = `See whom it is for and what it says, then start it again with POST /api/recipes/${recipe.id}/status, or archive it. It counts anew from then on.`
    return [{ kind: 'recipe-paused', since: at, what, todo, recipe: recipe.id }]
  })

const unknownEmails = async (table: Table, now: Iso): Promise<{ items: NeedAnswer[]; more: boolean }> => {
  const { items, next } = await listDecisions(table, { state: 'unknown', limit: MOST_EMAILS })
  const before = isoOf(msOf(now) - TOO_SOON)
  const old = items.filter(({ updatedAt }) => updatedAt <= before)
  return {
    more: next !== undefined,
    items: old.map(({ id, recipe, updatedAt, detail }) => ({
      ...{ kind: 'unknown-email' as const, since: updatedAt, decision: id, recipe },
      what: `SES may or may not have this email${detail ? ` (${detail})` : ''}, and has told nothing of it since. It is not sent again.`,
      todo: `Look into the SES console whether it was sent, then POST /api/decisions/${id}/resolve with {"as":"sent"} or {"as":"not-sent"}.`,
    })),
  }
}

/** What is to be done for a person, and for all people of a shop. */
const DUTIES = {
  access: 'Give the person what is stored of them: GET /api/people?identity=… begins it.',
  erasure: 'Erase what is stored: docs/operations.md, “Privacy requests”, says where it is.',
} as const

const privacyRequests = async (table: Table): Promise<NeedAnswer[]> =>
  (await openPrivacyRequests(table)).map(({ id, source, at, wants, account }) => ({
    ...{ kind: 'privacy-request', since: at, request: id, source },
    ...(account === undefined ? {} : { identity: identityId(source, account) }),
    what: `${source} asks ${account === undefined ? 'for all its people' : 'in a person’s name'} for ${wants}.`,
    todo: `${DUTIES[wants]} Platforms give 30 days. Then POST /api/privacy-requests/${id}/done.`,
  }))

export const look: Resource<'listNeedsALook' | 'resolveDecision' | 'donePrivacyRequest', NudgesDeps> = {
  listNeedsALook: async ({ now }, { table }) => {
    const [all, requests, recipes, emails] = await Promise.all([
      stopped(table),
      privacyRequests(table),
      pausedRecipes(table),
      unknownEmails(table, now),
    ])
    return { at: now, items: [...all, ...requests, ...recipes, ...emails.items], more: emails.more }
  },

  resolveDecision: async ({ params: { id = '' }, body: { as, why }, user, seesPii, now }, { table }) => {
    const settled = await settleUnknown(table, id, { as, by: `user:${user}`, at: now, why })
    if (!settled) throw new HttpError(404, `There is no email of unknown fate with the id ${id.slice(0, 100)}.`)
    return shownDecision(settled, seesPii)
  },
  donePrivacyRequest: async ({ params: { id = '' }, body: { why }, user, now }, { table }) => {
    const done = { by: `user:${user}`, at: now, ...(why === undefined ? {} : { why }) }
    if (await donePrivacyRequest(table, id, done)) return { id, ...done }
    throw new HttpError(404, `There is no open privacy request with the id ${id.slice(0, 100)}.`)
  },
}
