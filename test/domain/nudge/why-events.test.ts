import { describe, expect, it } from '@jest/globals'
import { REASON_CODES, type ReasonCode } from '../../../shared/domain/nudge/reasons.ts'
import { type Telling, type ToldDecision, tellDecision, tellStop, wordsFor } from '../../../shared/domain/nudge/why.ts'

const telling: Telling = { name: 'Ann', timeZone: 'Europe/London', now: '2026-11-20T12:00:00.000Z' }

const decision = (over: Partial<ToldDecision> = {}): ToldDecision => ({
  state: 'held',
  reason: 'resolved',
  dueAt: '2026-11-13T10:00:00.000Z',
  subject: { kind: 'post', at: '2026-11-12T10:00:00.000Z' },
  asks: true,
  ...over,
})

describe('the sentence of a decision that something else than words has begun', () => {
  it.each([
    [
      'stage',
      'stage.reached',
      'subject.changed',
      'reached a stage of the journey; after 24 hours that was no longer so',
    ],
    ['account', 'account.created', 'subject.deleted', 'joined; after 24 hours it, or the account, was gone'],
    ['post', 'thread.solved', 'subject.changed', 'got an accepted answer; after 24 hours that was no longer so'],
    [
      'stage',
      'stage.reached',
      'case.open',
      'reached a stage of the journey; after 24 hours a ticket or a complaint was',
    ],
  ])('never speaks of a %s (%s) as if it were a text that was edited: %s', (kind, event, detail, words) =>
    expect(
      tellDecision(decision({ asks: false, detail, subject: { ...decision().subject, kind, event } }), telling),
    ).toContain(`On 12 November Ann ${words}`),
  )

  it('never says of a rehearsal that anybody was asked to help', () =>
    expect(
      tellDecision(decision({ reason: 'peers_called', detail: '2', rehearsal: true, place: 'Descaling' }), telling),
    ).toBe(
      'On 12 November Ann asked in “Descaling”; after 24 hours help could have been asked of 2 people who may know the answer, but the recipe only rehearses, so nobody was.',
    ))
})

describe('the sentence of what holds an email that is only looked at', () => {
  const stop = (reason: ReasonCode, detail: string) => tellStop({ reason, detail }, telling)

  it('says which condition, and until when', () => {
    expect(stop('resolved', 'thread.answered')).toBe('It is not sent: somebody had answered.')
    expect(stop('condition_failed', 'person.member')).toBe('It is not sent: Ann was staff, the brand’s own or a bot.')
    expect(stop('cooldown', '2026-12-01T08:00:00.000Z')).toMatch(/no other one before 08:00 on 1 December\.$/)
  })

  it('is there for all that a gate or the choice of content may say', () => {
    const after: readonly ReasonCode[] = [
      'queued',
      'sending',
      'sent',
      'rejected',
      'not_sent',
      'unknown',
      'peers_called',
    ]
    const passing: readonly ReasonCode[] = ['waiting_delay', 'waiting_rate']
    for (const reason of REASON_CODES.filter((one) => ![...after, ...passing].includes(one)))
      expect([reason, wordsFor('keeps', reason)]).not.toEqual([reason, wordsFor('keeps', '?')])
  })
})

describe('the sentence of what came too late', () => {
  it.each([
    ['paused_all', 'a pause of all emails'],
    ['paused_recipe', 'a pause of the recipe'],
    ['outranked', 'other emails that went first'],
  ])('says that it was %s', (detail, words) =>
    expect(tellDecision(decision({ reason: 'expired', detail }), telling)).toMatch(
      `it came too late to be of use (kept back by ${words}), so nothing was sent.`,
    ),
  )
})
