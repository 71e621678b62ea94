import { describe, expect, it } from '@jest/globals'
import { audienceOf, peersWanted } from '../../../shared/domain/nudge/audience.ts'
import { matches, type NudgeEvent } from '../../../shared/domain/nudge/events.ts'
import { unlessOf } from '../../../shared/domain/nudge/implied.ts'
import { QUIET, segmentNeeded, type When, waitOf, whenSchema } from '../../../shared/domain/nudge/when.ts'
import { READY } from '../../../shared/domain/score/segments/ready.ts'
import { HOUR } from '../../../shared/domain/time.ts'
import { recipe } from './factories.ts'

const mention: NudgeEvent = { type: 'mention.created', source: 'forum', kind: 'post', intents: ['question'] }
const idea = (over = {}): NudgeEvent => ({
  type: 'idea.shipped',
  platform: 'forum',
  tags: ['Idea'],
  completed: true,
  ...over,
})

describe('what begins a nudge', () => {
  it.each<[string, unknown, NudgeEvent, boolean]>([
    ['a question that nobody answers', { event: 'thread.unanswered', for: '24h' }, mention, true],
    ['no reply', { event: 'thread.unanswered', for: '24h' }, { ...mention, kind: 'reply' }, false],
    ['no statement', { event: 'thread.unanswered', for: '24h' }, { ...mention, intents: [] }, false],
    [
      'bugs, when it says so',
      { event: 'thread.unanswered', for: '24h', intents: ['bug'] },
      { ...mention, intents: ['bug'] },
      true,
    ],
    ['an account', { event: 'account.created' }, { type: 'account.created', platform: 'forum' }, true],
    [
      'none of another platform',
      { event: 'account.created', platforms: ['github'] },
      { type: 'account.created', platform: 'forum' },
      false,
    ],
    ['a solved thread', { event: 'thread.solved' }, { type: 'thread.solved', platform: 'forum' }, true],
    [
      'an accepted answer',
      { event: 'answer.accepted', platforms: ['forum'] },
      { type: 'answer.accepted', platform: 'forum' },
      true,
    ],
    [
      'no accepted answer, where threads are asked for',
      { event: 'thread.solved' },
      { type: 'answer.accepted', platform: 'forum' },
      false,
    ],
    ['an idea that is done', { event: 'idea.shipped' }, idea(), true],
    [
      'an idea with a tag that says so',
      { event: 'idea.shipped' },
      idea({ completed: false, tags: ['idea', 'Released'] }),
      true,
    ],
    ['no idea that is open', { event: 'idea.shipped' }, idea({ completed: false }), false],
    ['no bug', { event: 'idea.shipped' }, idea({ tags: ['bug'] }), false],
    [
      'words of one’s own',
      { event: 'idea.shipped', tags: ['wish'], shipped: ['live'] },
      idea({ completed: false, tags: ['wish', 'live'] }),
      true,
    ],
    ['no idea of elsewhere', { event: 'idea.shipped', platforms: ['github'] }, idea(), false],
    ['a segment', { event: 'segment.entered', segment: 'loyal' }, { type: 'segment.entered', segment: 'loyal' }, true],
    ['no other segment', { event: 'segment.left', segment: 'loyal' }, { type: 'segment.left', segment: 'new' }, false],
    ['sixty days', { event: 'person.quiet', for: '60d' }, { type: 'person.quiet', segment: 'quiet-60d' }, true],
    ['no longer time', { event: 'person.quiet', for: '60d' }, { type: 'person.quiet', segment: 'gone-quiet' }, false],
    ['a stage', { event: 'stage.reached', stage: 'renewal' }, { type: 'stage.reached', stage: 'renewal' }, true],
    ['no other stage', { event: 'stage.reached', stage: 'renewal' }, { type: 'stage.reached', stage: 'use' }, false],
    ['any hot topic', { event: 'topic.hot' }, { type: 'topic.hot', topic: 'Grinders' }, true],
    ['a named topic', { event: 'topic.hot', topics: ['grinders'] }, { type: 'topic.hot', topic: 'Grinders' }, true],
    ['no other topic', { event: 'topic.hot', topics: ['cups'] }, { type: 'topic.hot', topic: 'Grinders' }, false],
  ])('is %s', (_, when, event, expected) => {
    expect(matches(whenSchema.parse(when), event)).toBe(expected)
  })

  it('is absence for as long as there is a segment that knows when it is over', () => {
    const result = whenSchema.safeParse({ event: 'person.quiet', for: '45d' })
    expect(result.error?.issues[0]?.message).toContain('expected 60d or 120d; for another time define a segment')
    const ready = READY.map(({ id }) => id)
    for (const { segment } of Object.values(QUIET)) expect(ready).toContain(segment)
  })

  it.each<[When, string | undefined]>([
    [{ event: 'person.quiet', for: '120d' }, 'gone-quiet'],
    [{ event: 'segment.entered', segment: 'loyal' }, 'loyal'],
    [{ event: 'segment.left', segment: 'new' }, 'new'],
    [{ event: 'order.placed' }, undefined],
  ])('%j needs the segment %s', (when, segment) => {
    expect(segmentNeeded(when)).toBe(segment)
  })

  it('waits by itself only where it is absence that begins it', () => {
    expect(waitOf(whenSchema.parse({ event: 'thread.unanswered', for: '24h' }))).toBe(24 * HOUR)
    expect(waitOf({ event: 'order.placed' })).toBe(0)
  })
})

describe('for whom a nudge is', () => {
  it.each([
    [{ event: 'mention.created' }, undefined, 'author'],
    [{ event: 'thread.solved' }, undefined, 'asker'],
    [{ event: 'thread.solved' }, 'answerer', 'answerer'],
    [{ event: 'answer.accepted' }, undefined, 'answerer'],
    [{ event: 'thread.unanswered', for: '1h' }, { peers: 2 }, 'author'],
  ])('%j to %j is for the %s', (when, to, audience) => {
    const one = recipe({ when, ...(to ? { to } : {}) })
    expect(audienceOf(one)).toBe(audience)
    expect(peersWanted(one)).toBe(typeof to === 'object' ? to.peers : undefined)
  })

  it.each(['everybody', { peers: 0 }, { peers: 4 }])('is never for %j', (to) => {
    expect(() => recipe({ to })).toThrow('recipes/help.json: to')
  })
})

describe('what goes without saying', () => {
  it('is added to what the recipe names, each once', () => {
    const names = unlessOf(
      recipe({ when: { event: 'thread.unanswered', for: '1h' }, unless: ['thread.closed', 'case.open'] }),
    )
    expect(names).toEqual([
      ...['thread.closed', 'case.open', 'subject.deleted', 'subject.changed'],
      ...['thread.answered', 'thread.solved', 'thread.deleted'],
    ])
  })

  it('is that the question is still one, where peers are asked to help', () => {
    expect(unlessOf(recipe({ unless: [], to: { peers: 2 } }))).toEqual(['subject.deleted', 'subject.changed'])
  })

  it('is nothing for orders and mentions, and that the words are there where the email leads to them', () => {
    expect(unlessOf(recipe({ unless: [] }))).toEqual([])
    expect(unlessOf(recipe({ unless: [], content: { pick: 'subject' } }))).toEqual([
      'subject.deleted',
      'thread.deleted',
    ])
  })
})
