import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { lookAt } from '../../../functions/respond/link-looking.ts'
import { goRound, type Rounding } from '../../../functions/respond/link-round.ts'
import {
  FAILING_DAYS,
  isDead,
  type LinkFinding,
  type LinkState,
  linkAfter,
} from '../../../shared/domain/nudge/links.ts'
import { publicFetch } from '../../../shared/platform/fetch.ts'
import { putContent, withdrawContent } from '../../../shared/store/content.ts'
import { getContent } from '../../../shared/store/content-fields.ts'
import { moveRound, putLink, readRound } from '../../../shared/store/link-rounds.ts'
import { createTable, type TestTable } from '../../support/table.ts'
import { startWeb, type Web } from '../../support/web.ts'

const DAY = 86_400_000
const START = Date.parse('2026-06-10T03:00:00.000Z')

let web: Web
beforeAll(async () => {
  web = await startWeb()
})
afterAll(() => web.close())

const answers = (status: number, headers: Record<string, string> = {}): Web['pages'][string] => {
  return (_, response) => response.writeHead(status, headers).end()
}
const onlyGet: Web['pages'][string] = (request, response) =>
  response.writeHead(request.method === 'GET' ? 200 : 404).end('there')

describe('a look at a link', () => {
  const look = (path: string) =>
    lookAt({ fetch: publicFetch, mayLead: (url) => url.startsWith(web.url('/')) }, web.url(path))

  it.each([
    ['leads somewhere', answers(200), { found: 'alive' }],
    ['is for members only', answers(403), { found: 'alive' }],
    ['is known to GET alone', onlyGet, { found: 'alive' }],
    ['was taken away', answers(410), { found: 'gone', problem: 'status 410' }],
    ['has a server in trouble', answers(500), { found: 'failed', problem: 'status 500' }],
    ['has a server that wants rest', answers(429), { found: 'busy' }],
    ['moved within reach', answers(301, { location: '/ok' }), { found: 'alive' }],
    ['moved out of reach', answers(302, { location: 'https://elsewhere.example/' }), 'redirects elsewhere'],
    ['moved nowhere', answers(302), 'redirects elsewhere'],
    ['goes round and round', answers(302, { location: '/page' }), 'redirects without end'],
  ])('that %s', async (_, page, found) => {
    web.pages = Object.assign(web.pages, { '/ok': answers(204), '/page': page })
    expect(await look('/page')).toEqual(typeof found === 'string' ? { found: 'failed', problem: found } : found)
  })

  it('asks for no body, and of another host nothing at all', async () => {
    web.pages['/large'] = (_, response) => response.writeHead(200, { 'content-length': '900000000' }).end()
    web.asked.length = 0
    expect(await look('/large')).toEqual({ found: 'alive' })
    expect(web.asked.map(({ method }) => method)).toEqual(['HEAD'])
    const inside = await lookAt({ fetch: publicFetch, mayLead: () => true }, 'https://169.254.169.254/latest/meta-data')
    expect(inside).toEqual({ found: 'failed', problem: 'no answer' })
  })

  it('is not at fault for what is not about the link', async () => {
    const broken = { fetch: () => Promise.reject(new TypeError('bug')), mayLead: () => true }
    await expect(lookAt(broken, web.url('/'))).rejects.toThrow('bug')
  })
})

describe('a link', () => {
  const url = 'https://community.example/t/1'
  const on = (day: number) => new Date(START + day * DAY).toISOString()
  const failed: LinkFinding = { found: 'failed', problem: 'status 500' }
  const overDays = (findings: readonly (LinkFinding | undefined)[], before?: LinkState) =>
    findings.reduce<LinkState | undefined>(
      (link, finding, day) => (finding ? linkAfter(link, { url, finding, now: on(day) }) : link),
      before,
    )

  it('is dead at once when its server says so, else after failing on several days in a row', () => {
    expect(isDead(overDays([{ found: 'gone', problem: 'status 404' }]), url)).toBe(true)
    expect(isDead(overDays([failed, failed]), url)).toBe(false)
    expect(isDead(overDays([failed, failed, failed]), url)).toBe(true)
    expect(isDead(overDays([failed, failed, { found: 'alive' }, failed]), url)).toBe(false)
    expect(isDead(undefined, url)).toBe(false)
  })

  it('does not fail more often by being looked at more often', () => {
    const now = on(0)
    let link = linkAfter(undefined, { url, finding: failed, now })
    for (let again = 0; again < 9; again++) link = linkAfter(link, { url, finding: failed, now })
    expect(link.failedDays).toBe(1)
  })

  it('comes back when it is alive; one that is dead stays so while its server is in trouble', () => {
    const dead = overDays([{ found: 'gone', problem: 'status 404' }])
    expect(overDays([failed], dead)).toMatchObject({ dead: true, problem: 'status 500' })
    expect(overDays([{ found: 'alive' }], dead)).toEqual({ url, at: on(0) })
  })

  it('that is another one begins anew', () => {
    const dead = overDays([{ found: 'gone', problem: 'status 404' }])
    const moved = linkAfter(dead, { url: `${url}0`, finding: failed, now: on(1) })
    expect(isDead(dead, `${url}0`)).toBe(false)
    expect(moved).toMatchObject({ failedDays: 1 })
    expect(moved).not.toHaveProperty('dead')
  })

  it('is dead exactly when it was gone, or failed so many days in a row, since it was last alive', () => {
    const finding = fc.constantFrom('alive', 'gone', 'failed')
    fc.assert(
      fc.property(fc.array(finding, { minLength: 1, maxLength: 12 }), (days) => {
        const since = days.slice(days.lastIndexOf('alive') + 1)
        const gone = since.includes('gone')
        const expected = gone || since.length >= FAILING_DAYS
        const told = days.map(
          (found): LinkFinding => (found === 'alive' ? { found } : { found, problem: 'p' }) as LinkFinding,
        )
        expect(isDead(overDays(told), url)).toBe(expected)
      }),
    )
  })
})

describe('a round through the catalogue', () => {
  let test: TestTable
  let now: number
  beforeEach(async () => {
    test = await createTable()
    now = START
    web.asked.length = 0
  })
  afterEach(() => test.close())

  const piece = (id: string, url = web.url(`/${id}`)) =>
    putContent(
      test.table,
      {
        ...{ id, kind: 'guide', title: id, url, language: 'en', stage: 'use', topics: [], exclusive: true },
        publishedAt: '2026-01-01T00:00:00.000Z',
      },
      '2026-06-01T00:00:00.000Z',
    )
  const paused: number[] = []
  const rounding = (over: Partial<Rounding> = {}): Rounding => ({
    ...{ table: test.table, fetch: publicFetch, unchecked: new Set<string>(), now: () => now, hasTime: () => true },
    mayLead: (url) => url.startsWith(web.url('/')),
    pause: async (ms) => void paused.push(ms),
    ...over,
  })
  const linkOf = async (id: string) => (await getContent(test.table, id))?.link

  it('is gone once a day, in the order of ids, with a pause between two questions', async () => {
    web.pages['/a'] = answers(200)
    for (const id of ['a', 'b']) await piece(id)
    paused.length = 0
    expect(await goRound(rounding())).toEqual({ looked: 2, dead: 1, busyHosts: 0, done: true })
    expect(paused).toEqual([1_000, 1_000])
    expect(await linkOf('a')).toEqual({ url: web.url('/a'), at: new Date(START).toISOString() })
    expect(await linkOf('b')).toMatchObject({ dead: true, problem: 'status 404' })
    now += 3_600_000
    expect(await goRound(rounding())).toMatchObject({ looked: 0, done: true })
    now += DAY
    web.pages['/b'] = answers(200)
    expect(await goRound(rounding())).toMatchObject({ looked: 2, dead: 0 })
    expect(await linkOf('b')).not.toHaveProperty('dead')
  })

  it('goes on where it was ended, and looks at nothing twice', async () => {
    const ids = Array.from({ length: 60 }, (_, at) => `p${String(at).padStart(2, '0')}`)
    for (const id of ids) {
      web.pages[`/${id}`] = answers(200)
      await piece(id)
    }
    for (const times of [7, 50, 1, 100]) {
      let left = times
      await goRound(rounding({ hasTime: () => left-- > 0 }))
    }
    expect(web.asked.map(({ path }) => path.slice(1))).toEqual(ids)
    expect(await readRound(test.table)).toMatchObject({ finishedAt: new Date(now).toISOString() })
  })

  it('leaves a busy host alone, does not try all links of one that is down, and trusts hosts that the settings name', async () => {
    web.pages['/a'] = answers(429)
    for (const id of ['a', 'b']) await piece(id)
    expect(await goRound(rounding())).toEqual({ looked: 1, dead: 0, busyHosts: 1, done: true })
    expect(await linkOf('a')).toBeUndefined()

    now += DAY
    let tried = 0
    const down = async () => {
      tried++
      return publicFetch('https://127.0.0.1/')
    }
    for (const id of ['c', 'd', 'e', 'f']) await piece(id)
    await goRound(rounding({ fetch: down }))
    expect(tried).toBe(6)
    expect(await linkOf('f')).toMatchObject({ failedDays: 1, problem: 'host down' })

    now += DAY
    web.asked.length = 0
    await goRound(rounding({ unchecked: new Set([new URL(web.url('/')).host]) }))
    expect(web.asked).toEqual([])
    expect(await linkOf('f')).toEqual({ url: web.url('/f'), at: new Date(now).toISOString() })
  })

  it('lets no link die of its neighbours: what was not tried goes first the next day', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      web.pages[`/${id}`] = answers(200)
      await piece(id)
    }
    const hangs = /\/[abc]$/
    const some: Rounding['fetch'] = (url, options) => publicFetch(hangs.test(url) ? 'https://127.0.0.1/' : url, options)
    for (let day = 0; day < FAILING_DAYS + 1; day++) {
      await goRound(rounding({ fetch: some }))
      now += DAY
    }
    expect(await linkOf('a')).toMatchObject({ dead: true })
    for (const id of ['d', 'e']) expect(await linkOf(id)).not.toHaveProperty('problem')
    for (let day = 0; day < FAILING_DAYS; day++) {
      await goRound(rounding({ fetch: () => publicFetch('https://127.0.0.1/') }))
      now += DAY
    }
    for (const id of ['d', 'e']) expect(await linkOf(id)).toMatchObject({ dead: true })
  })

  it('is one run’s at a time, and takes pieces that vanish in its stride', async () => {
    await piece('a')
    await withdrawContent(test.table, 'a', '2026-06-02T00:00:00.000Z')
    expect(await goRound(rounding())).toMatchObject({ looked: 0, done: true })
    await putLink(test.table, 'never', { url: 'x', at: 'y' })
    expect(await getContent(test.table, 'never')).toBeUndefined()
    now += DAY
    await piece('b')
    const overtaken = rounding({
      fetch: async (url, options) => {
        const round = await readRound(test.table)
        await moveRound(test.table, round, { startedAt: new Date(now).toISOString() })
        return publicFetch(url, options)
      },
    })
    expect(await goRound(overtaken)).toMatchObject({ done: false })
  })
})
