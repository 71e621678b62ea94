import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { takeIn } from '../../../functions/measure/feedback-take-in.ts'
import { clickToken, unsubscribeToken } from '../../../shared/domain/nudge/tokens.ts'
import { HOUR, MINUTE } from '../../../shared/domain/time.ts'
import { keys } from '../../../shared/store/keys.ts'
import { setPause } from '../../../shared/store/pause.ts'
import { recordComplaint } from '../../../shared/store/preferences.ts'
import { getAll } from '../../../shared/store/table.ts'
import { ADDRESS, type Claims, EMAIL, openClaims } from './claim-world.ts'

let world: Claims
beforeEach(async () => {
  world = await openClaims()
})
afterEach(() => world.close())

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
    const { who } = await world.shown()
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
