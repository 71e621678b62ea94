import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { PageDeps } from '../../../functions/nudge/pages-answer.ts'
import { redirect } from '../../../functions/nudge/pages-redirect.ts'
import { unsubscribe } from '../../../functions/nudge/pages-unsubscribe.ts'
import { clickToken } from '../../../shared/domain/nudge/tokens.ts'
import { MINUTE, SECOND } from '../../../shared/domain/time.ts'
import { keys } from '../../../shared/store/keys.ts'
import { query } from '../../../shared/store/table.ts'
import { intercepted } from './meanwhile.ts'
import { pageDeps, request, unsubTokenIn } from './pages-request.ts'
import { AUTHOR, openWorld, type World } from './send-world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const deps = (over: Partial<PageDeps> = {}) => pageDeps(world, over)
const unsubToken = (topic = 'answers') => unsubTokenIn(world, topic)

describe('GET /r/{token}', () => {
  const clicksOf = async (id: string) =>
    (
      await query(world.table, {
        pk: keys.identity(AUTHOR).pk,
        where: 'begins_with(#sk, :c)',
        values: { ':c': `NC#${id}` },
      })
    ).items
  const sent = async () => {
    const { id } = await world.queue()
    await world.send(id)
    await world.feedback()
    world.pass(MINUTE)
    return { id, token: clickToken(world.tokenKeys, { iid: AUTHOR, id }) }
  }

  it('leads to the content and keeps the click', async () => {
    const { id, token } = await sent()
    const { statusCode, headers } = await redirect(request('GET', token), deps())
    expect(statusCode).toBe(302)
    expect(headers).toMatchObject({
      location: 'https://community.example/t/9',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    })
    expect(await clicksOf(id)).toMatchObject([{ type: 'click', label: 'human', why: 'person', at: world.now() }])
    expect(await world.decision(id)).toMatchObject({ clickedAt: world.now() })
    expect(await world.content()).toMatchObject({ clickers: 1 })
  })

  it('counts a person once and keeps every click', async () => {
    const { id, token } = await sent()
    for (let time = 0; time < 3; time++) await redirect(request('GET', token), deps())
    expect(await clicksOf(id)).toHaveLength(3)
    expect(await world.content()).toMatchObject({ clickers: 1 })
  })

  it('does not count a machine', async () => {
    const { id, token } = await sent()
    await redirect(request('GET', token, { agent: 'curl/8' }), deps())
    await redirect(request('GET', token, { agent: '' }), deps())
    expect((await clicksOf(id)).map(({ label }) => label)).toEqual(['machine', 'machine'])
    expect(await world.content()).toMatchObject({ clickers: 0 })
    expect((await world.decision(id))?.clickedAt).toBeUndefined()
  })

  it('takes a click right after the delivery for a machine’s', async () => {
    const { id, token } = await sent()
    world.pass(9 * SECOND - MINUTE)
    await redirect(request('GET', token), deps())
    expect(await clicksOf(id)).toMatchObject([{ label: 'likely_machine', why: 'too_soon' }])
  })

  it('takes a click for a machine’s when the page to stop emails was opened just before, or is opened just after', async () => {
    const { id, token } = await sent()
    const click = () => redirect(request('GET', token), deps())
    const choices = () => unsubscribe(request('GET', unsubToken()), deps())
    await choices()
    world.pass(SECOND)
    await click()
    expect(await clicksOf(id)).toMatchObject([{ label: 'likely_machine', why: 'burst' }])
    world.pass(MINUTE)
    await click()
    expect(await world.content()).toMatchObject({ clickers: 1 })
    world.pass(SECOND)
    await choices()
    expect((await clicksOf(id)).map(({ why }) => why)).toEqual(['burst', 'burst'])
    expect(await world.content()).toMatchObject({ clickers: 0 })
    expect((await world.decision(id))?.clickedAt).toBeUndefined()
    world.pass(MINUTE)
    await click()
    world.pass(MINUTE)
    await choices()
    expect(await world.content()).toMatchObject({ clickers: 1 })
  })

  it('takes a click for a machine’s when both links are opened at once', async () => {
    for (let round = 0; round < 5; round++) {
      world.pass(30 * MINUTE)
      const { id, token } = await sent()
      await Promise.all([redirect(request('GET', token), deps()), unsubscribe(request('GET', unsubToken()), deps())])
      expect(await clicksOf(id)).toMatchObject(Array(round + 1).fill({ label: 'likely_machine', why: 'burst' }))
      expect((await world.decision(id))?.clickedAt).toBeUndefined()
    }
  })

  it('answers HEAD without counting', async () => {
    const { id, token } = await sent()
    const { statusCode } = await redirect(request('HEAD', token), deps())
    expect(statusCode).toBe(302)
    expect(await clicksOf(id)).toEqual([])
  })

  it('changes nothing that a person receives', async () => {
    const { token } = await sent()
    const before = await world.preferences()
    await redirect(request('GET', token), deps())
    expect(await world.preferences()).toEqual(before)
  })

  it.each(['', 'x', 'https://evil.example', '//evil.example'])('leads %j to the community', async (token) => {
    const { statusCode, headers } = await redirect(request('GET', token), deps())
    expect(statusCode).toBe(302)
    expect(headers?.location).toBe('https://community.example')
  })

  it('leads a token of another purpose, or of a decision that is gone, to the community', async () => {
    for (const token of [unsubToken(), clickToken(world.tokenKeys, { iid: AUTHOR, id: 'gone' })]) {
      expect((await redirect(request('GET', token), deps())).headers?.location).toBe('https://community.example')
    }
  })

  it('leads to an address that is not plain ASCII in a way that a header can say', async () => {
    const { id, token } = await sent()
    const decision = await world.decision(id)
    const content = { ...decision?.content, url: 'https://community.example/t/größe\u2028/9?ö' }
    await world.put({ ...decision, content })
    const { statusCode, headers } = await redirect(request('GET', token), deps())
    expect(statusCode).toBe(302)
    expect(headers?.location).toBe('https://community.example/t/gr%C3%B6%C3%9Fe%E2%80%A8/9?%C3%B6')
  })

  it('leads nowhere that is not allowed any more', async () => {
    const { token } = await sent()
    const settings = { ...deps().settings, contentHosts: ['elsewhere.example'] }
    expect((await redirect(request('GET', token), deps({ settings }))).headers?.location).toBe(
      'https://community.example',
    )
  })

  it('leads to the community when something is wrong here', async () => {
    const { token } = await sent()
    const broken = deps({ table: { ...world.table, name: 'no-such-table' } })
    expect((await redirect(request('GET', token), broken)).headers?.location).toBe('https://community.example')
  })

  it('leads to the content also when the click cannot be kept', async () => {
    const { token } = await sent()
    const client = intercepted(world.table.client, 'PutCommand', { before: () => Promise.reject(new Error('no room')) })
    const { headers } = await redirect(request('GET', token), deps({ table: { ...world.table, client } }))
    expect(headers?.location).toBe('https://community.example/t/9')
  })
})
