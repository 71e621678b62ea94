import type { Rule } from './rule.ts'

/** A segment that comes with Earshot. */
export type ReadySegment = { id: string; name: string; description: string; rule: Rule }

/** One of the community, and not the brand, its staff or a bot. */
const OURS: Rule = { f: 'role', op: 'known', v: false }
const QUIET_AFTER = 60
const GONE_AFTER = 120

/** The segments that every stage has until somebody changes them or takes them away. docs/segments.md says what they are for. */
export const READY: readonly ReadySegment[] = [
  {
    id: 'champions',
    name: 'Champions',
    description: 'Take part a lot, speak well of the brand, and are not discontent.',
    rule: {
      all: [
        OURS,
        { f: 'level', op: 'in', v: ['leading', 'contributing'] },
        { f: 'advocate', op: '>=', v: 40 },
        { not: { f: 'satisfaction', op: '<', v: 0 } },
      ],
    },
  },
  {
    id: 'advocates',
    name: 'Advocates',
    description: 'Speak well of the brand where others read it.',
    rule: { all: [OURS, { f: 'advocate', op: '>=', v: 40 }] },
  },
  {
    id: 'loyal',
    name: 'Loyal customers',
    description: 'Have ordered three times or more, the last time within half a year.',
    rule: {
      all: [OURS, { f: 'orders', op: '>=', v: 3 }, { f: 'daysSinceOrder', op: '<', v: 180 }],
    },
  },
  {
    id: 'high-value',
    name: 'High value',
    description: 'Among the fifth of customers who spend the most, and still here.',
    rule: {
      all: [
        OURS,
        { f: 'orders', op: '>=', v: 1 },
        { f: 'money', op: '>=', v: 5 },
        { f: 'daysSinceActivity', op: '<', v: QUIET_AFTER },
      ],
    },
  },
  {
    id: 'first-time-buyers',
    name: 'First-time buyers',
    description: 'Made their first and so far only order within 30 days.',
    rule: {
      all: [
        OURS,
        { f: 'orders', op: '>=', v: 1 },
        { f: 'orders', op: '<', v: 2 },
        { f: 'daysSinceOrder', op: '<', v: 30 },
      ],
    },
  },
  {
    id: 'unhappy-customers',
    name: 'Unhappy customers',
    description: 'Customers who are discontent, or were negative twice within two months.',
    rule: {
      all: [
        OURS,
        {
          any: [
            { f: 'customer', op: 'is', v: true },
            { f: 'orders', op: '>=', v: 1 },
          ],
        },
        {
          any: [
            { f: 'satisfaction', op: '<=', v: -0.2 },
            { f: 'negative', op: '>=', v: 2, months: 2 },
          ],
        },
      ],
    },
  },
  {
    id: 'at-risk',
    name: 'At risk',
    description: 'Came often, and have not for two months.',
    rule: {
      all: [
        OURS,
        { f: 'activities', op: '>=', v: 5, months: 12 },
        { f: 'daysSinceActivity', op: '>=', v: QUIET_AFTER },
        { f: 'daysSinceActivity', op: '<', v: GONE_AFTER },
      ],
    },
  },
  {
    id: 'quiet-60d',
    name: 'Quiet for two months',
    description: 'Nothing heard of them for two months, and not yet for four.',
    rule: {
      all: [
        OURS,
        { f: 'daysSinceActivity', op: '>=', v: QUIET_AFTER },
        { f: 'daysSinceActivity', op: '<', v: GONE_AFTER },
      ],
    },
  },
  {
    id: 'gone-quiet',
    name: 'Gone quiet',
    description: 'Nothing heard of them for four months.',
    rule: { all: [OURS, { f: 'daysSinceActivity', op: '>=', v: GONE_AFTER }] },
  },
  {
    id: 'new',
    name: 'New',
    description: 'First seen within 14 days.',
    rule: { all: [OURS, { f: 'daysSinceFirstSeen', op: '<', v: 14 }] },
  },
]
