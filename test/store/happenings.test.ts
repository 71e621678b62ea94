import { describe, expect, it } from '@jest/globals'
import { type DomainEvent, EVENT_TYPES, eventSchema } from '../../shared/domain/events.ts'
import { happeningsOf, TOLD_OF } from '../../shared/store/happenings.ts'
import type { Item } from '../../shared/store/table.ts'

const AT = '2026-11-21T10:00:00.000Z'
const mention = (over: Item = {}): Item => ({
  ...{ pk: 'M#forum#1/2', sk: 'A', type: 'activity', kind: 'post', platform: 'forum', id: '1/2', source: 'forum' },
  ...{ iid: 'forum:7', rev: '1', at: `${AT}#1/2`, happenedAt: AT, createdAt: AT, receivedAt: AT, threadId: '1' },
  ...{
    language: 'en',
    label: 'NEGATIVE',
    confidence: 0.9,
    intents: ['question'],
    text: 'My secret words',
    url: 'https://f.example/1',
  },
  ...over,
})
const scores = (over: Item = {}): Item => ({
  ...{ pk: 'P#ann', sk: 'SCORES', type: 'scores', personId: 'ann', ver: 3, computedAt: AT, values: { advocate: 39 } },
  ...{ level: 'participating', boards: {} },
  ...over,
})
const recipe = (over: Item = {}): Item => ({
  ...{ pk: 'RECIPES', sk: 'R#help', type: 'recipe', id: 'help', version: 2, status: 'live', was: 'live' },
  ...{ written: '{}', by: 'ann', at: AT, why: 'for a reason', ...over },
})
const at = (stage: string, day: string) => ({ stage, since: `${day}T00:00:00.000Z` })
const line = (over: Item): Item => ({
  pk: 'P#ann',
  sk: `LOG#${AT}#x`,
  type: 'log',
  at: AT,
  from: 'bob',
  identities: [],
  actor: 'user:eve',
  ...over,
})
const types = (events: readonly DomainEvent[]) => events.map(({ type }) => type)

describe('what other systems are told', () => {
  it.each<[string, { before?: Item; after?: Item }, string[]]>([
    ['a mention that is new', { after: mention() }, ['mention.created']],
    [
      'one that stood for nothing before',
      { before: { ...mention(), type: 'stub' }, after: mention() },
      ['mention.created'],
    ],
    ['an edit', { before: mention(), after: mention({ rev: '2' }) }, []],
    ['a delete', { before: mention(), after: mention({ deleted: true }) }, []],
    ['a mention that is back', { before: mention({ deleted: true }), after: mention() }, ['mention.created']],
    ['imported history', { after: mention({ history: 'born' }) }, []],
    ['a live edit of imported history', { before: mention({ history: 'told' }), after: mention() }, []],
    ['an order', { after: mention({ kind: 'order' }) }, []],
    ['a link', { after: line({ what: 'link' }) }, ['person.linked']],
    ['a split', { after: line({ what: 'split', from: 'ann', to: ['bob'] }) }, ['person.split']],
    ['the other side of a split', { after: line({ what: 'split', from: 'ann' }) }, []],
    ['a customer who became known', { after: line({ what: 'known' }) }, []],
    ['a line that is gone', { before: line({ what: 'link' }) }, []],
    ['a level that changed', { before: scores(), after: scores({ level: 'leading' }) }, ['level.changed']],
    ['an advocate', { before: scores(), after: scores({ values: { advocate: 40 } }) }, ['advocate.emerged']],
    [
      'one who was an advocate before',
      { before: scores({ values: { advocate: 41 } }), after: scores({ values: { advocate: 60 } }) },
      [],
    ],
    ['the first look at somebody', { after: scores({ values: { advocate: 80 } }) }, []],
    [
      'a stage that was reached today',
      {
        before: scores({ journey: at('research', '2026-09-01') }),
        after: scores({ journey: at('purchase', '2026-11-21') }),
      },
      ['stage.reached'],
    ],
    [
      'a stage of the months that was reached this month',
      {
        before: scores({ journey: at('research', '2026-09-01') }),
        after: scores({ journey: at('advocacy', '2026-11-02') }),
      },
      ['stage.reached'],
    ],
    [
      'a stage that an import tells of',
      {
        before: scores({ journey: at('research', '2026-09-01') }),
        after: scores({ journey: at('purchase', '2026-11-17') }),
      },
      [],
    ],
    [
      'a stage that stays',
      { before: scores({ journey: at('use', '2026-11-20') }), after: scores({ journey: at('use', '2026-11-21') }) },
      [],
    ],
    [
      'the first look at somebody who has just come',
      { after: scores({ journey: at('purchase', '2026-11-20') }) },
      ['stage.reached'],
    ],
    [
      'the first look at somebody’s past',
      { before: scores(), after: scores({ journey: at('advocacy', '2026-11-02') }) },
      [],
    ],
    ['scores that are gone', { before: scores() }, []],
    ['a recipe’s new version', { before: recipe(), after: recipe({ version: 3 }) }, ['recipe.changed']],
    ['a recipe’s first version', { after: recipe({ was: undefined, status: 'draft' }) }, ['recipe.changed']],
    ['a recipe that is paused', { after: recipe({ status: 'paused' }) }, ['recipe.changed', 'recipe.paused']],
    ['a paused recipe’s edit', { after: recipe({ status: 'paused', was: 'paused' }) }, ['recipe.changed']],
    ['the same version of a recipe', { before: recipe(), after: recipe() }, []],
    ['a recipe that is gone', { before: recipe() }, []],
    ['an item that nobody is told of', { after: { pk: 'x', sk: 'y', type: 'rollup' } }, []],
    ['a type that every object has', { after: { pk: 'x', sk: 'y', type: 'constructor' } }, []],
  ])('of %s', (_, change, expected) => {
    const events = happeningsOf(change)
    expect(types(events)).toEqual(expected)
    for (const event of events) expect(() => eventSchema(event.type).parse(event)).not.toThrow()
    expect(happeningsOf(change)).toEqual(events)
  })

  it('of a suggestion is who and how sure', () => {
    const suggestion = {
      pk: 'I#a:1',
      sk: 'SG#b:1',
      type: 'suggestion',
      a: 'a:1',
      b: 'b:1',
      confidence: 0.5,
      reasons: ['x'],
      since: AT,
    }
    expect(happeningsOf({ after: suggestion })[0]?.data).toEqual({ identities: ['a:1', 'b:1'], confidence: 0.5 })
    expect(happeningsOf({ before: suggestion, after: { ...suggestion, confidence: 0.7 } })).toEqual([])
  })

  it('has another id for somebody who was merged into another, parted again, and does the same once more', () => {
    const told = (computedAt: string) =>
      happeningsOf({ before: scores(), after: scores({ computedAt, level: 'leading', values: { advocate: 40 } }) })
    const ids = [...told(AT), ...told('2026-12-01T10:00:00.000Z')].map(({ id }) => id)
    expect(new Set(ids).size).toBe(4)
  })

  it('never holds words, and has the same id when the mention comes back', () => {
    const [first] = happeningsOf({ after: mention() })
    const [again] = happeningsOf({ before: mention({ deleted: true }), after: mention({ rev: '3' }) })
    expect(JSON.stringify(first)).not.toContain('secret')
    expect(again?.id).toBe(first?.id)
  })

  it('of a paused recipe says why in Earshot’s own words, never in somebody’s', () => {
    const pausedBy = (by: string) =>
      happeningsOf({ before: recipe(), after: recipe({ version: 3, status: 'paused', by, why: 'Eve told me why' }) })
    expect(JSON.stringify(pausedBy('ada'))).not.toContain('Eve')
    expect(pausedBy('earshot')[1]?.data).toMatchObject({ why: 'Eve told me why' })
  })

  it('leaves out what is not known of a mention', () => {
    const { threadId: _, url: __, language: ___, label: ____, confidence: _____, intents: ______, ...bare } = mention()
    expect(happeningsOf({ after: bare })[0]?.data).toEqual({
      ...{ mention: 'forum:1~2f2', source: 'forum', kind: 'post', identity: 'forum:7', intents: [] },
    })
  })

  it('comes from types of items that are named, for the filter of the stream', () => {
    expect(TOLD_OF).toContain('activity')
    expect(EVENT_TYPES).toContain('mention.created')
  })
})
