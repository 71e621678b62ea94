import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { DAY, MINUTE } from '../../../shared/domain/time.ts'
import { personItems } from '../../support/graph-items.ts'
import { ACCOUNT, type Claims, codeOn, openClaims } from './claim-world.ts'

let world: Claims
beforeEach(async () => {
  world = await openClaims()
})
afterEach(() => world.close())

describe('a posted code', () => {
  it('starts no nudge, live or not, and any other question does', async () => {
    const { code } = await world.shown()
    await world.say('earshot-claim-0000-0000-0000')
    await world.say(code, { unverified: true })
    expect(await world.decisions()).toEqual([])
    await world.say('How do I descale it?')
    expect(await world.decisions()).toHaveLength(1)
  })

  it.each([
    ['nobody signed it', { unverified: true }],
    ['an import tells of it', { history: 'born' as const }],
    ['it was edited, which on a wiki is anybody’s doing', { editedAt: '2026-06-10T12:00:00.000Z' }],
    ['it is deleted', { deleted: true }],
    ['it is older than the code', { createdAt: '2026-01-01T00:00:00.000Z' }],
  ])('shows nothing when %s', async (_, over) => {
    const { who } = await world.proveAddress()
    await world.say(codeOn(await who.press('code')), over)
    expect((await who.get('/claim')).body).toContain('Which account is yours?')
  })

  it('shows nothing within other words', async () => {
    const { who } = await world.proveAddress()
    const code = codeOn(await who.press('code'))
    await world.say(`> ${code}\nWhat is this?`)
    expect((await who.get('/claim')).body).toContain('Which account is yours?')
  })

  it('shows nothing of two accounts that post it', async () => {
    const { who, code } = await world.shown()
    await world.put(...personItems([{ iid: 'forum:8' }]))
    await world.say(code, { iid: 'forum:8' })
    const { body } = await who.get('/claim')
    expect(body).toContain('Two accounts have posted your code')
    expect(codeOn({ body })).toBe('')
  })

  it.each([
    ['deleted', { deleted: true }],
    ['edited', { text: 'Something else', editedAt: '2026-06-10T12:00:00.000Z' }],
  ])('shows nothing any more when the post is %s before they agree', async (_, over) => {
    const { who, post } = await world.shown()
    await world.put({ ...post, ...over })
    expect((await who.press('agree')).body).toContain('is gone, or was changed')
    expect(await world.together()).toBe(false)
  })

  it('belongs to nobody who is a bot, or the brand', async () => {
    await world.put(...personItems([{ iid: ACCOUNT, profile: { role: { v: 'bot', at: world.now() } } }]))
    const { who } = await world.shown()
    expect((await who.get('/claim')).body).toContain('cannot be connected')
    expect(await world.together()).toBe(false)
  })

  it('is good for a day', async () => {
    const { who } = await world.proveAddress()
    const code = codeOn(await who.press('code'))
    world.pass(DAY + MINUTE)
    await world.say(code)
    expect((await who.get('/claim')).body).toContain('The time for your last try is over')
  })

  it('of somebody else’s claim joins the account to the other’s address only if the other agrees', async () => {
    const thief = await world.proveAddress(world.browser('203.0.113.9'), 'thief@example.com')
    const { who } = await world.shown()
    expect((await thief.who.press('agree')).body).toContain('Which account is yours?')
    expect(await world.together()).toBe(false)
    await who.press('agree')
    expect(await world.together()).toBe(true)
  })

  it('lets an account belong to two addresses of one person, each in its own claim', async () => {
    const one = await world.shown()
    const two = await world.proveAddress(world.browser('203.0.113.9'), 'mika@work.example')
    await world.say(codeOn(await two.who.press('code')))
    await Promise.all([one.who.press('agree'), two.who.press('agree')])
    await world.work()
    expect(Object.keys((await world.personOf(ACCOUNT))?.ids ?? {}).length).toBe(3)
  })
})

describe('a sign-in at GitHub', () => {
  const leave = async (who: Awaited<ReturnType<Claims['proveAddress']>>['who']) => {
    const answer = await who.press('github')
    const { headers } = await fetch(String(answer.headers?.location), { redirect: 'manual' })
    return String(headers.get('location'))
  }

  it('counts only in the browser that left for it', async () => {
    const thief = await world.proveAddress(world.browser('203.0.113.9'), 'thief@example.com')
    const back = await leave(thief.who)
    // The one who is signed in at GitHub is sent to the thief's way back.
    for (const victim of [world.browser(), (await world.proveAddress()).who]) {
      expect((await victim.get(back)).statusCode).toBe(400)
    }
    expect(world.github.asked).not.toContain('GET /user')
  })

  it('counts once, and for ten minutes', async () => {
    const { who } = await world.proveAddress()
    const back = await leave(who)
    await who.get(back)
    expect((await who.get(back)).statusCode).toBe(400)
    await who.press('drop')
    const late = await leave(who)
    world.pass(10 * MINUTE)
    expect((await who.get(late)).body).toContain('Which account is yours?')
  })

  it.each(['denied', 'exchange', 'api', 'nonsense'] as const)('that fails changes nothing: %s', async (fault) => {
    const { who } = await world.proveAddress()
    world.github.fault = fault
    const page = await who.get(await leave(who))
    expect(page.body).not.toContain('Connect these?')
    expect((await who.get('/claim')).body).toContain('Which account is yours?')
  })

  it('is nobody’s own for an organisation', async () => {
    world.github.user = { id: 5, login: 'acme', type: 'Organization' }
    const { who } = await world.proveAddress()
    expect((await who.get(await leave(who))).statusCode).toBe(400)
  })

  it('is not there where the settings name no app', async () => {
    world.deps.settings = {}
    const { who } = await world.proveAddress()
    const page = await who.get('/claim')
    expect(page.body).not.toContain('GitHub')
    expect(page.headers?.['content-security-policy']).toContain("form-action 'self';")
    expect((await who.get('/claim/github?code=a&state=b')).statusCode).toBe(400)
  })

  it('may be led to from the page, and nothing else may', async () => {
    const { who } = await world.proveAddress()
    const { headers } = await who.get('/claim')
    expect(headers?.['content-security-policy']).toContain(`form-action 'self' ${world.github.url};`)
  })
})
