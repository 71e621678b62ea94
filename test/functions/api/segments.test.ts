import { beforeAll, describe, expect, it } from '@jest/globals'
import { backfill, SETTLED_AFTER } from '../../../functions/score/backfilling.ts'
import { membershipsBy } from '../../../functions/score/memberships.ts'
import { rescore } from '../../../functions/score/rescore.ts'
import { BUNDLED } from '../../../shared/domain/nudge/recipes.ts'
import { READY } from '../../../shared/domain/score/segments/ready.ts'
import { DAY, isoOf } from '../../../shared/domain/time.ts'
import { birthId, keys } from '../../../shared/store/keys.ts'
import { segmentsReader } from '../../../shared/store/segments.ts'
import { settings } from '../../domain/nudge/factories.ts'
import { personItems, putItems } from '../../support/graph-items.ts'
import { tableForAll } from '../../support/tables.ts'
import { rescoringWith } from '../score/world.ts'
import { apiForAll } from './ask.ts'

const test = tableForAll()
const api = apiForAll(test, { nudges: settings(), sources: {} })
let ahead = 0

const PEOPLE = 12
const pidOf = (n: number): string => birthId(`forum:u${n}`)
const now = (): number => Date.now() + ahead

const deps = () =>
  rescoringWith(test.table, { now, memberships: membershipsBy(segmentsReader(test.table, now), 'EUR') })

/** Lets the background do its work. */
const settle = async (): Promise<void> => {
  for (let round = 0; round < 3; round++) {
    await backfill({ rescoring: deps(), hasTime: () => true, pause: async () => undefined })
    ahead += SETTLED_AFTER
  }
}

beforeAll(async () => {
  const yesterday = isoOf(Date.now() - DAY)
  await putItems(
    test.table,
    Array.from({ length: PEOPLE }, (_, n) => [
      ...personItems([
        {
          iid: `forum:u${n}`,
          profile: { name: { v: `Ann ${n}`, at: yesterday } },
          firstSeenAt: isoOf(Date.now() - 200 * DAY),
        },
      ]),
      {
        ...keys.rollup(`forum:u${n}`, yesterday.slice(0, 7)),
        type: 'rollup',
        ...{ n: n + 1, wf: 1_000 * (n + 1), [`d${yesterday.slice(8, 10)}`]: n + 1 },
      },
    ]).flat(),
  )
  for (let n = 0; n < PEOPLE; n++) await rescore(deps(), pidOf(n))
})

const BUSY = { all: [{ f: 'mentions', op: '>=', v: 5 }] }

describe('segments through the API', () => {
  it('are the ready-made ones before anybody has said anything', async () => {
    const { items } = (await api.askAs('listSegments', '/api/segments')) as { items: { id: string; ready: boolean }[] }
    expect(items.map(({ id }) => id)).toEqual(READY.map(({ id }) => id).sort())
    expect(items.every(({ ready }) => ready)).toBe(true)
    expect(await api.askAs('getSegment', '/api/segments/at-risk')).toMatchObject({
      fields: ['activities', 'daysSinceActivity', 'role'],
      backfill: { state: 'done' },
    })
  })

  it('are put, filled in the background, listed page by page, changed and taken away', async () => {
    const body = { name: 'Busy', description: 'Write a lot', rule: BUSY }
    const put = await api.askAs('putSegment', '/api/segments/busy', body)
    expect(put).toMatchObject({
      ...{ id: 'busy', ...body, ready: false, by: 'ada@brand.example' },
      backfill: { state: 'waiting' },
    })
    expect(await api.askAs('putSegment', '/api/segments/busy', body)).toEqual(put)
    await settle()
    expect(await api.askAs('getSegment', '/api/segments/busy')).toMatchObject({
      backfill: { state: 'done', asked: PEOPLE, failed: 0 },
    })
    const seen: string[] = []
    let next: unknown = ''
    do {
      const query: string = next ? `&next=${encodeURIComponent(String(next))}` : ''
      const page = await api.askAs('listMembers', `/api/segments/busy/members?limit=3${query}`)
      seen.push(
        ...(page.items as { personId: string; name: string }[]).map(({ personId, name }) => `${personId} ${name}`),
      )
      next = page.next
    } while (next)
    const expected = Array.from({ length: PEOPLE - 4 }, (_, n) => `${pidOf(n + 4)} Ann ${n + 4}`)
    expect(seen.toSorted()).toEqual(expected.toSorted())
    const own = (await api.askAs('getPersonSegments', `/api/people/${pidOf(8)}/segments`)).items
    expect(own).toContainEqual({ segment: 'busy', name: 'Busy', since: expect.any(String) })

    expect(await api.askAs('deleteSegment', '/api/segments/busy')).toMatchObject({ id: 'busy' })
    expect((await api.ask('GET', '/api/segments/busy')).status).toBe(404)
    expect((await api.ask('GET', '/api/segments/busy/members')).status).toBe(404)
    expect((await api.ask('DELETE', '/api/segments/busy')).status).toBe(404)
    expect((await api.askAs('getPersonSegments', `/api/people/${pidOf(8)}/segments`)).items).not.toContainEqual(
      expect.objectContaining({ segment: 'busy' }),
    )
  })

  it('that come with Earshot can be changed, and taken away', async () => {
    await api.askAs('putSegment', '/api/segments/new', { name: 'Fresh', rule: BUSY })
    expect(await api.askAs('getSegment', '/api/segments/new')).toMatchObject({ name: 'Fresh', ready: false })
    await api.askAs('deleteSegment', '/api/segments/new')
    const { items } = (await api.askAs('listSegments', '/api/segments')) as { items: { id: string }[] }
    expect(items.map(({ id }) => id)).not.toContain('new')
    expect(items).toHaveLength(READY.length - 1)
  })

  it('are not taken away from under a recipe that decides, or an alert: the answer names them', async () => {
    const refusal = async (id: string) => {
      const { status, body } = await api.ask('DELETE', `/api/segments/${id}`)
      return status === 409 ? String(body.error) : status
    }
    expect(await refusal('quiet-60d')).toContain('The segment quiet-60d is used by the recipe gone-quiet (dry-run).')
    await api.askAs('putSegment', '/api/segments/needed', { name: 'Needed', rule: BUSY })
    const written = BUNDLED.find(({ recipe: { id } }) => id === 'gone-quiet')?.written
    const when = { event: 'segment.entered', segment: 'needed' }
    const recipe = { ...written, id: 'needs-it', topic: 'answers', when }
    await api.askAs('putRecipe', '/api/recipes/needs-it', { recipe })
    const alert = {
      ...{ name: 'Them', on: { type: 'advocate.emerged' }, where: { segments: ['new-name', 'needed'] } },
      to: { kind: 'email', addresses: ['ada@brand.example'] },
    }
    expect(await api.ask('PUT', '/api/alerts/them', alert)).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('where.segments: came "new-name", expected a segment that there is') },
    })
    await api.askAs('putAlert', '/api/alerts/them', { ...alert, where: { segments: ['needed'] } })
    expect(await refusal('needed')).toContain('used by the recipe needs-it (dry-run), the alert them.')
    const turn = (status: string) => api.ask('POST', '/api/recipes/needs-it/status', { status })
    for (const status of ['live', 'paused']) {
      expect(await turn(status)).toMatchObject({ status: 200 })
      expect(await refusal('needed')).toContain(`the recipe needs-it (${status})`)
    }
    await turn('archived')
    expect(await refusal('needed')).toContain('used by the alert them.')
    await api.askAs('deleteAlert', '/api/alerts/them')
    expect(await refusal('needed')).toBe(200)
    await turn('draft')
    expect(await turn('dry-run')).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining('the segment needed, which there is not any more') },
    })
    await api.askAs('putSegment', '/api/segments/needed', { name: 'Needed', rule: BUSY })
    expect(await turn('dry-run')).toMatchObject({ status: 200 })
  })

  it('are tried on people before they are put', async () => {
    expect(await api.askAs('previewSegment', '/api/segments/idea/preview', { rule: BUSY })).toMatchObject({
      ...{ looked: PEOPLE, matching: PEOPLE - 4 },
      share: (PEOPLE - 4) / PEOPLE,
    })
    expect(await api.askAs('previewSegment', '/api/segments/at-risk/preview', {})).toMatchObject({ matching: 0 })
    expect((await api.ask('POST', '/api/segments/idea/preview', {})).status).toBe(404)
    expect((await api.ask('GET', '/api/segments/idea')).status).toBe(404)
  })

  it('that are wrong are refused with all that is wrong', async () => {
    const wrong = {
      any: [
        { f: 'mood', op: '>', v: 1 },
        { f: 'orders', op: '>=', v: 'two' },
      ],
    }
    const { status, body } = await api.ask('PUT', '/api/segments/odd', { name: 'Odd', rule: wrong })
    expect(status).toBe(400)
    expect(body.error).toMatch(
      /^rule\.any\[0\]\.f: came "mood", expected one of level, .*; rule\.any\[1\]\.v: came "two", expected a number\.$/,
    )
    expect(await api.ask('PUT', '/api/segments/odd', { name: '', rule: BUSY })).toMatchObject({
      ...{ status: 400, body: { error: 'name: came "", expected 1 to 80 characters.' } },
    })
    expect((await api.ask('PUT', '/api/segments/Odd_one', { name: 'Odd', rule: BUSY })).body.error).toBe(
      'id: came "Odd_one", expected lower-case letters, digits and dashes, at most 41.',
    )
    expect((await api.ask('PUT', '/api/segments/odd', { name: 'Odd' })).body.error).toMatch(/^rule: came nothing, /)
    expect((await api.ask('GET', '/api/segments/at-risk/members?next=x')).status).toBe(400)
    expect((await api.ask('GET', '/api/people/nobody/segments')).status).toBe(404)
  })
})
