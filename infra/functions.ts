import { openApi } from '../shared/domain/respond/openapi.ts'

/**
 * The functions of Earshot: id → the file that exports `handler`. The build bundles them, the steps deploy them, and the
 * benches measure them. `kind` decides which ceiling on bytes and start-up a function has.
 */
export const FUNCTIONS = {
  'listen-door': { entry: 'functions/listen/door.ts', kind: 'door' },
  'listen-inside': { entry: 'functions/listen/inside.ts', kind: 'worker' },
  'listen-pull': { entry: 'functions/listen/pull.ts', kind: 'worker' },
  'listen-watch': { entry: 'functions/listen/watch.ts', kind: 'worker' },
  'understand-worker': { entry: 'functions/understand/worker.ts', kind: 'worker' },
  'understand-refine': { entry: 'functions/understand/refine.ts', kind: 'worker' },
  'connect-claim': { entry: 'functions/connect/claim.ts', kind: 'worker' },
  'connect-mail': { entry: 'functions/connect/mail.ts', kind: 'worker' },
  'score-stream': { entry: 'functions/score/stream.ts', kind: 'worker' },
  'score-nightly': { entry: 'functions/score/nightly.ts', kind: 'worker' },
  'score-due': { entry: 'functions/score/due.ts', kind: 'worker' },
  'score-segments': { entry: 'functions/score/segments.ts', kind: 'worker' },
  'score-topics': { entry: 'functions/score/topics.ts', kind: 'worker' },
  'respond-links': { entry: 'functions/respond/links.ts', kind: 'worker' },
  'nudge-plan': { entry: 'functions/nudge/plan.ts', kind: 'worker' },
  'nudge-sweep': { entry: 'functions/nudge/sweep.ts', kind: 'worker' },
  'nudge-send': { entry: 'functions/nudge/send.ts', kind: 'worker' },
  'nudge-pages': { entry: 'functions/nudge/pages.ts', kind: 'worker' },
  'respond-alert': { entry: 'functions/respond/alert.ts', kind: 'worker' },
  'respond-clock': { entry: 'functions/respond/clock.ts', kind: 'worker' },
  'measure-feedback': { entry: 'functions/measure/feedback.ts', kind: 'worker' },
  api: { entry: 'functions/api/api.ts', kind: 'worker' },
  'api-preview': { entry: 'functions/api/preview.ts', kind: 'worker' },
  'api-nudges': { entry: 'functions/api/nudges.ts', kind: 'worker' },
} as const satisfies Record<string, { entry: string; kind: 'door' | 'worker' }>

/** The id of a function, which is also the name of its folder in `.build`. */
export type FunctionId = keyof typeof FUNCTIONS

/** All ids, in the order of the flow. */
export const FUNCTION_IDS = Object.keys(FUNCTIONS) as FunctionId[]

/** Documents that the build writes beside a function's bundle: what they are made of would only be in the way inside of it. */
export const DOCUMENTS_BESIDE: Partial<Record<FunctionId, Readonly<Record<string, () => object>>>> = {
  api: { 'openapi.json': openApi },
}

/** Files that lie beside a function's bundle, for `readBeside`: data that would only be in the way inside of it. */
export const FILES_BESIDE: Partial<Record<FunctionId, readonly string[]>> = {
  'understand-worker': ['shared/domain/understand/embedded/sentiment.bin'],
}
