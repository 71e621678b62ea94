import { type Claim, isLive } from '../../shared/domain/connect/claim.ts'
import { codeHash } from '../../shared/domain/connect/claim-code.ts'
import { type TokenKeys, undoToken } from '../../shared/domain/nudge/tokens.ts'
import { maskAddress } from '../../shared/domain/respond/mask.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { count } from '../../shared/platform/logger.ts'
import { previewClaim, proofStands, settleClaim } from '../../shared/store/claim-link.ts'
import { type ClaimItem, changeClaim } from '../../shared/store/claims.ts'
import { offerOf } from './claim-agreement.ts'
import { githubSite, signIn } from './claim-github.ts'
import { accountName, codesOf, liveCode, platformName } from './claim-names.ts'
import {
  type ClaimAnswer,
  claimAnswer,
  formToken,
  isFormToken,
  noCookie,
  seeOther,
  type Visit,
} from './claim-request.ts'
import { accountPage, agreePage, busyPage, donePage, entryPage, plainPage, refusedPage } from './claim-view.ts'

type Show = (deps: Visit, item: ClaimItem, keys: TokenKeys, note?: string) => Promise<ClaimAnswer>

const DROPPED = { two_accounts: 'code_two', gone: 'code_gone' } as const

const chooseAccount: Show = async (deps, item, keys, note) => {
  const { settings, words } = deps
  const { dropped } = item.claim
  const body = accountPage(deps, {
    address: maskAddress(item.address ?? ''),
    github: settings.github !== undefined,
    code: liveCode(keys, item),
    tokens: {
      github: formToken(keys, item, 'github'),
      code: formToken(keys, item, 'code'),
      stop: formToken(keys, item, 'stop'),
    },
    note: note ?? (dropped && words.say(DROPPED[dropped])),
  })
  return claimAnswer(200, body, { formTo: settings.github && githubSite(deps) })
}

const chooseToAgree: Show = async (deps, item, keys, note) => {
  const { table, now, words } = deps
  const { proof } = item.claim
  const offer = proof && (await offerOf(deps, item, proof))
  if (!offer) {
    const dropped = await changeClaim(table, item.id, { do: 'drop' }, isoOf(now()))
    return 'item' in dropped ? chooseAccount(deps, dropped.item, keys, words.say('nobodys')) : seeOther('/claim')
  }
  const tokens = { agree: formToken(keys, item, `agree ${offer.digest}`), drop: formToken(keys, item, 'drop') }
  return claimAnswer(200, agreePage(deps, { ...offer, tokens, note }))
}

const done: Show = async (deps, item, keys) => {
  const { table, words } = deps
  const { emailIid = '', claim } = item
  const account = claim.proof?.account ?? ''
  const { account: side } = await previewClaim(table, emailIid, account)
  const known = (iid: string) => side?.identities.find((one) => one.iid === iid)
  const name = accountName(known(account), words, claim.proof?.handle)
  return claimAnswer(
    200,
    donePage(deps, {
      account: { what: platformName(account, words), name },
      address: maskAddress(known(emailIid)?.address ?? ''),
      undo: `/claim/undo/${undoToken(keys, { id: item.id, emailIid, account })}?l=${words.language}`,
      stop: formToken(keys, item, 'stop'),
    }),
  )
}

const SHOW: Readonly<Record<Claim['state'], Show>> = {
  asked: async (deps) => claimAnswer(200, entryPage(deps)),
  open: (deps, item, keys, note) => (item.claim.proof ? chooseToAgree : chooseAccount)(deps, item, keys, note),
  agreed: async (deps) => claimAnswer(200, busyPage(deps)),
  linked: done,
  refused: async (deps, item, keys) => claimAnswer(200, refusedPage(deps, formToken(keys, item, 'stop'))),
  undone: async (deps) =>
    claimAnswer(200, plainPage(deps, deps.words.say('undone'), deps.words.say('undone_here')), {
      cookies: [noCookie(deps)],
    }),
}

/** Where somebody is with their claim. */
export const showStep = async (deps: Visit, item: ClaimItem, note?: string): Promise<ClaimAnswer> => {
  if (item.claim.state === 'open' && !isLive(item.claim, isoOf(deps.now()))) {
    const said = { note: deps.words.say('time_over') }
    return claimAnswer(200, entryPage(deps, said), { cookies: [noCookie(deps)] })
  }
  return SHOW[item.claim.state](deps, item, await deps.keys(), note)
}

type Act = (deps: Visit, item: ClaimItem, keys: TokenKeys) => Promise<ClaimAnswer>

const giveCode: Act = async (deps, item, keys) => {
  const { table, now, words } = deps
  const [code = ''] = codesOf(keys, item.id, item.claim.codes + 1)
  const change = await changeClaim(table, item.id, { do: 'code', hash: codeHash(code) }, isoOf(now()))
  if ('refused' in change && change.refused === 'too_many_codes') return showStep(deps, item, words.say('code_many'))
  return seeOther('/claim')
}

const agree: Act = async (deps, item) => {
  const { table, now, enqueue } = deps
  const { proof } = item.claim
  if (!proof) return seeOther('/claim')
  if (item.claim.state === 'open' && !(await proofStands(table, item.claim))) {
    await changeClaim(table, item.id, { do: 'drop', why: 'gone' }, isoOf(now()))
    return seeOther('/claim')
  }
  const change = await changeClaim(table, item.id, { do: 'agree', account: proof.account }, isoOf(now()))
  if ('refused' in change) return seeOther('/claim')
  // Before the link: whatever happens here from now on, the queue's consumer carries their word out and mails the way back.
  await enqueue(JSON.stringify({ v: 1, do: 'finish', id: item.id }))
  const settled = await settleClaim(table, item.id, now())
  count({ Claims: 1 }, { step: settled?.claim.state ?? 'gone' })
  return seeOther('/claim')
}

const ACTS: Readonly<Record<string, { act: Act; states: readonly Claim['state'][] }>> = {
  code: { act: giveCode, states: ['open'] },
  github: { act: (deps, item) => signIn(deps, item), states: ['open'] },
  drop: {
    act: async ({ table, now }, item) => {
      await changeClaim(table, item.id, { do: 'drop' }, isoOf(now()))
      return seeOther('/claim')
    },
    states: ['open'],
  },
  agree: { act: agree, states: ['open', 'agreed'] },
  stop: {
    act: async (deps, item) => {
      if (item.claim.state === 'open') await changeClaim(deps.table, item.id, { do: 'undo' }, isoOf(deps.now()))
      return seeOther('/claim', [noCookie(deps)])
    },
    states: ['open', 'linked', 'refused'],
  },
}

/** What the form has to be good for: to agree is to agree to what was shown. */
const purposeOf = async (deps: Visit, item: ClaimItem, what: string): Promise<string> => {
  const { proof } = item.claim
  if (what !== 'agree' || !proof) return what
  return `agree ${(await offerOf(deps, item, proof))?.digest ?? ''}`
}

/** Somebody pressed a button. One that is not of the page as it is now does nothing but show that page. */
export const takeStep = async (
  deps: Visit,
  item: ClaimItem,
  form: ReadonlyMap<string, string>,
): Promise<ClaimAnswer> => {
  const what = form.get('do') ?? ''
  const known = Object.hasOwn(ACTS, what) ? ACTS[what] : undefined
  const keys = await deps.keys()
  if (!known?.states.includes(item.claim.state)) return showStep(deps, item)
  const purpose = await purposeOf(deps, item, what)
  if (!isFormToken(keys, item, purpose, form.get('token'))) return showStep(deps, item, deps.words.say('changed'))
  return known.act(deps, item, keys)
}
