import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { takeIn } from '../../../functions/measure/feedback-take-in.ts'
import { clickToken, unsubscribeToken } from '../../../shared/domain/nudge/tokens.ts'
import { DAY, HOUR, MINUTE } from '../../../shared/domain/time.ts'
import { keys } from '../../../shared/store/keys.ts'
import { link } from '../../../shared/store/link.ts'
import { setPause } from '../../../shared/store/pause.ts'
import { readPreferences, recordComplaint, recordConsent } from '../../../shared/store/preferences.ts'
import { keepApart, unlink } from '../../../shared/store/split.ts'
import { getAll } from '../../../shared/store/table.ts'
import { personItems } from '../../support/graph-items.ts'
import { ACCOUNT, ADDRESS, type Claims, codeOn, EMAIL, openClaims } from './claim-world.ts'

let world: Claims
beforeEach(async () => {
  world = await openClaims()
})
afterEach(() => world.close())

/** Somebody has shown the address and the account, by a code. */
const shown = async () => {
  const { who } = await world.proveAddress()
  const code = codeOn(await who.press('code'))
  const post = await world.say(code)
  return { who, code, post }
}

/** …and agreed. */
const connected = async () => {
  const { who, code } = await shown()
  const page = await who.press('agree')
  await world.work()
  return { who, code, page }
}

const together = async (a = EMAIL, b = ACCOUNT): Promise<boolean> =>
  Object.hasOwn((await world.personOf(a))?.ids ?? {}, b)
const claims = async (): Promise<number> =>
  (await world.personOf(ACCOUNT)) ? Object.keys((await world.personOf(ACCOUNT))?.ids ?? {}).length : 0

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
    expect(await together()).toBe(false)
    const done = await who.press('agree')
    expect(done.body).toContain('They are connected')
    expect(await together()).toBe(true)
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
    expect(await together(EMAIL, 'github:583231')).toBe(true)
    expect(world.github.asked).toEqual(['GET /login/oauth/authorize', 'POST /login/oauth/access_token', 'GET /user'])
    const [account] = await getAll(world.table, [keys.identity('github:583231')])
    expect(account).toMatchObject({ profile: { handle: { v: 'octo' } } })
    expect(JSON.stringify(account)).not.toMatch(/gho_|private@/)
  })

  it('signs nobody up for anything', async () => {
    await connected()
    expect(await readPreferences(world.table, EMAIL)).toBeUndefined()
  })

  it('tells the address, with a way back', async () => {
    await connected()
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
    await connected()
    const notice = world.mails().find(({ to }) => to.includes('mika@old.example'))
    expect(notice?.text).toContain('m***@example.com')
    await world.browser().post(world.linkIn(notice?.text))
    expect(await together()).toBe(false)
    expect(await together(old)).toBe(true)
  })

  it('shows what else would come with the two, so that one knows it but nobody learns it', async () => {
    const other = 'github:99'
    await world.put(...personItems([{ iid: other, profile: { handle: { v: 'secret-handle', at: world.now() } } }]))
    await link(world.table, { a: other, b: ACCOUNT, kind: 'agent', confidence: 0.9, actor: 'user:1', at: world.now() })
    const { who } = await shown()
    const { body } = await who.get('/claim')
    expect(body).toContain('Comes with the account')
    expect(body).toContain('s***')
    expect(body).not.toContain('secret-handle')
  })

  it('asks again when what was shown has changed meanwhile', async () => {
    const { who } = await shown()
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
    expect(await together()).toBe(false)
    await who.press('agree')
    expect(await together()).toBe(true)
  })

  it('comes to an end when the page dies after the agreement: the queue carries it out', async () => {
    const { who } = await shown()
    const { enqueue } = world.deps
    world.deps.enqueue = async (body) => {
      await enqueue(body)
      throw new Error('dies here')
    }
    expect((await who.press('agree')).statusCode).toBe(500)
    world.deps.enqueue = enqueue
    expect(await together()).toBe(false)
    await world.work(3)
    expect(await together()).toBe(true)
    expect(world.mails().filter(({ subject }) => /is connected/.test(subject))).toHaveLength(1)
    expect((await who.get('/claim')).body).toContain('They are connected')
  })

  it('is answered kindly where a limit forbids it, and undoing that stands', async () => {
    await keepApartFirst()
    const { who } = await shown()
    expect((await who.press('agree')).body).toContain('could not connect these by ourselves')
    await world.work()
    expect(await together()).toBe(false)
    expect(world.mails()).toHaveLength(1)
  })

  const keepApartFirst = async (): Promise<void> => {
    await world.put(...personItems([{ iid: EMAIL, address: ADDRESS }]))
    await keepApart(world.table, { a: EMAIL, b: ACCOUNT }, { by: 'user:1', at: world.now() })
  }
})

describe('the link in the email', () => {
  it('changes nothing by being looked at, as scanners do', async () => {
    await world.browser().post('/claim', { do: 'mail', address: ADDRESS })
    await world.work()
    const path = world.linkIn(world.mails()[0]?.text)
    const scanner = world.browser('203.0.113.5')
    for (let time = 0; time < 3; time++) expect((await scanner.get(path)).statusCode).toBe(200)
    expect(scanner.jar.size).toBe(0)
    const who = world.browser()
    expect((await who.post(path)).body).toContain('Which account is yours?')
  })

  it('works once, for whoever was first', async () => {
    const { path } = await world.proveAddress()
    const late = await world.browser().post(path)
    expect(late.statusCode).toBe(410)
    expect(late.cookies).toBeUndefined()
  })

  it('works for half an hour', async () => {
    await world.browser().post('/claim', { do: 'mail', address: ADDRESS })
    await world.work()
    world.pass(30 * MINUTE)
    expect((await world.browser().post(world.linkIn(world.mails()[0]?.text))).statusCode).toBe(410)
  })

  it('is not mailed any more once it would not work', async () => {
    await world.browser().post('/claim', { do: 'mail', address: ADDRESS })
    world.pass(HOUR)
    await world.work()
    expect(world.mails()).toEqual([])
  })

  it('is none with a token of another purpose', async () => {
    const others = [
      clickToken(world.tokenKeys, { iid: EMAIL, id: 'x' }),
      unsubscribeToken(world.tokenKeys, { emailIid: EMAIL, topic: 'x' }),
      'x',
    ]
    for (const token of others) {
      expect((await world.browser().post(`/claim/open/${token}`)).statusCode).toBe(410)
      expect((await world.browser().post(`/claim/undo/${token}`)).statusCode).toBe(404)
    }
  })

  it('is not opened by another site’s form', async () => {
    await world.browser().post('/claim', { do: 'mail', address: ADDRESS })
    await world.work()
    const path = world.linkIn(world.mails()[0]?.text)
    const victim = world.browser()
    await victim.post(path, {}, { 'sec-fetch-site': 'cross-site' })
    expect(victim.jar.size).toBe(0)
  })
})

describe('emails', () => {
  const asks = (address: string, ip = '198.51.100.7') => world.browser(ip).post('/claim', { do: 'mail', address })

  it('are answered alike, whatever is known of the address', async () => {
    await recordComplaint(world.table, { emailIid: EMAIL, at: world.now(), id: 'c' })
    const [suppressed, unknown] = [await asks(ADDRESS), await asks('ann@example.com')]
    expect(suppressed).toEqual(unknown)
    await world.work()
    expect(world.mails().map(({ to }) => to)).toEqual([['ann@example.com']])
  })

  it('go to an address three times an hour and six times a day, without a word to whoever asks', async () => {
    for (let time = 0; time < 10; time++) {
      expect((await asks(ADDRESS, `198.51.100.${time}`)).body).toContain('Look into your inbox')
      await world.work()
    }
    expect(world.mails()).toHaveLength(3)
    for (let hour = 1; hour < 6; hour++) {
      world.pass(HOUR)
      for (let time = 0; time < 4; time++) await asks(ADDRESS, `203.0.113.${hour}`)
      await world.work()
    }
    expect(world.mails()).toHaveLength(6)
  })

  it('are asked for five times in ten minutes by a caller, whose whole IPv6 network is one', async () => {
    const codes = []
    for (let time = 0; time < 7; time++)
      codes.push((await asks(`a${time}@example.com`, `2001:db8:1:2::${time}`)).statusCode)
    expect(codes).toEqual([200, 200, 200, 200, 200, 429, 429])
    expect((await asks('b@example.com', '2001:db8:1:3::1')).statusCode).toBe(200)
  })

  it('are at most so many in an hour, all together', async () => {
    world.deps.settings = { mailsPerHour: 2 }
    const codes = []
    for (let time = 0; time < 3; time++)
      codes.push((await asks(`a${time}@example.com`, `198.51.100.${time}`)).statusCode)
    expect(codes).toEqual([200, 200, 429])
    world.pass(HOUR)
    expect((await asks('c@example.com')).statusCode).toBe(200)
  })

  it('go out once, however often the queue brings them', async () => {
    await asks(ADDRESS)
    const [body = ''] = world.queue
    world.queue.push(body, body)
    await world.work(2)
    expect(world.ses.calls()).toBe(1)
  })

  it.each(['accept-then-reset', '500', 'reset'] as const)(
    'are not sent again when SES may have them: %s',
    async (fault) => {
      await asks(ADDRESS)
      world.ses.fail(fault)
      await world.work(3)
      expect(world.ses.calls()).toBe(1)
    },
  )

  it('are brought again when SES says “later”', async () => {
    await asks(ADDRESS)
    const [body = ''] = world.queue
    world.ses.fail('throttle')
    await expect(world.work()).rejects.toThrow(/queue brings it again/)
    world.queue.push(body)
    await world.work()
    expect(world.mails()).toHaveLength(1)
  })

  it('wait for nobody while all sending is paused: a link can be asked for again, the way back comes later', async () => {
    const { who } = await shown()
    const pause = (paused: boolean) => setPause(world.table, { paused, by: 'u', at: world.now(), why: 'w' })
    await pause(true)
    await asks('b@example.com')
    await world.work()
    expect(world.mails()).toHaveLength(1)
    await who.press('agree')
    const [body = ''] = world.queue
    await expect(world.work()).rejects.toThrow(/cannot go out now/)
    await pause(false)
    world.queue.push(body)
    await world.work()
    expect(world.mails().at(-1)?.subject).toMatch(/is connected/)
  })

  it('pause all sending when SES refuses everything', async () => {
    await asks(ADDRESS)
    world.ses.fail('suspended')
    await world.work()
    expect((await getAll(world.table, [keys.pause()]))[0]).toMatchObject({ paused: true, by: 'earshot' })
  })

  it('that bounce or are called spam suppress the address', async () => {
    await asks('complaint@simulator.amazonses.com')
    await world.work()
    expect(JSON.stringify(world.mails()[0]?.tags)).toContain('claim_prove')
    await world.ses.idle()
    for (const message of world.events.splice(0))
      await takeIn(message, { table: world.table, now: () => Date.parse(world.now()) })
    await asks('complaint@simulator.amazonses.com')
    await world.work()
    expect(world.mails()).toHaveLength(1)
  })

  it.each([
    ['no address', 'mika'],
    ['two addresses', 'a@b.example, c@d.example'],
    ['another alphabet', 'mika@exämple.com'],
    ['an office', 'support@example.com'],
    ['a script', '"><script>@x.example'],
  ])('are not sent to %s', async (_, address) => {
    const { statusCode, body } = await asks(address)
    expect(statusCode).toBe(422)
    expect(body).toContain('aria-invalid="true"')
    expect(body).not.toContain('<script')
    expect(world.queue).toEqual([])
  })
})

describe('a posted code', () => {
  it('starts no nudge, live or not, and any other question does', async () => {
    const { code } = await shown()
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
    const { who, code } = await shown()
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
    const { who, post } = await shown()
    await world.put({ ...post, ...over })
    expect((await who.press('agree')).body).toContain('is gone, or was changed')
    expect(await together()).toBe(false)
  })

  it('belongs to nobody who is a bot, or the brand', async () => {
    await world.put(...personItems([{ iid: ACCOUNT, profile: { role: { v: 'bot', at: world.now() } } }]))
    const { who } = await shown()
    expect((await who.get('/claim')).body).toContain('cannot be connected')
    expect(await together()).toBe(false)
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
    const { who } = await shown()
    expect((await thief.who.press('agree')).body).toContain('Which account is yours?')
    expect(await together()).toBe(false)
    await who.press('agree')
    expect(await together()).toBe(true)
  })

  it('lets an account belong to two addresses of one person, each in its own claim', async () => {
    const one = await shown()
    const two = await world.proveAddress(world.browser('203.0.113.9'), 'mika@work.example')
    await world.say(codeOn(await two.who.press('code')))
    await Promise.all([one.who.press('agree'), two.who.press('agree')])
    await world.work()
    expect(await claims()).toBe(3)
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

describe('the way back', () => {
  it('gives both their ids back exactly, from the page and from the email, however often', async () => {
    const before = [await world.personOf(ACCOUNT), undefined]
    const { who } = await connected()
    const { body = '' } = await who.get('/claim')
    const [, path = ''] = /href="(\/claim\/undo\/[^"]+)"/.exec(body) ?? []
    expect(world.linkIn(world.mails().at(-1)?.text)).toBe(path)
    expect((await world.browser().get(path)).body).toContain('Take this back?')
    expect(await together()).toBe(true)
    for (let time = 0; time < 3; time++) expect((await world.browser().post(path)).body).toContain('Taken back')
    expect(await together()).toBe(false)
    const after = await world.personOf(ACCOUNT)
    expect({ ...after, ver: 0 }).toEqual({ ...before[0], ver: 0 })
    expect((await who.get('/claim')).body).toContain('Taken back')
  })

  it('works in years, when the claim itself is forgotten', async () => {
    await connected()
    const path = world.linkIn(world.mails().at(-1)?.text)
    world.pass(800 * DAY)
    await world.browser().post(path)
    expect(await together()).toBe(false)
  })

  it('stands against a redelivered agreement', async () => {
    const { who } = await shown()
    await who.press('agree')
    const [body = ''] = world.queue
    await world.work()
    await world.browser().post(world.linkIn(world.mails().at(-1)?.text))
    world.queue.push(body)
    await world.work(2)
    expect(await together()).toBe(false)
  })

  it('leaves what an agent has taken apart apart, and lets the person say it anew', async () => {
    const { who } = await connected()
    await unlink(world.table, { a: EMAIL, b: ACCOUNT, kind: 'claim' }, { by: 'user:1', at: world.now() })
    await who.press('stop')
    const again = await world.proveAddress(who)
    await world.say(codeOn(await again.who.press('code')))
    await again.who.press('agree')
    expect(await together()).toBe(true)
  })

  it('says so when something else holds the two together', async () => {
    await world.put(...personItems([{ iid: EMAIL, address: ADDRESS }]))
    await link(world.table, {
      a: EMAIL,
      b: ACCOUNT,
      kind: 'verified-email',
      confidence: 0.95,
      actor: 'source:forum',
      at: world.now(),
    })
    await connected()
    const path = world.linkIn(world.mails().at(-1)?.text)
    expect((await world.browser().post(path)).body).toContain('Something else still tells us')
    expect(await together()).toBe(true)
  })

  it('keeps them apart for good only when asked to', async () => {
    await connected()
    const path = world.linkIn(world.mails().at(-1)?.text)
    await world.browser().post(path)
    expect((await getAll(world.table, [keys.apart(EMAIL, ACCOUNT)]))[0]).toBeUndefined()
    expect((await world.browser().post(path, { apart: 'yes' })).body).toContain('They stay apart')
    expect((await getAll(world.table, [keys.apart(EMAIL, ACCOUNT)]))[0]).toMatchObject({ by: 'person:self' })
  })

  it('turns no mail on', async () => {
    const consent = { emailIid: EMAIL, topics: ['answers'], basis: 'consent', wording: 'w', source: 's' } as const
    await recordConsent(world.table, { ...consent, granted: false, at: world.now(), id: 'no' })
    const before = await readPreferences(world.table, EMAIL)
    await connected()
    await world.browser().post(world.linkIn(world.mails().at(-1)?.text))
    expect(await readPreferences(world.table, EMAIL)).toEqual(before)
  })
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
    const { who } = await shown()
    const [name = '', value = ''] = [...who.jar][0] ?? []
    const thief = world.browser()
    thief.jar.set(name, `${value.split('.')[0]}.${'A'.repeat(43)}`)
    expect((await thief.get('/claim')).body).toContain('Is this you?')
  })

  it.each(['agree', 'code', 'stop', 'drop', 'github'])('does not %s without the form’s own token', async (what) => {
    const { who } = await shown()
    for (const token of ['', 'x', 'A'.repeat(43)]) await who.post('/claim', { do: what, token })
    expect((await who.get('/claim')).body).toContain('Connect these?')
    expect(await together()).toBe(false)
  })

  it('ends when they stop, and the claim with it', async () => {
    const { who, code } = await shown()
    await who.press('drop')
    await who.press('stop')
    expect(who.jar.size).toBe(0)
    await world.say(code)
    expect(await together()).toBe(false)
  })

  it('gives five codes out', async () => {
    const { who } = await world.proveAddress()
    const codes = new Set<string>()
    for (let time = 0; time < 5; time++) codes.add(codeOn(await who.press('code')))
    expect(codes.size).toBe(5)
    expect((await who.press('code')).body).toContain('That were many codes')
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
    const { who } = await shown()
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
