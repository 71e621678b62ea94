import type { TopicWord } from '../../../shared/domain/nudge/consent.ts'
import type {
  AddressState,
  DecisionSubject,
  Facts,
  GateInput,
  OtherDecision,
} from '../../../shared/domain/nudge/context.ts'
import type { DecideInput } from '../../../shared/domain/nudge/decide.ts'
import { NO_FACTS } from '../../../shared/domain/nudge/no-facts.ts'
import type { Candidate } from '../../../shared/domain/nudge/rank.ts'
import { type Recipe, readRecipe } from '../../../shared/domain/nudge/recipe.ts'
import type { NudgeSettings } from '../../../shared/domain/settings.ts'

/** A Wednesday at noon: no quiet hours anywhere near London. */
export const NOON = '2026-06-10T12:00:00.000Z'

export const recipeJson = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: 'help',
  version: 1,
  status: 'live',
  name: 'Help',
  because: 'You asked something.',
  topic: 'answers',
  basis: ['consent', 'soft-opt-in'],
  priority: 50,
  when: { event: 'mention.created', intents: ['question'] },
  after: '24h',
  if: ['person.member'],
  unless: ['subject.deleted', 'thread.answered'],
  once: { per: 'thread' },
  cooldown: '7d',
  expires: '72h',
  quietHours: 'inherit',
  content: { pick: 'similar', stages: ['use', 'onboarding'], minScore: 0.3 },
  template: 'guidepost@1',
  holdout: 0,
  goal: { event: 'nudge.clicked', within: '7d' },
  ...changes,
})

export const recipe = (changes: Record<string, unknown> = {}): Recipe => {
  const json = recipeJson(changes)
  return readRecipe(`recipes/${String(json.id)}.json`, json)
}

export const settings = (changes: Partial<NudgeSettings> = {}): NudgeSettings => ({
  topics: { answers: 'Answers' },
  timeZone: 'Europe/London',
  quietHours: { start: '21:00', end: '08:00' },
  caps: { minGapHours: 20, per7Days: 2, per30Days: 5 },
  contentHosts: ['community.example'],
  language: 'en',
  ...changes,
})

export const word = (changes: Partial<TopicWord> = {}): TopicWord => ({
  granted: true,
  basis: 'consent',
  wording: 'w1',
  source: 'forum',
  at: '2026-01-01T00:00:00.000Z',
  ...changes,
})

export const address = (changes: Partial<AddressState> = {}): AddressState => ({
  iid: 'email:a',
  since: '2026-01-01T00:00:00.000Z',
  topics: { answers: word() },
  sent: [],
  ...changes,
})

export const subject = (changes: Partial<DecisionSubject> = {}): DecisionSubject => ({
  platform: 'forum',
  id: 'p1',
  kind: 'post',
  threadId: 't1',
  at: '2026-06-09T12:00:00.000Z',
  ...changes,
})

export const facts = (changes: Partial<Facts> = {}): Facts => ({
  ...NO_FACTS,
  ...changes,
})

export const other = (changes: Partial<OtherDecision> = {}): OtherDecision => ({
  id: 'OTHER',
  recipe: 'help',
  subject: subject({ id: 'p0', threadId: 't0' }),
  state: 'sent',
  createdAt: '2026-06-01T00:00:00.000Z',
  updatedAt: '2026-06-01T00:00:00.000Z',
  ...changes,
})

export const gateInput = (changes: Partial<GateInput> = {}): GateInput => ({
  now: NOON,
  decision: {
    id: 'MINE',
    recipe: 'help',
    subject: subject(),
    createdAt: '2026-06-09T12:00:00.000Z',
    expiresAt: '2026-06-13T12:00:00.000Z',
  },
  recipe: recipe(),
  priorities: { help: 50, high: 90, low: 10 },
  settings: settings(),
  pausedAll: false,
  addresses: [address()],
  timeZone: 'Europe/London',
  facts: facts(),
  others: [],
  arms: [],
  ...changes,
})

export const candidate = (changes: Partial<Candidate> = {}): Candidate => ({
  id: 'descaling',
  kind: 'discussion',
  title: 'Descaling light stays on',
  url: 'https://community.example/t/1',
  text: 'Run two tanks of water after descaling.',
  language: 'en',
  stage: 'use',
  topics: ['maintenance'],
  exclusive: true,
  helpful: 0,
  votes: 0,
  accepted: true,
  publishedAt: '2026-05-01T00:00:00.000Z',
  sends: 0,
  clickers: 0,
  ...changes,
})

export const decideInput = (changes: Partial<DecideInput> = {}): DecideInput => ({
  ...gateInput(),
  personId: 'P1',
  identities: ['forum:1', 'email:a'],
  words: { title: 'Descaling light will not go off', text: 'I descaled it twice.', threadId: 't1' },
  languages: [['en'], ['en', 'und']],
  candidates: [candidate()],
  ...changes,
})
