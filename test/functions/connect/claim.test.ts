import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { keys } from '../../../shared/store/keys.ts'
import { link } from '../../../shared/store/link.ts'
import { readPreferences } from '../../../shared/store/preferences.ts'
import { keepApart } from '../../../shared/store/split.ts'
import { getAll } from '../../../shared/store/table.ts'
import { personItems } from '../../support/graph-items.ts'
import { ACCOUNT, ADDRESS, type Claims, codeOn, EMAIL, openClaims } from './claim-world.ts'

let world: Claims
beforeEach(async () => {
  world = await openClaims()
})
afterEach(() => world.close())

describe('connecting an account', () => {
  it('goes by a mailed link, a posted code and an agreement to what is shown', async () => {
    const { who } = await world.proveAddress()
    expect(world.mails().map(({ to }) => to)).toEqual([[ADDRESS]])
    const code = codeOn(await who.press('code'))
    expect(codeOn(await who.get('/claim'))).toBe(code)
    await world.say(code)
    const offer = await who.get('/claim')
    expect(offer.body).toContain('Connect these?')
    expect(offer.body).toContain('m***@example.com')
    expect(offer.body).toContain('mika')
    expect(offer.body).not.toContain(ADDRESS)
    expect(await world.together()).toBe(false)
    const done = await who.press('agree')
    expect(done.body).toContain('They are connected')
    expect(await world.together()).toBe(true)
    const [evidence] = await getAll(world.table, [keys.evidence(EMAIL, ACCOUNT, 'claim')])
    expect(evidence).toMatchObject({
      active: true,
      confidence: 1,
      actor: 'person:self',
      why: expect.stringMatching(/code/),
    })
  })

  it('goes by a sign-in at GitHub, which is asked for the account and nothing else', async () => {
    const { who } = await world.proveAddress()
    const leave = await who.press('github')
    const to = new URL(String(leave.headers?.location))
    expect(to.searchParams.get('scope')).toBeNull()
    const { headers } = await fetch(to, { redirect: 'manual' })
    const offer = await who.get(String(headers.get('location')))
    expect(offer.body).toContain('octo')
    await who.press('agree')
    expect(await world.together(EMAIL, 'github:583231')).toBe(true)
    expect(world.github.asked).toEqual(['GET /login/oauth/authorize', 'POST /login/oauth/access_token', 'GET /user'])
    const [account] = await getAll(world.table, [keys.identity('github:583231')])
    expect(account).toMatchObject({ profile: { handle: { v: 'octo' } } })
    expect(JSON.stringify(account)).not.toMatch(/gho_|private@/)
  })

  it('signs nobody up for anything', async () => {
    await world.connected()
    expect(await readPreferences(world.table, EMAIL)).toBeUndefined()
  })

  it('tells the address, with a way back', async () => {
    await world.connected()
    const mail = world.mails().at(-1)
    expect(mail).toMatchObject({ to: [ADDRESS], subject: expect.stringMatching(/is connected/) })
    expect(world.linkIn(mail?.text)).toMatch(/^\/claim\/undo\//)
  })

  it('tells the other addresses of the account, which can take it back', async () => {
    const old = 'email:old'
    await world.put(...personItems([{ iid: old, address: 'mika@old.example' }]))
    await link(world.table, {
      a: old,
      b: ACCOUNT,
      kind: 'verified-email',
      confidence: 0.95,
      actor: 'source:forum',
      at: world.now(),
    })
    await world.connected()
    const notice = world.mails().find(({ to }) => to.includes('mika@old.example'))
    expect(notice?.text).toContain('m***@example.com')
    await world.browser().post(world.linkIn(notice?.text))
    expect(await world.together()).toBe(false)
    expect(await world.together(old)).toBe(true)
  })

  it('shows what else would come with the two, so that one knows it but nobody learns it', async () => {
    const other = 'github:99'
    await world.put(...personItems([{ iid: other, profile: { handle: { v: 'secret-handle', at: world.now() } } }]))
    await link(world.table, { a: other, b: ACCOUNT, kind: 'agent', confidence: 0.9, actor: 'user:1', at: world.now() })
    const { who } = await world.shown()
    const { body } = await who.get('/claim')
    expect(body).toContain('Comes with the account')
    expect(body).toContain('s***')
    expect(body).not.toContain('secret-handle')
  })

  it('asks again when what was shown has changed meanwhile', async () => {
    const { who } = await world.shown()
    const { body = '' } = await who.get('/claim')
    const [, token = ''] = /value="([^"]*)"><button name="do" value="agree"/.exec(body) ?? []
    await world.put(...personItems([{ iid: 'github:99' }]))
    await link(world.table, {
      a: 'github:99',
      b: ACCOUNT,
      kind: 'agent',
      confidence: 0.9,
      actor: 'user:1',
      at: world.now(),
    })
    const again = await who.post('/claim', { do: 'agree', token })
    expect(again.body).toContain('Something has changed')
    expect(await world.together()).toBe(false)
    await who.press('agree')
    expect(await world.together()).toBe(true)
  })

  it('comes to an end when the page dies after the agreement: the queue carries it out', async () => {
    const { who } = await world.shown()
    const { enqueue } = world.deps
    world.deps.enqueue = async (body) => {
      await enqueue(body)
      throw new Error('dies here')
    }
    expect((await who.press('agree')).statusCode).toBe(500)
    world.deps.enqueue = enqueue
    expect(await world.together()).toBe(false)
    await world.work(3)
    expect(await world.together()).toBe(true)
    expect(world.mails().filter(({ subject }) => /is connected/.test(subject))).toHaveLength(1)
    expect((await who.get('/claim')).body).toContain('They are connected')
  })

  it('is answered kindly where a limit forbids it, and undoing that stands', async () => {
    await keepApartFirst()
    const { who } = await world.shown()
    expect((await who.press('agree')).body).toContain('could not connect these by ourselves')
    await world.work()
    expect(await world.together()).toBe(false)
    expect(world.mails()).toHaveLength(1)
  })

  const keepApartFirst = async (): Promise<void> => {
    await world.put(...personItems([{ iid: EMAIL, address: ADDRESS }]))
    await keepApart(world.table, { a: EMAIL, b: ACCOUNT }, { by: 'user:1', at: world.now() })
  }
})

describe('a session', () => {
  it('is a cookie that scripts and other sites do not get', async () => {
    await world.browser().post('/claim', { do: 'mail', address: ADDRESS })
    await world.work()
    const { answerClaim } = await import('../../../functions/connect/claim-pages.ts')
    const path = world.linkIn(world.mails()[0]?.text)
    const { cookies } = await answerClaim(world.deps, {
      rawPath: path,
      headers: {},
      pathParameters: { what: 'open', token: path.split('/')[3] ?? '' },
      requestContext: { http: { method: 'POST', sourceIp: '198.51.100.7' } },
    } as never)
    expect(cookies).toEqual([
      expect.stringMatching(/^__Host-claim=[\w-]+\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=86400; Secure$/),
    ])
  })

  it('is not taken from somebody who knows the claim but not its secret', async () => {
    const { who } = await world.shown()
    const [name = '', value = ''] = [...who.jar][0] ?? []
    const thief = world.browser()
    thief.jar.set(name, `${value.split('.')[0]}.${'A'.repeat(43)}`)
    expect((await thief.get('/claim')).body).toContain('Is this you?')
  })

  it.each(['agree', 'code', 'stop', 'drop', 'github'])('does not %s without the form’s own token', async (what) => {
    const { who } = await world.shown()
    for (const token of ['', 'x', 'A'.repeat(43)]) await who.post('/claim', { do: what, token })
    expect((await who.get('/claim')).body).toContain('Connect these?')
    expect(await world.together()).toBe(false)
  })

  it('ends when they stop, and the claim with it', async () => {
    const { who, code } = await world.shown()
    await who.press('drop')
    await who.press('stop')
    expect(who.jar.size).toBe(0)
    await world.say(code)
    expect(await world.together()).toBe(false)
  })

  it('gives five codes out', async () => {
    const { who } = await world.proveAddress()
    const codes = new Set<string>()
    for (let time = 0; time < 5; time++) codes.add(codeOn(await who.press('code')))
    expect(codes.size).toBe(5)
    expect((await who.press('code')).body).toContain('That was a lot of codes')
  })
})

describe('pages', () => {
  it('answer what is not there, and what goes wrong, in words', async () => {
    expect((await world.browser().get('/claim/nothing/here')).statusCode).toBe(404)
    expect((await world.browser().get('/claim/__proto__/x')).statusCode).toBe(404)
    world.deps.keys = async () => {
      throw new Error('no secret')
    }
    expect((await world.browser().get('/claim/undo/x')).statusCode).toBe(500)
  })

  it('have no script, nothing from elsewhere, and labels', async () => {
    const { who } = await world.shown()
    for (const { body = '', headers } of [await world.browser().get('/claim'), await who.get('/claim')]) {
      expect(body).not.toMatch(/<script|<img|<link|src=/)
      expect(body).toMatch(/<html lang="en">/)
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
      })
    }
    expect((await world.browser().get('/claim')).body).toContain('<label for="address">')
  })
})
