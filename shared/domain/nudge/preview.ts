import type { Brand } from '../settings.ts'
import { DAY, isoOf, msOf } from '../time.ts'
import { redact } from '../understand/pii.ts'
import { consentFor, type TopicWord } from './consent.ts'
import type { GateInput } from './context.ts'
import { type Decided, type DecideInput, decide, gateToDecide } from './decide.ts'
import { type EmailInput, type NudgeEmail, renderNudge } from './email.ts'
import { RenderError } from './email-liquid.ts'
import { NOTHING_HAPPENED } from './no-facts.ts'
import type { ReasonCode } from './reasons.ts'
import type { Recipe } from './recipe.ts'

/**
 * An email that is only looked at. It shows what would be sent whether or not it would be, and says beside it what would hold it
 * and what is missing; a stand-in in square brackets is in the place of what is.
 */

/** What a preview looks at. */
export type PreviewInput = {
  context: DecideInput & { recipe: Recipe }
  /** Nothing has called for it: the subject is made up. */
  example: boolean
  brand: Brand
  appUrl: string
  /** What the person is called, if known. */
  name?: string | undefined
  /** Instead of the person's own. */
  language?: string | undefined
  test?: boolean
}

type Queued = Extract<Decided, { state: 'queued' }>
/** What the email would point to, and what was compared. */
type ContentChoice = { content: Queued['content'] | undefined; candidates: Queued['candidates'] }

/** What would hold an email, as far as it is known now. */
type Hold = { reason: ReasonCode; until?: string; detail?: string }

/** What a preview shows; no `email` when none can be made even with stand-ins: `missing` says why. */
export type Preview = {
  email: NudgeEmail | undefined
  content: ContentChoice['content']
  candidates: ContentChoice['candidates']
  holds: Hold[]
  missing: string[]
}

const asLive = (input: PreviewInput['context']): PreviewInput['context'] => ({
  ...input,
  recipe: { ...input.recipe, status: 'live' },
})

/** Everything that has been pointed at stays so, and nothing else of what was before holds anything. */
const withoutHistory = ({ others }: PreviewInput['context']): GateInput['others'] =>
  others.flatMap((other) =>
    other.contentId && ['queued', 'sending', 'sent', 'unknown'].includes(other.state)
      ? [{ ...other, recipe: '-', state: 'sent' as const }]
      : [],
  )

const YEAR = 365 * DAY

const grantedAt = (now: string): string => isoOf(msOf(now) - YEAR)

const granted = (recipe: Recipe, now: string): TopicWord => ({
  granted: true,
  basis: recipe.basis[0] ?? 'consent',
  wording: 'preview',
  source: 'preview',
  at: grantedAt(now),
})

/** The same question about somebody whom nothing holds back: what would be chosen, and from what. */
const ifNothingHeld = (input: PreviewInput['context']): DecideInput => ({
  ...asLive(input),
  recipe: { ...input.recipe, status: 'live', if: [], unless: [], quietHours: 'none', holdout: 0 },
  decision: { ...input.decision, expiresAt: isoOf(msOf(input.now) + YEAR) },
  uncalled: false,
  pausedAll: false,
  addresses: [
    {
      iid: 'email:preview',
      since: grantedAt(input.now),
      topics: { [input.recipe.topic]: granted(input.recipe, input.now) },
      confirmedAt: grantedAt(input.now),
      sent: [],
    },
  ],
  accounts: [],
  timeZone: input.settings.timeZone,
  facts: { ...input.facts, ...NOTHING_HAPPENED },
  others: withoutHistory(input),
  arms: [],
  settings: { ...input.settings, globalHoldout: 0 },
  globalArms: [],
})

const choiceOf = (input: PreviewInput['context']): ContentChoice & { stop?: Hold } => {
  const decided = decide(ifNothingHeld(input))
  if (decided.state === 'queued') return { content: decided.content, candidates: decided.candidates }
  const { reason, detail, candidates } = { candidates: [], ...decided }
  return { content: undefined, candidates, stop: { reason, ...(detail ? { detail } : {}) } }
}

const STATUS_HOLDS: Record<Recipe['status'], ReasonCode | undefined> = {
  live: undefined,
  'dry-run': 'dry_run',
  draft: 'paused_recipe',
  paused: 'paused_recipe',
  archived: 'paused_recipe',
}

const holdsOf = ({ context, example }: PreviewInput, stop: Hold | undefined): Hold[] => {
  const { status } = context.recipe
  const reason = STATUS_HOLDS[status]
  // What a made-up subject is like says nothing.
  const asked = example ? { ...asLive(context), facts: { ...context.facts, ...NOTHING_HAPPENED } } : asLive(context)
  const { do: verdict, ...gated } = gateToDecide(asked)
  return [
    ...(reason ? [{ reason, detail: status }] : []),
    ...(verdict === 'send' ? [] : [gated as Hold]),
    ...(stop ? [stop] : []),
  ]
}

/** The word that allows the email. */
const permissionOf = ({ addresses, recipe }: PreviewInput['context']): TopicWord | undefined =>
  addresses
    .map(({ topics }) => consentFor(topics, recipe.topic))
    .flatMap((answer) => (answer.allowed ? [answer.word] : []))[0]

const emailInput = (input: PreviewInput, content: ContentChoice['content']): EmailInput => {
  const { context, brand, appUrl, name, language, test } = input
  const { settings, recipe, words, decision, timeZone, languages } = context
  const base = appUrl.replace(/\/+$/, '')
  const piece = content ?? {
    kind: 'discussion' as const,
    title: '[content.title]',
    url: `https://${settings.contentHosts[0]}/`,
    language: settings.language,
    why: [],
  }
  return {
    brand,
    settings,
    recipe,
    content: { ...piece, title: redact(piece.title) },
    subject: { at: decision.subject.at, ...(words.title ? { title: redact(words.title) } : {}) },
    permission: permissionOf(context) ?? granted(recipe, context.now),
    person: {
      languages: language ? [language] : (languages[0] ?? []),
      ...(name ? { name } : {}),
      ...(timeZone ? { timeZone } : {}),
    },
    // Straight to the content, with nobody's token; and two that stop and choose nothing.
    links: { click: piece.url, unsubscribe: `${base}/u/preview`, preferences: `${base}/p/preview` },
    ...(test ? { test } : {}),
  }
}

/** What words may ask for and not everything has. */
const STAND_INS: Readonly<Record<string, (input: EmailInput) => EmailInput>> = {
  subject_title: (input) => ({ ...input, subject: { ...input.subject, title: '[subject_title]' } }),
}

const rendered = (input: EmailInput): { email: NudgeEmail | undefined; missing: string[] } => {
  try {
    return { email: renderNudge(input), missing: [] }
  } catch (error) {
    if (!(error instanceof RenderError)) throw error
    const { variable } = error
    const standIn = Object.hasOwn(STAND_INS, variable) ? STAND_INS[variable] : undefined
    const again = standIn ? rendered(standIn(input)) : { email: undefined, missing: [] }
    return { email: again.email, missing: [variable, ...again.missing] }
  }
}

/** Makes a preview. Pure: nothing is written, and nothing is sent. */
export const previewOf = (input: PreviewInput): Preview => {
  const { context } = input
  const { content, candidates, stop } = choiceOf(context)
  const { email, missing: unsaid } = rendered(emailInput(input, content))
  const missing = [...(content ? [] : ['content']), ...(permissionOf(context) ? [] : ['permission']), ...unsaid]
  const holds = [...holdsOf(input, stop), ...unsaid.map((detail): Hold => ({ reason: 'render_error', detail }))]
  return { email, content, candidates, holds, missing }
}
