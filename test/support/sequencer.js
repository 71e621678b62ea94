import TestSequencer from '@jest/test-sequencer'

/** What takes longest, longest first: a run whose last suite is one of these waits for it with idle processors. */
const LONG = [
  'store/linking/linking',
  'flow/exactly-once',
  'flow/ask-again',
  'flow/outage',
  'simulator/',
  'flow/import',
  'flow/archive',
  'flow/demo',
  'functions/score/recount.property',
  'functions/nudge/plan.property',
  'flow/',
  'infra/',
  '.property.test.ts',
]

const rank = ({ path }) => {
  const at = LONG.findIndex((part) => path.includes(`/test/${part}`) || (part.startsWith('.') && path.endsWith(part)))
  return at < 0 ? LONG.length : at
}

/** The order of suites, the same on a clean clone as where Jest remembers how long each took. */
export default class extends TestSequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b))
  }
}
