import { describe, expect, it } from '@jest/globals'
import { pageOf } from '../../../local/cli/dry-run/page.ts'
import { countsIn, NOTHING, OUTCOMES, outcomeOf, rowsOf, wrapped } from '../../../local/cli/dry-run/rows.ts'
import { DECISION_STATES, REASON_CODES } from '../../../shared/domain/nudge/reasons.ts'
import type { DecisionAnswer } from '../../../shared/domain/respond/answers.ts'

const decision = (given: Partial<DecisionAnswer>): DecisionAnswer => ({
  id: 'd1',
  recipe: 'unanswered-question',
  recipeVersion: 1,
  topic: 'answers',
  personId: 'p1',
  identity: 'discourse:1',
  state: 'held',
  reason: 'dry_run',
  at: '2026-11-02T08:00:00.000Z',
  updatedAt: '2026-11-03T08:00:00.000Z',
  subject: { id: 'm1', kind: 'post', at: '2026-11-02T08:00:00.000Z' },
  ...given,
})

const content = {
  id: 'c1',
  kind: 'guide' as const,
  title: 'Descaling, <b>step</b> by step',
  url: 'https://x.example',
  language: 'en',
  why: ['about descaling', 'you have not been sent it before'],
}

const names = new Map([
  ['p1', 'Anna <script>'],
  ['p2', 'Ben'],
])

describe('the table of a dry run', () => {
  it('knows an outcome for every state and reason', () => {
    for (const state of DECISION_STATES)
      for (const reason of REASON_CODES) expect(OUTCOMES).toContain(outcomeOf({ state, reason }))
  })

  it('tells those who would get something first, what and why, and those who would not, why not', () => {
    const rows = rowsOf(
      [
        decision({ id: 'd2', personId: 'p2', reason: 'no_consent' }),
        decision({ id: 'd3', personId: 'p2', state: 'waiting', reason: 'waiting_cap' }),
        decision({ id: 'd4', personId: 'p3', reason: 'holdout' }),
        decision({ id: 'd5', personId: 'p2', state: 'sent', reason: 'sent' }),
        decision({ content }),
      ],
      names,
      new Map([['d2', 'Ben asked; nothing is recorded that allows it.']]),
    )
    expect(rows.map(({ person, outcome }) => `${person}: ${outcome}`)).toEqual([
      'Anna <script>: would get it',
      'Ben: got it',
      'Ben: waits',
      'Somebody: left out to compare',
      'Ben: does not get it',
    ])
    // What is said to the person in an email is told of them here.
    const because = ['about descaling', 'not sent to them before']
    expect(rows[0]).toMatchObject({ content: content.title, because, sentence: 'dry_run' })
    expect(rows.at(-1)?.sentence).toBe('Ben asked; nothing is recorded that allows it.')
    expect(countsIn(rows)).toBe('would get it: 1, got it: 1, waits: 1, left out to compare: 1, does not get it: 1')
  })

  it('is a page on which nothing that people wrote is markup', () => {
    const rows = rowsOf([decision({ content })], names, new Map())
    const page = pageOf([{ id: 'unanswered-question', name: 'A & B', status: 'dry-run', rows }])
    expect(page).toContain('Anna &lt;script&gt;')
    expect(page).toContain('Descaling, &lt;b&gt;step&lt;/b&gt; by step')
    expect(page).toContain('would get it: 1')
    expect(page).not.toMatch(/<script|<b>|src=|href=/)
  })

  it('says so where nothing has called for a recipe', () => {
    const page = pageOf([{ id: 'idea-shipped', name: 'Your idea is there', status: 'dry-run', rows: [] }])
    expect(page).toContain(NOTHING)
    expect(page).not.toContain('<table')
  })

  it('keeps every word of a long sentence', () => {
    const sentence = 'On 11 November Ann asked something; averyverylongwordthatdoesnotfit was the answer.'
    const lines = wrapped(sentence, 20)
    expect(lines.join(' ')).toBe(sentence)
    expect(lines.filter((line) => line.length > 20)).toEqual(['averyverylongwordthatdoesnotfit'])
  })
})
