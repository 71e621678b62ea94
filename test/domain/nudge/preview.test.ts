import { describe, expect, it } from '@jest/globals'
import { type PreviewInput, previewOf } from '../../../shared/domain/nudge/preview.ts'
import { emailInput } from './email-factory.ts'
import { address, candidate, decideInput, facts, other, recipe, settings, word } from './factories.ts'

type Changes = Parameters<typeof decideInput>[0]
type Rest = Partial<Omit<PreviewInput, 'context'>>

const RECIPE = recipe({ template: 'unanswered@1' })

const see = (changes: Changes = {}, rest: Rest = {}) => {
  const context = { ...decideInput(changes), recipe: changes?.recipe ?? RECIPE }
  return previewOf({ context, example: false, brand: emailInput().brand, appUrl: 'https://app.example', ...rest })
}

describe('a preview', () => {
  it('is the email that would be sent, with the person’s own word and name', () => {
    const topics = { answers: word({ basis: 'soft-opt-in' }) }
    const made = see({ addresses: [address({ topics })], timeZone: 'Europe/Paris' }, { name: 'Mika' })
    expect(made).toMatchObject({ holds: [], missing: [], content: { id: 'descaling' } })
    expect(made.email?.text).toContain('Hello Mika,')
    expect(made.email?.text).toContain('You signed up with us on 1 January 2026')
    expect(see({ timeZone: undefined }).missing).toEqual([])
    expect(see({ languages: [] }).email?.language).toBe('en')
    expect(see({}, { language: 'fr', test: true }).email?.subject).toMatch(/^\[Test\] À propos/)
  })

  it.each<[string, Changes, object]>([
    ['a pause', { pausedAll: true }, { reason: 'paused_all' }],
    ['a condition', { facts: facts({ answers: 1 }) }, { reason: 'resolved', detail: 'thread.answered' }],
    ['quiet hours', { now: '2026-06-10T22:30:00.000Z' }, { reason: 'waiting_quiet_hours' }],
    ['an email before it', { others: [other({ sentAt: '2026-06-09T00:00:00.000Z' })] }, { reason: 'cooldown' }],
    ['a rehearsal', { recipe: recipe({ status: 'dry-run', template: 'unanswered@1' }) }, { reason: 'dry_run' }],
    ['an archive', { recipe: recipe({ status: 'archived' }) }, { reason: 'paused_recipe', detail: 'archived' }],
  ])('is shown in spite of %s, which is told', (_, changes, hold) => {
    const made = see(changes)
    expect(made.email).toBeDefined()
    expect(made.holds).toEqual([expect.objectContaining(hold)])
  })

  it('is shown of people who get no email of any recipe, too', () => {
    const everybody = settings({ globalHoldout: 1 })
    const made = see({ settings: everybody, globalArms: ['holdout'] })
    expect(made).toMatchObject({ missing: [], content: { id: 'descaling' } })
    expect(see({ settings: everybody }).content).toMatchObject({ id: 'descaling' })
  })

  it('is never about what the person has been sent before', () => {
    const seen = other({ recipe: 'high', contentId: 'descaling', state: 'unknown' })
    const made = see({ others: [seen, other({ state: 'held' })] })
    expect(made.content).toBeUndefined()
    expect(made.holds).toContainEqual(expect.objectContaining({ reason: 'seen_all' }))
    expect(made.email?.subject).toBe('About your question: [content.title]')
  })

  it('says that there is nothing to point to, also when there is nothing at all', () => {
    expect(see({ candidates: [] })).toMatchObject({ missing: ['content'], candidates: [] })
    const far = candidate({ title: 'Beans', topics: [], text: 'Beans.' })
    expect(see({ candidates: [far] }).missing).toEqual(['content'])
  })

  it('holds nothing against what is made up', () => {
    const gone = { facts: facts({ subjectDeleted: true, subjectChanged: true }) }
    expect(see(gone, { example: true }).holds).toEqual([])
    expect(see(gone).holds).toEqual([expect.objectContaining({ reason: 'resolved' })])
  })

  it('stands in for a permission that there is not, and says so', () => {
    const made = see({ addresses: [] })
    expect(made.missing).toEqual(['permission'])
    expect(made.email?.text).toContain('You said yes to “Answers”')
    const off = see({ addresses: [address({ topics: { answers: word({ granted: false }) } })] })
    expect(off).toMatchObject({ missing: ['permission'], holds: [{ reason: 'topic_off' }] })
    const baseless = see({ addresses: [], recipe: { ...RECIPE, basis: [] } })
    expect(baseless.email?.text).toContain('You said yes to “Answers”')
  })

  it('stands in for a title that words cannot do without, and for nothing else', () => {
    const peer = recipe({ template: 'peer@1' })
    expect(see({ recipe: peer, words: {} })).toMatchObject({ missing: ['content', 'subject_title'] })
    expect(see({ recipe: recipe({ template: 'none@1' }) })).toMatchObject({ email: undefined, missing: ['template'] })
    expect(see({ words: {}, recipe: peer }).email?.text).toContain('“[subject_title]”')
  })

  it('hides what tells who somebody is in titles', () => {
    const made = see({ words: { title: 'Descaling light, call me: mika@example.com', threadId: 't9' } })
    expect(made.email?.html).not.toContain('mika@example.com')
  })

  it('passes on what is no mistake of the words', () => {
    const brand = { ...emailInput().brand, name: 7 as unknown as string }
    expect(() => see({}, { brand })).toThrow(TypeError)
  })
})
