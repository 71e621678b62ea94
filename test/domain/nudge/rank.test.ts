import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { bm25 } from '../../../shared/domain/nudge/bm25.ts'
import {
  type Candidate,
  type ContentAsk,
  choose,
  response,
  WEIGHTS,
  wilson,
} from '../../../shared/domain/nudge/rank.ts'
import { SCORE_PARTS } from '../../../shared/domain/nudge/recipe.ts'
import { tellingWords } from '../../../shared/domain/nudge/words.ts'
import { candidate, NOON, recipe } from './factories.ts'

const content = (changes: Record<string, unknown> = {}) =>
  recipe({ content: { pick: 'similar', stages: ['use', 'onboarding'], minScore: 0.3, ...changes } })

const ask = (changes: Partial<ContentAsk> = {}): ContentAsk => ({
  now: NOON,
  recipe: content(),
  hosts: ['community.example'],
  subject: { title: 'Descaling light will not go off', text: 'I descaled it twice.', threadId: 't1' },
  identities: ['forum:1'],
  seen: new Set(),
  languages: [['en'], ['en', 'und']],
  ...changes,
})

const grinder = candidate({
  id: 'grinder',
  title: 'Grinder is too loud',
  text: 'Tighten the burrs.',
  topics: ['noise'],
})
const milk = candidate({ id: 'milk', title: 'Milk foam collapses', text: 'Use cold milk.', topics: ['milk'] })
const chosenId = (pieces: readonly Candidate[], of: ContentAsk): string | undefined => choose(pieces, of).chosen?.id

describe('telling words', () => {
  it('leave out what everybody says, and fold case, width and plurals', () => {
    expect(tellingWords('The GRINDERS of the Ｇrinder and a glass').map(({ word }) => word)).toEqual([
      'grinder',
      'grinder',
      'glass',
    ])
  })

  it('are found in scripts without spaces', () => {
    expect(tellingWords('咖啡机坏了').length).toBeGreaterThan(1)
  })

  it('keep how the text wrote them', () => {
    expect(tellingWords('Descaling 101')).toEqual([
      { word: 'descaling', surface: 'Descaling' },
      { word: '101', surface: '101' },
    ])
  })

  it('of any text are found without an error', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => Array.isArray(tellingWords(text))))
  })
})

describe('BM25', () => {
  const text = (title: string, tags: string[] = [], body = '') => ({ title, tags, body })
  const match = (query: string, texts: ReturnType<typeof text>[]) => bm25(query, texts, (piece) => piece)

  it('is the published formula, with fields by weight', () => {
    const [first, second] = match('pump', [text('pump'), text('', [], 'valve valve valve')])
    const idf = Math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    expect(first?.score).toBeCloseTo((idf * 3 * 2.2) / (3 + 1.2 * (0.25 + (0.75 * 3) / 3)), 10)
    expect(second?.score).toBe(0)
  })

  it('counts a word in a tag more than in the title, and there more than in the body', () => {
    const filler = 'boiler valve gasket hose'
    const [body, title, tag] = match('pump', [
      text(`${filler} seal`, ['water-tank'], 'pump'),
      text(`pump ${filler}`, ['water-tank'], 'seal'),
      text(`${filler} seal`, ['pump', 'tank'], 'water'),
    ])
    expect(title?.score).toBeGreaterThan(body?.score ?? 0)
    expect(tag?.score).toBeGreaterThan(title?.score ?? 0)
  })

  it('names the shared words of title and tags, the most telling first, and not those of the body', () => {
    const [found] = match('Boiler pump leaks water', [
      text('Pump and boiler', ['boiler'], 'water'),
      text('pump'),
      text('pump'),
    ])
    expect(found?.shared).toEqual(['boiler', 'Pump'])
  })

  it('has nothing to say about no texts', () => {
    expect(match('pump', [])).toEqual([])
  })
})

describe('parts of a score', () => {
  it.each([
    [0, 0, 0],
    [1, 1, 0.2065],
    [81, 263, 0.2553],
    [56, 70, 0.6915],
    [5, 3, 0.4385],
  ])('Wilson’s lower bound of %i helpful of %i votes is %f', (helpful, votes, bound) => {
    expect(wilson(helpful, votes)).toBeCloseTo(bound, 3)
  })

  it('gives a new piece one click in ten', () => {
    expect(response({ clickers: 0, sends: 0 })).toBe(0.1)
    expect(response({ clickers: 5, sends: 10 })).toBe(0.3)
  })

  it('have weights that sum to one', () => {
    expect(SCORE_PARTS.reduce((sum, part) => sum + WEIGHTS[part], 0)).toBeCloseTo(1)
  })

  it('are weighed as the recipe says, and all are kept', () => {
    const young = candidate({ publishedAt: '2026-03-12T12:00:00.000Z', helpful: 56, votes: 70 })
    const weights = { topic: 0.5, stage: 0.05, quality: 0.15, fresh: 0.1, exclusive: 0.1, response: 0.1 }
    const { candidates } = choose([young, grinder], ask({ recipe: content({ weights }) }))
    expect(candidates[0]).toEqual({
      id: 'descaling',
      score: 0.95,
      parts: { topic: 1, stage: 1, quality: 1, fresh: 0.5, exclusive: 1, response: 1 },
    })
  })

  it.each([
    ['use', 1],
    ['onboarding', 0.5],
    ['renewal', 0.5],
    ['advocacy', 0],
    ['research', 0],
    ['elsewhere', 0],
  ])('put content of the stage %s at %f for somebody in use', (stage, part) => {
    const stages = ['use', 'onboarding', 'renewal', 'advocacy', 'research']
    const piece = candidate({ stage })
    const first = choose([piece], ask({ recipe: content({ stages }) })).candidates[0]
    expect(first?.parts.stage ?? 0).toBe(part)
  })

  it('are all between 0 and 1, and the best is the chosen one', () => {
    const piece = fc.record({
      id: fc.string({ minLength: 1, maxLength: 5 }),
      title: fc.constantFrom('Descaling light', 'Milk foam', 'Light and grinder', ''),
      helpful: fc.nat(50),
      votes: fc.nat(50),
      sends: fc.nat(100),
      clickers: fc.nat(100),
      exclusive: fc.boolean(),
      publishedAt: fc.constantFrom('2026-06-01T00:00:00.000Z', '2024-06-01T00:00:00.000Z'),
    })
    fc.assert(
      fc.property(fc.uniqueArray(piece, { selector: ({ id }) => id, maxLength: 8 }), (pieces) => {
        const found = pieces.map((one) => candidate(one))
        const choice = choose(found, ask({ recipe: content({ minScore: 0 }) }))
        for (const { parts } of choice.candidates) {
          for (const part of SCORE_PARTS) {
            expect(parts[part]).toBeGreaterThanOrEqual(0)
            expect(parts[part]).toBeLessThanOrEqual(1)
          }
        }
        const shuffled = choose([...found].reverse(), ask({ recipe: content({ minScore: 0 }) }))
        expect(shuffled.chosen?.id).toBe(choice.chosen?.id)
        expect(shuffled.candidates).toEqual(choice.candidates)
      }),
    )
  })
})

describe('the choice of content', () => {
  it('takes the piece that is about the subject and says why', () => {
    const choice = choose([grinder, candidate({ helpful: 12, votes: 14 }), milk], ask())
    expect(choice).toMatchObject({
      chosen: { id: 'descaling' },
      why: [
        'about “Descaling” and “light”',
        'has an accepted answer',
        '12 found it helpful',
        'only in the community',
        'you have not been sent it before',
      ],
    })
    expect(choice.candidates.map(({ id }) => id)[0]).toBe('descaling')
  })

  it('says nothing of what is not so', () => {
    const plain = candidate({ accepted: false, exclusive: false, staffPick: true })
    expect(choose([plain], ask())).toMatchObject({
      why: ['about “Descaling” and “light”', 'picked by the community team', 'you have not been sent it before'],
    })
  })

  it('takes nothing that only happens to share a word of its body', () => {
    const chance = candidate({ title: 'Photo contest', topics: ['fun'], text: 'Send a picture of a light.' })
    expect(choose([chance], ask())).toMatchObject({ chosen: undefined, reason: 'no_content' })
  })

  it('takes nothing that shares the product’s name and no more', () => {
    const nimbus = candidate({ title: 'Descaling light of the Nimbus', text: '' })
    const boat = { title: 'Living on a boat with the Nimbus', text: 'Which marine inverter copes with a swell?' }
    expect(choose([nimbus], ask({ subject: boat }))).toMatchObject({ chosen: undefined, reason: 'no_content' })
    expect(chosenId([nimbus], ask({ subject: { title: 'Nimbus light?' } }))).toBe('descaling')
    expect(chosenId([nimbus], ask({ subject: { title: 'The Nimbus' } }))).toBe('descaling')
  })

  it('takes the best of a stage when it needs not be about the subject', () => {
    const space = candidate({ id: 'space', kind: 'space', stage: 'advocacy', title: 'Advocates', staffPick: true })
    const stage = content({ pick: 'stage', stages: ['advocacy'], kinds: ['space'] })
    expect(choose([space, milk], ask({ recipe: stage }))).toMatchObject({ chosen: { id: 'space' } })
    expect(choose([space], ask({ recipe: stage, subject: {} }))).toMatchObject({ chosen: { id: 'space' } })
  })

  it.each<[string, Partial<Candidate>, Record<string, unknown>]>([
    ['of another stage', { stage: 'research' }, {}],
    ['of another kind', {}, { kinds: ['guide'] }],
    ['of another topic', {}, { topics: ['milk'] }],
    ['that is not only in the community', { exclusive: false }, { exclusive: true }],
    ['that is too old', { publishedAt: '2026-05-01T00:00:00.000Z' }, { maxAge: '30d' }],
    ['on a host that is not allowed', { url: 'https://elsewhere.example/t/1' }, {}],
    ['that is not https', { url: 'http://community.example/t/1' }, {}],
    ['in another language', { language: 'de' }, {}],
    ['by the person', { authors: ['forum:7', 'forum:1'] }, {}],
    ['that is the very thread', { threadId: 't1' }, {}],
    ['that scores too low', {}, { minScore: 0.99 }],
  ])('takes nothing %s', (_, changes, rules) => {
    expect(choose([candidate(changes)], ask({ recipe: content(rules) }))).toMatchObject({
      chosen: undefined,
      reason: 'no_content',
    })
  })

  it('takes a piece of which only the title is known', () => {
    const { text: _, ...bare } = candidate()
    expect(chosenId([bare], ask())).toBe('descaling')
  })

  it('takes what fits the same rules', () => {
    const rules = { kinds: ['discussion'], topics: ['maintenance'], exclusive: true, maxAge: '60d' }
    const piece = candidate({ authors: ['forum:7'], threadId: 't2' })
    expect(chosenId([piece], ask({ recipe: content(rules) }))).toBe('descaling')
  })

  it('tells the best score when it was too low, and none when there was nothing', () => {
    expect(choose([candidate()], ask({ recipe: content({ minScore: 0.99 }) }))).toMatchObject({
      detail: expect.stringMatching(/^best 0\.\d+$/) as unknown as string,
    })
    expect(choose([], ask())).toEqual({ chosen: undefined, reason: 'no_content', candidates: [] })
    const elsewhere = candidate({ title: 'Milk', topics: [], text: 'How to froth it.' })
    expect(choose([elsewhere], ask({ recipe: content({ minScore: 0.1 }) }))).toMatchObject({
      detail: expect.stringMatching(/^best 0\.\d+, on something else$/) as unknown as string,
    })
  })

  it('takes the next best when the best was sent before', () => {
    const second = candidate({ id: 'second', accepted: false })
    expect(chosenId([candidate(), second], ask({ seen: new Set(['descaling']) }))).toBe('second')
  })

  it('says so when all that is good was sent before', () => {
    const choice = choose([candidate(), grinder], ask({ seen: new Set(['descaling']) }))
    expect(choice).toMatchObject({ chosen: undefined, reason: 'seen_all' })
  })

  it('falls back on the workspace’s language only when there is nothing good in the person’s own', () => {
    const german = candidate({ id: 'de', language: 'de', accepted: false })
    const languages = [['de'], ['en', 'und']]
    expect(chosenId([candidate(), german], ask({ languages }))).toBe('de')
    expect(chosenId([candidate()], ask({ languages }))).toBe('descaling')
    expect(choose([candidate(), german], ask({ languages, seen: new Set(['de', 'descaling']) }))).toMatchObject({
      reason: 'seen_all',
    })
  })

  it('remembers that all was seen when the fallback has nothing either', () => {
    const german = candidate({ id: 'de', language: 'de' })
    const choice = choose([german], ask({ languages: [['de'], ['en']], seen: new Set(['de']) }))
    expect(choice).toMatchObject({ reason: 'seen_all', candidates: [{ id: 'de' }] })
  })

  it('decides ties by id', () => {
    const twins = ['b', 'a', 'c'].map((id) => candidate({ id }))
    expect(chosenId(twins, ask())).toBe('a')
  })
})
