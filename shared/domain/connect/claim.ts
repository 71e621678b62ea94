import { DAY, HOUR, type Iso, isoOf, MINUTE, msOf } from '../time.ts'

/**
 * A claim: somebody says that an address and an account are theirs, and shows it. The address first (a link mailed to it), then the
 * account (a sign-in there, or a code posted from it), then they see what follows and agree. Pure: no step counts twice, none
 * comes too early, and after `undone` nothing does.
 */

/** How long a mailed link works. */
export const LINK_LIFE = 30 * MINUTE
/** How long somebody has from opening the link to agreeing, and how long a code lives at most. */
export const SESSION_LIFE = 24 * HOUR
/** How long a sign-in elsewhere may take. */
const SIGN_IN_LIFE = 10 * MINUTE
/** How long a settled claim is kept: what it did is in the graph and its log. */
export const SETTLED_LIFE = 30 * DAY
/** Platforms' clocks may be behind ours by this much. */
const SKEW = 2 * MINUTE
/** Codes that one claim may ask for. */
const MOST_CODES = 5

/**
 * `asked`: a link is mailed; `open`: it was opened, so the address is shown; `agreed`: account shown, and they agreed; `linked` or
 * `refused` (a limit, or somebody's word that they are two people); `undone`: taken back, for ever.
 */
type ClaimState = 'asked' | 'open' | 'agreed' | 'linked' | 'refused' | 'undone'

/** How an account was shown to be theirs. `mention`: the post that was the code; `handle`: as the sign-in tells it. */
export type Proof = {
  account: string
  by: 'code' | 'github'
  at: Iso
  handle?: string
  mention?: { platform: string; id: string }
}

/** What a claim remembers. Codes, sessions and states are kept as hashes. */
export type Claim = {
  state: ClaimState
  /** When it lapses, unless it has been agreed to. */
  until: Iso
  session?: string
  /** How many codes it has asked for. */
  codes: number
  code?: { hash: string; from: Iso }
  signIn?: { state: string; until: Iso }
  proof?: Proof
  /** Why its last proof was dropped. */
  dropped?: 'two_accounts' | 'gone'
}

/** What happens to a claim. `session`, `hash` and `state` are hashes. */
export type ClaimEvent =
  | { do: 'open'; session: string }
  /** A code is given out. */
  | { do: 'code'; hash: string }
  /** An account has posted the code. `createdAt` by the platform's clock. */
  | { do: 'heard'; hash: string; account: string; mention: { platform: string; id: string }; createdAt: Iso }
  /** They leave to sign in elsewhere, and come back. */
  | { do: 'sign-in'; state: string }
  | { do: 'signed-in'; state: string; account: string; handle?: string }
  /** They look at another account instead, or the post with the code is not what it was. */
  | { do: 'drop'; why?: 'gone' }
  | { do: 'agree'; account: string }
  | { do: 'settle'; as: 'linked' | 'refused' }
  | { do: 'undo' }

/** Why an event changes nothing. */
export type ClaimRefusal = 'expired' | 'used' | 'not_now' | 'no_such_code' | 'too_early' | 'too_many_codes' | 'other'

/** The claim afterwards (the same object when nothing changes), or why it is not to be. */
export type ClaimStep = { claim: Claim } | { refused: ClaimRefusal }

type Of<K extends ClaimEvent['do']> = Extract<ClaimEvent, { do: K }>
type Rules = { [K in ClaimEvent['do']]: (claim: Claim, event: Of<K>, now: Iso) => ClaimStep }

const refused = (why: ClaimRefusal): ClaimStep => ({ refused: why })

const without = (claim: Claim, ...names: ('code' | 'signIn' | 'proof' | 'dropped')[]): Claim =>
  Object.fromEntries(Object.entries(claim).filter(([name]) => !(names as string[]).includes(name))) as Claim

/** A rule for a claim whose address is shown and whose time is not over. */
const whileOpen =
  <E>(rule: (claim: Claim, event: E, now: Iso) => ClaimStep) =>
  (claim: Claim, event: E, now: Iso): ClaimStep => {
    if (claim.state !== 'open') return refused('not_now')
    return now >= claim.until ? refused('expired') : rule(claim, event, now)
  }

const proved = (claim: Claim, proof: Proof): ClaimStep => ({
  claim: { ...without(claim, 'signIn', 'dropped', ...(proof.by === 'code' ? [] : ['code' as const])), proof },
})

const heard = whileOpen<Of<'heard'>>((claim, { hash, account, mention, createdAt }, now) => {
  if (claim.code?.hash !== hash) return refused('no_such_code')
  if (msOf(createdAt) < msOf(claim.code.from) - SKEW) return refused('too_early')
  // A code is public once it is posted: when two accounts say it, it shows nothing of either.
  if (claim.proof && claim.proof.account !== account)
    return { claim: { ...without(claim, 'proof', 'code'), dropped: 'two_accounts' } }
  return claim.proof ? { claim } : proved(claim, { account, by: 'code', at: now, mention })
})

const RULES: Rules = {
  open: (claim, { session }, now) => {
    if (claim.state !== 'asked') return refused('used')
    if (now >= claim.until) return refused('expired')
    return { claim: { ...claim, state: 'open', session, until: isoOf(msOf(now) + SESSION_LIFE) } }
  },
  code: whileOpen((claim, { hash }, now) => {
    if (claim.proof) return refused('not_now')
    if (claim.codes >= MOST_CODES) return refused('too_many_codes')
    return { claim: { ...without(claim, 'dropped'), codes: claim.codes + 1, code: { hash, from: now } } }
  }),
  heard,
  'sign-in': whileOpen((claim, { state }, now) =>
    claim.proof
      ? refused('not_now')
      : { claim: { ...claim, signIn: { state, until: isoOf(msOf(now) + SIGN_IN_LIFE) } } },
  ),
  'signed-in': whileOpen((claim, { state, account, handle }, now) => {
    if (claim.proof || !claim.signIn) return refused('not_now')
    if (claim.signIn.state !== state) return refused('other')
    if (now >= claim.signIn.until) return refused('expired')
    return proved(claim, { account, by: 'github', at: now, ...(handle ? { handle } : {}) })
  }),
  drop: whileOpen((claim, { why }) => ({
    claim: { ...without(claim, 'proof', 'code', 'signIn', 'dropped'), ...(why ? { dropped: why } : {}) },
  })),
  agree: (claim, { account }, now) => {
    // Pressed twice, or again after an error: the same answer.
    if (['agreed', 'linked', 'refused'].includes(claim.state) && claim.proof?.account === account) return { claim }
    return whileOpen(() => {
      if (!claim.proof) return refused('not_now')
      if (claim.proof.account !== account) return refused('other')
      return { claim: { ...without(claim, 'code', 'signIn', 'dropped'), state: 'agreed' } }
    })(claim, undefined, now)
  },
  settle: (claim, { as }) => {
    if (claim.state === as) return { claim }
    return claim.state === 'agreed' ? { claim: { ...claim, state: as } } : refused('not_now')
  },
  undo: (claim) => ({
    claim: claim.state === 'undone' ? claim : { ...without(claim, 'code', 'signIn', 'dropped'), state: 'undone' },
  }),
}

/** A claim whose link is about to be mailed. */
export const newClaim = (now: Iso): Claim => ({ state: 'asked', until: isoOf(msOf(now) + LINK_LIFE), codes: 0 })

/** What an event makes of a claim. */
export const stepClaim = (claim: Claim, event: ClaimEvent, now: Iso): ClaimStep => {
  const rule = RULES[event.do] as (claim: Claim, event: ClaimEvent, now: Iso) => ClaimStep
  return rule(claim, event, now)
}

/** Whether somebody can still go on with it. */
export const isLive = ({ state, until }: Claim, now: Iso): boolean => state === 'open' && now < until
