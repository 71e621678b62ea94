import { describe, expect, it } from '@jest/globals'
import { armOf } from '../../../shared/domain/nudge/arm.ts'
import { CONDITIONS } from '../../../shared/domain/nudge/conditions.ts'
import { decide } from '../../../shared/domain/nudge/decide.ts'
import { begins, eventOf, type KeptActivity, matches, newsOf } from '../../../shared/domain/nudge/events.ts'
import type { When } from '../../../shared/domain/nudge/when.ts'
import { address, candidate, decideInput, facts, NOON, other, recipe, settings } from './factories.ts'

const chosen = {
  emailIid: 'email:a',
  content: {
    id: 'descaling',
    kind: 'discussion',
    title: 'Descaling light stays on',
    url: 'https://community.example/t/1',
    language: 'en',
    why: [
      'about “Descaling” and “light”',
      'has an accepted answer',
      'only in the community',
      'you have not been sent it before',
    ],
  },
}

describe('a decision', () => {
  it('is queued with its content, the scores and the words why', () => {
    expect(decide(decideInput())).toEqual({
      state: 'queued',
      reason: 'queued',
      arm: 'treated',
      ...chosen,
      candidates: [expect.objectContaining({ id: 'descaling' })],
    })
  })

  it('waits as the gates say', () => {
    expect(decide(decideInput({ now: '2026-06-10T22:30:00.000Z' }))).toEqual({
      state: 'waiting',
      reason: 'waiting_quiet_hours',
      until: '2026-06-11T07:00:00.000Z',
    })
  })

  it.each([
    ['the gates hold it', decideInput({ addresses: [] }), { reason: 'no_address' }],
    [
      'a condition fails',
      decideInput({ facts: facts({ answers: 1 }) }),
      { reason: 'resolved', detail: 'thread.answered' },
    ],
    ['its recipe is gone', decideInput({ recipe: undefined }), { reason: 'paused_recipe', detail: 'gone' }],
    ['there is nothing to point to', decideInput({ candidates: [] }), { reason: 'no_content', candidates: [] }],
  ])('is held when %s', (_, input, held) => {
    expect(decide(input)).toEqual({ state: 'held', ...held })
  })

  it('looks at whom the latest email pointed to, in whatever order they are read', () => {
    const early = {
      contentId: 'a',
      contentAuthors: ['forum:7'],
      sentAt: '2026-05-01T00:00:00.000Z',
      state: 'sent',
    } as const
    const late = {
      contentId: 'b',
      contentAuthors: ['forum:8'],
      updatedAt: '2026-05-20T00:00:00.000Z',
      state: 'unknown',
    } as const
    const pieces = [candidate({ id: 'first', authors: ['forum:7'] }), candidate({ id: 'second', authors: ['forum:8'] })]
    for (const others of [
      [other({ ...early, recipe: 'low' }), other({ ...late, recipe: 'low' })],
      [other({ ...late, recipe: 'low' }), other({ ...early, recipe: 'low' })],
    ])
      expect(decide(decideInput({ others, candidates: pieces }))).toMatchObject({ content: { id: 'first' } })
  })

  it.each(['queued', 'sending', 'sent', 'unknown'] as const)('does not choose what is %s already', (state) => {
    const others = [other({ recipe: 'low', state, contentId: 'descaling', sentAt: '2026-05-01T00:00:00.000Z' })]
    const decided = decide(decideInput({ others }))
    expect(['seen_all', 'outranked']).toContain(decided.reason)
  })

  it('does not choose the discussion that the person was led to as the very subject, by whatever address', () => {
    const subject = { platform: 'forum', id: 'p9', kind: 'post', threadId: 't9', at: NOON }
    const call = other({ recipe: 'low', state: 'sent', contentId: 'subject#forum#p9', subject })
    const piece = candidate({ id: 'thread#forum#t9', threadId: 't9' })
    expect(decide(decideInput({ others: [call], candidates: [piece] }))).toMatchObject({ reason: 'seen_all' })
    const elsewhere = { ...call, subject: { ...subject, platform: 'chat' } }
    expect(decide(decideInput({ others: [elsewhere], candidates: [piece] }))).toMatchObject({ state: 'queued' })
    const { threadId: _, ...alone } = subject
    expect(decide(decideInput({ others: [{ ...call, subject: alone }], candidates: [piece] })).state).toBe('queued')
  })

  it('chooses what was only ever held', () => {
    const others = [other({ state: 'held', contentId: 'descaling' }), other({ state: 'sent', recipe: 'low' })]
    expect(decide(decideInput({ others }))).toMatchObject({ state: 'queued' })
  })

  it('says the score that was too low', () => {
    const strict = recipe({ content: { pick: 'similar', stages: ['use'], minScore: 0.99 } })
    expect(decide(decideInput({ recipe: strict }))).toMatchObject({
      state: 'held',
      reason: 'no_content',
      detail: expect.stringContaining('best') as unknown as string,
    })
  })

  it('holds out the share of people that the recipe names, after everything else', () => {
    const all = recipe({ holdout: 1 })
    expect(decide(decideInput({ recipe: all }))).toMatchObject({
      state: 'held',
      reason: 'holdout',
      arm: 'holdout',
      ...chosen,
    })
    expect(decide(decideInput({ recipe: all, addresses: [] }))).toMatchObject({ reason: 'no_address' })
  })

  it('holds nobody out where the stage says so', () => {
    const all = recipe({ holdout: 1 })
    expect(decide(decideInput({ recipe: all, settings: settings({ holdout: 0 }) }))).toMatchObject({ state: 'queued' })
  })

  it('of a dry run shows whom it would have sent what', () => {
    expect(decide(decideInput({ recipe: recipe({ status: 'dry-run' }) }))).toMatchObject({
      state: 'held',
      reason: 'dry_run',
      ...chosen,
    })
  })

  it('is the same for the same input', () => {
    const input = decideInput({
      candidates: [candidate({ id: 'b' }), candidate({ id: 'a' })],
      addresses: [address({ iid: 'email:b' }), address()],
    })
    expect(decide(structuredClone(input))).toEqual(decide(input))
  })
})

describe('an arm', () => {
  it('is the same for a person every time, and holds out about the share', () => {
    const people = Array.from({ length: 5_000 }, (_, at) => `P${at}`)
    const held = people.filter((person) => armOf('help', person, 0.1) === 'holdout')
    expect(held.length / people.length).toBeGreaterThan(0.08)
    expect(held.length / people.length).toBeLessThan(0.12)
    expect(people.filter((person) => armOf('help', person, 0.1) === 'holdout')).toEqual(held)
  })

  it('keeps everybody who was held out when the share grows', () => {
    const people = Array.from({ length: 1_000 }, (_, at) => `P${at}`)
    const held = people.filter((person) => armOf('help', person, 0.1) === 'holdout')
    expect(held.every((person) => armOf('help', person, 0.2) === 'holdout')).toBe(true)
  })

  it('of one recipe says nothing of another', () => {
    const people = Array.from({ length: 5_000 }, (_, at) => `P${at}`)
    const both = people.filter(
      (person) => [armOf('a', person, 0.1), armOf('b', person, 0.1)].join() === 'holdout,holdout',
    )
    expect(both.length / people.length).toBeLessThan(0.02)
  })

  it('never holds out with a share of nothing, always with all', () => {
    expect([armOf('a', 'P', 0), armOf('a', 'P', 1)]).toEqual(['treated', 'holdout'])
  })
})

describe('conditions', () => {
  it.each([
    ['person.member', facts(), facts({ roles: ['member', 'bot'] })],
    ['person.first_order', facts(), facts({ ordersBefore: 1 })],
    ['person.unhappy', facts({ positive: 1, negative: 2 }), facts({ positive: 1, negative: 1 })],
    ['subject.deleted', facts({ subjectDeleted: true }), facts()],
    ['subject.changed', facts({ subjectChanged: true }), facts()],
    ['thread.answered', facts({ answers: 1 }), facts()],
    ['thread.solved', facts({ threadSolved: true }), facts()],
    ['thread.closed', facts({ threadClosed: true }), facts()],
    ['thread.deleted', facts({ threadDeleted: true }), facts()],
  ] as const)('%s is what its name says', (name, yes, no) => {
    expect([CONDITIONS[name](yes), CONDITIONS[name](no)]).toEqual([true, false])
  })
})

const post = (changes: Partial<KeptActivity> = {}): KeptActivity => ({
  kind: 'post',
  source: 'forum',
  rev: 'r1',
  createdAt: NOON,
  intents: ['question'],
  label: 'NEUTRAL',
  confidence: 0.9,
  ...changes,
})

describe('an event', () => {
  it.each([
    ['a post', post(), 'mention.created'],
    ['a reply', post({ kind: 'reply' }), 'mention.created'],
    ['an order', { kind: 'order', source: 'shop', rev: 'r', createdAt: NOON }, 'order.placed'],
    ['a reaction', post({ kind: 'reaction' }), undefined],
    ['what is deleted', post({ deleted: true }), undefined],
    ['what has not arrived yet', { kind: 'post', source: 'forum', createdAt: NOON }, undefined],
    ['nothing', undefined, undefined],
  ] as [string, KeptActivity | undefined, string | undefined][])('of %s', (_, activity, type) => {
    expect(eventOf(activity)?.type).toBe(type)
  })

  it.each<[string, When, KeptActivity, boolean]>([
    ['any mention', { event: 'mention.created' }, post(), true],
    ['not an order', { event: 'order.placed' }, post(), false],
    ['the intent', { event: 'mention.created', intents: ['praise', 'question'] }, post(), true],
    ['no other intent', { event: 'mention.created', intents: ['praise'] }, post(), false],
    [
      'no intent of a mention without',
      { event: 'mention.created', intents: ['praise'] },
      { kind: 'post', source: 'f', rev: 'r', createdAt: NOON },
      false,
    ],
    ['the label', { event: 'mention.created', labels: ['NEUTRAL'] }, post(), true],
    ['no other label', { event: 'mention.created', labels: ['POSITIVE'] }, post(), false],
    [
      'no label of a mention without',
      { event: 'mention.created', labels: ['POSITIVE'] },
      { kind: 'post', source: 'f', rev: 'r', createdAt: NOON },
      false,
    ],
    ['the confidence', { event: 'mention.created', minConfidence: 0.9 }, post(), true],
    ['no lower confidence', { event: 'mention.created', minConfidence: 0.91 }, post(), false],
    [
      'no confidence of a mention without',
      { event: 'mention.created', minConfidence: 0.1 },
      { kind: 'post', source: 'f', rev: 'r', createdAt: NOON },
      false,
    ],
    ['the kind', { event: 'mention.created', kinds: ['post'] }, post(), true],
    ['no other kind', { event: 'mention.created', kinds: ['reply'] }, post(), false],
    ['the source', { event: 'mention.created', sources: ['forum'] }, post(), true],
    ['no other source', { event: 'mention.created', sources: ['github'] }, post(), false],
    [
      'an order of the source',
      { event: 'order.placed', sources: ['shop'] },
      { kind: 'order', source: 'shop', rev: 'r', createdAt: NOON },
      true,
    ],
  ])('matches %s', (_, when, activity, expected) => {
    expect(matches(when, eventOf(activity))).toBe(expected)
  })

  it('begins with the activity, and with the edit that gives it the words, but not with another edit', () => {
    const when: When = { event: 'mention.created', intents: ['question'] }
    const hasBegun = (one: When, before?: KeptActivity, after?: KeptActivity) =>
      begins(one, eventOf(before), newsOf(after))
    expect(hasBegun(when, undefined, post())).toBe(true)
    expect(hasBegun(when, post({ intents: [] }), post())).toBe(true)
    expect(hasBegun(when, post(), post({ rev: 'r2' }))).toBe(false)
    expect(hasBegun(when, post(), post({ deleted: true }))).toBe(false)
    expect(hasBegun(when, post(), undefined)).toBe(false)
    expect(hasBegun(when, undefined, post({ history: 'born' }))).toBe(false)
    expect(hasBegun(when, post({ intents: [] }), post({ history: 'told' }))).toBe(false)
  })
})
