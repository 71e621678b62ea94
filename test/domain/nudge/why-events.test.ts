import { describe, expect, it } from '@jest/globals'
import { type Telling, type ToldDecision, tellDecision } from '../../../shared/domain/nudge/why.ts'

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
