import { describe, expect, it } from '@jest/globals'
import { birthId, keys } from '../../../shared/store/keys.ts'
import { link } from '../../../shared/store/link.ts'
import { suggest } from '../../../shared/store/suggestions.ts'
import { getAll } from '../../../shared/store/table.ts'
import { settings } from '../../domain/nudge/factories.ts'
import { evidence, found, see } from '../../store/linking/world.ts'
import { tableForAll } from '../../support/tables.ts'
import { apiForAll } from './ask.ts'

const test = tableForAll()
const api = apiForAll(test, { nudges: settings(), sources: { shop: { type: 'standard' } } })

const personOf = async (iid: string) => (await found(test.table, [iid]))[iid] ?? ''
const linked = (a: string, b: string, why?: string) =>
  api.askAs('createLink', '/api/links', { a, b, ...(why ? { why } : {}) })
const linksOf = async (iid: string) => await api.askAs('getLinks', `/api/people/${await personOf(iid)}/links`)
type Row = Record<string, unknown> & { id: string }
const rows = (of: unknown): Row[] => of as Row[]

describe('a decision to link', () => {
  it('makes one person, and is shown with who, when and why', async () => {
    await see(test.table, 'aa:1', 'ab:1')
    const done = await linked('aa:1', 'ab:1', 'the same voice')
    expect(done).toMatchObject({ outcome: 'linked', person: await personOf('ab:1') })
    const shown = await linksOf('aa:1')
    expect(shown.links).toEqual([
      {
        id: done.link,
        a: { identity: 'aa:1', person: done.person, name: 'Somebody' },
        b: { identity: 'ab:1', person: done.person, name: 'Somebody' },
        ...{ kind: 'agent', confidence: 0.9, by: 'user:ada@brand.example', why: 'the same voice', active: true },
        at: expect.any(String),
      },
    ])
    expect(rows(shown.history)).toMatchObject([
      {
        what: 'link',
        by: 'user:ada@brand.example',
        why: 'the same voice',
        about: { a: 'aa:1', b: 'ab:1', kind: 'agent' },
      },
    ])
    expect(await linked('ab:1', 'aa:1')).toMatchObject({ outcome: 'known' })
  })

  it('takes persons by id, also by one that was merged', async () => {
    await see(test.table, 'ba:1', 'bb:1', 'bc:1')
    await linked(birthId('ba:1'), birthId('bb:1'))
    await linked(birthId('ba:1'), birthId('bc:1'))
    await linked(birthId('bb:1'), 'bc:1')
    expect(new Set(Object.values(await found(test.table, ['ba:1', 'bb:1', 'bc:1']))).size).toBe(1)
    expect(rows((await linksOf('bb:1')).history).map(({ what }) => what)).toContain('told')
  })

  it('is taken back, and parts what it joined under the ids of before', async () => {
    await see(test.table, 'ca:1', 'cb:1')
    const { link: id } = await linked('ca:1', 'cb:1')
    expect(await api.askAs('deleteLink', `/api/links/${id}?why=two+voices`)).toMatchObject({ outcome: 'split' })
    expect(await found(test.table, ['ca:1', 'cb:1'])).toEqual({ 'ca:1': birthId('ca:1'), 'cb:1': birthId('cb:1') })
    for (const iid of ['ca:1', 'cb:1'])
      expect(rows((await linksOf(iid)).history)[0]).toMatchObject({ what: 'split', why: 'two voices' })
    expect(rows((await linksOf('ca:1')).links)).toMatchObject([{ active: false, retracted: { why: 'two voices' } }])
    expect(await api.askAs('deleteLink', `/api/links/${id}`)).toEqual({ outcome: 'known' })
    expect(await linked('ca:1', 'cb:1')).toMatchObject({ outcome: 'linked' })
  })

  it('that other evidence stands behind keeps the two together, and the answer names it', async () => {
    await see(test.table, 'da:1', 'db:1')
    const { link: id } = await linked('da:1', 'db:1')
    await link(test.table, evidence('da:1', 'db:1', { kind: 'claim' }))
    const kept = await api.askAs('deleteLink', `/api/links/${id}`)
    const claim = rows((await linksOf('da:1')).links).find(({ kind }) => kind === 'claim')
    expect(kept).toEqual({ outcome: 'kept', through: [claim?.id] })
    expect(rows((await linksOf('da:1')).history)[0]).toMatchObject({ what: 'retracted' })
  })

  it('that a limit forbids is refused with the reason, listed, and can be withdrawn', async () => {
    await see(test.table, 'e:1', 'e:2', 'e:3', 'e:4')
    await linked('e:1', 'e:2')
    await linked('e:2', 'e:3')
    const refused = await api.ask('POST', '/api/links', { a: 'e:3', b: 'e:4' })
    expect(refused).toMatchObject({ status: 409, body: { error: expect.stringContaining('more than 3 of e') } })
    const listed = rows((await api.askAs('listConflicts', '/api/conflicts')).items)
    const conflict = listed.find(({ a }) => (a as { identity: string }).identity === 'e:3')
    expect(conflict).toMatchObject({ reason: 'more than 3 of e', by: 'user:ada@brand.example' })
    expect(rows((await linksOf('e:4')).conflicts)).toEqual([conflict])
    expect(await api.askAs('deleteLink', `/api/links/${conflict?.id}`)).toEqual({ outcome: 'withdrawn' })
    expect(rows((await linksOf('e:4')).conflicts)).toEqual([])
  })

  it.each([
    ['somebody nobody has seen', 'POST', '/api/links', { a: 'zz:1', b: 'zz:2' }, 404],
    ['a person nobody has seen', 'POST', '/api/links', { a: '0'.repeat(26), b: 'aa:1' }, 404],
    ['one and the same', 'POST', '/api/links', { a: 'aa:1', b: 'aa:1' }, 400],
    ['one and the same, apart', 'POST', '/api/links/apart', { a: 'aa:1', b: 'aa:1' }, 400],
    ['no identity', 'POST', '/api/links', { a: 'x', b: 'aa:1' }, 400],
    ['an id that is none', 'DELETE', '/api/links/x', undefined, 404],
    ['an id of nothing', 'DELETE', '/api/links/WyJsaW5rIiwiYTphIiwiYjpiIiwiYWdlbnQiXQ', undefined, 404],
    ['a word that nobody said', 'DELETE', '/api/links/apart/WyJhcGFydCIsImE6YSIsImI6YiJd', undefined, 404],
    ['an id of a suggestion that is none', 'POST', '/api/suggestions/x', { answer: 'accept' }, 404],
    ['half a pair', 'GET', '/api/links/preview?a=aa:1', undefined, 400],
    ['a preview of nothing', 'GET', '/api/links/preview?link=x', undefined, 404],
    ['a person that is none', 'GET', `/api/people/${'0'.repeat(26)}/links`, undefined, 404],
  ])('about %s is refused', async (_, method, path, body, status) => {
    expect(await api.ask(method, path, body)).toMatchObject({ status, body: { error: expect.any(String) } })
  })
})

describe('the word that two are two people', () => {
  it('parts them, forbids links, and can be lifted, which lets the forbidden one come', async () => {
    await see(test.table, 'fa:1', 'fb:1')
    await linked('fa:1', 'fb:1')
    const said = await api.askAs('keepApart', '/api/links/apart', { a: 'fb:1', b: 'fa:1', why: 'brothers' })
    expect(said).toMatchObject({ outcome: 'split', apart: expect.any(String) })
    expect(rows((await linksOf('fb:1')).apart)).toMatchObject([
      { id: said.apart, by: 'user:ada@brand.example', why: 'brothers' },
    ])
    expect(await api.ask('POST', '/api/links', { a: 'fa:1', b: 'fb:1' })).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining('said to be two people') },
    })
    expect(await api.askAs('liftApart', `/api/links/apart/${said.apart}`)).toEqual({ lifted: true })
    expect(await personOf('fa:1')).toBe(await personOf('fb:1'))
    expect(rows((await linksOf('fa:1')).history).map(({ what }) => what)).toEqual(
      expect.arrayContaining(['link', 'split', 'lifted']),
    )
  })

  it('is refused while evidence by way of others joins them, which the answer names', async () => {
    await see(test.table, 'ga:1', 'gb:1', 'gc:1')
    const first = await linked('ga:1', 'gb:1')
    const second = await linked('gb:1', 'gc:1')
    const refused = await api.ask('POST', '/api/links/apart', { a: 'ga:1', b: 'gc:1' })
    expect(refused.status).toBe(409)
    for (const { link: id } of [first, second]) expect(refused.body.error).toContain(id)
  })
})

describe('suggestions', () => {
  const hint = (a: string, b: string, confidence: number, why: string) =>
    suggest(test.table, evidence(a, b, { kind: 'hint', confidence, why, actor: 'earshot' }))

  it('come strongest first, page by page, without those that have become one person', async () => {
    await see(test.table, 'ha:1', 'hb:1', 'hc:1', 'hd:1')
    await hint('ha:1', 'hb:1', 0.4, 'the same handle')
    await hint('ha:1', 'hc:1', 0.5, 'the same name and picture')
    await hint('ha:1', 'hd:1', 0.45, 'something else')
    await linked('ha:1', 'hd:1')
    const all: Row[] = []
    let next: unknown
    do {
      const path = `/api/suggestions?limit=1${next ? `&next=${next}` : ''}`
      const page = await api.askAs('listSuggestions', path)
      all.push(...rows(page.items))
      next = page.next
    } while (next)
    expect(all.map(({ reasons }) => reasons)).toEqual([['the same name and picture'], ['the same handle']])
    expect(all[0]?.persons).toHaveLength(2)
    expect(rows((await linksOf('hb:1')).suggestions)).toEqual([all[1]])
  })

  it('that are accepted link, and are answered only once', async () => {
    await see(test.table, 'ia:1', 'ib:1')
    await hint('ia:1', 'ib:1', 0.5, 'the same name')
    const [told] = rows((await linksOf('ia:1')).suggestions)
    const path = `/api/suggestions/${told?.id}`
    expect(await api.askAs('answerSuggestion', path, { answer: 'accept' })).toMatchObject({
      as: 'accepted',
      link: { outcome: 'linked' },
    })
    expect(rows((await linksOf('ib:1')).links)).toMatchObject([{ kind: 'agent', why: 'the same name' }])
    expect(await api.askAs('answerSuggestion', path, { answer: 'accept' })).toMatchObject({
      link: { outcome: 'known' },
    })
    expect(await api.ask('POST', path, { answer: 'dismiss' })).toMatchObject({ status: 409 })
  })

  it('that are dismissed are gone for good', async () => {
    await see(test.table, 'ja:1', 'jb:1')
    await hint('ja:1', 'jb:1', 0.5, 'the same name')
    const [told] = rows((await linksOf('ja:1')).suggestions)
    expect(await api.askAs('answerSuggestion', `/api/suggestions/${told?.id}`, { answer: 'dismiss' })).toEqual({
      as: 'dismissed',
    })
    expect(await hint('ja:1', 'jb:1', 0.5, 'another reason')).toBe('known')
    expect(await personOf('ja:1')).not.toBe(await personOf('jb:1'))
    expect((await getAll(test.table, [keys.suggestion('ja:1', 'jb:1')]))[0]).toMatchObject({
      settled: { as: 'dismissed', by: 'user:ada@brand.example' },
    })
  })
})

describe('a preview', () => {
  it('of a link says who would be joined, and of what forbids it', async () => {
    await see(test.table, 'k:1', 'k:2', 'k:3', 'k:4')
    await linked('k:1', 'k:2')
    await linked('k:2', 'k:3')
    const forbidden = await api.askAs('previewLink', '/api/links/preview?a=k:1&b=k:4')
    expect(forbidden).toMatchObject({ outcome: 'forbidden', refused: 'more than 3 of k' })
    const none = await api.askAs('previewLink', '/api/links/preview?a=k:1&b=k:3')
    expect(none).toMatchObject({ outcome: 'none' })
    await see(test.table, 'l:1')
    const would = await api.askAs('previewLink', '/api/links/preview?a=k:1&b=l:1')
    const after = rows(would.after)
    expect(after).toMatchObject([{ identities: ['k:1', 'k:2', 'k:3', 'l:1'] }])
    expect(after[0]?.limits).toEqual([
      { platform: '*', count: 4, limit: 50 },
      { platform: 'k', count: 3, limit: 3 },
      { platform: 'l', count: 1, limit: 3 },
    ])
    // It does as it has said.
    expect((await linked('k:1', 'l:1')).person).toBe(after[0]?.id)
  })

  it('of taking a link back says who there would be', async () => {
    await see(test.table, 'm:1', 'n:1')
    const { link: id } = await linked('m:1', 'n:1')
    const would = await api.askAs('previewLink', `/api/links/preview?link=${id}`)
    expect(would).toMatchObject({ outcome: 'split' })
    expect(
      rows(would.after)
        .map((one) => one.id)
        .sort(),
    ).toEqual([birthId('m:1'), birthId('n:1')].sort())
    expect((await found(test.table, ['m:1']))['m:1']).toBe(await personOf('n:1'))
  })
})
