import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { DAY } from '../../../shared/domain/time.ts'
import { keys } from '../../../shared/store/keys.ts'
import { link } from '../../../shared/store/link.ts'
import { readPreferences, recordConsent } from '../../../shared/store/preferences.ts'
import { unlink } from '../../../shared/store/split.ts'
import { getAll } from '../../../shared/store/table.ts'
import { personItems } from '../../support/graph-items.ts'
import { ACCOUNT, ADDRESS, type Claims, codeOn, EMAIL, openClaims } from './claim-world.ts'

let world: Claims
beforeEach(async () => {
  world = await openClaims()
})
afterEach(() => world.close())

describe('the way back', () => {
  it('gives both their ids back exactly, from the page and from the email, however often', async () => {
    const before = [await world.personOf(ACCOUNT), undefined]
    const { who } = await world.connected()
    const { body = '' } = await who.get('/claim')
    const [, path = ''] = /href="(\/claim\/undo\/[^"]+)"/.exec(body) ?? []
    expect(world.linkIn(world.mails().at(-1)?.text)).toBe(path)
    expect((await world.browser().get(path)).body).toContain('Take this back?')
    expect(await world.together()).toBe(true)
    for (let time = 0; time < 3; time++) expect((await world.browser().post(path)).body).toContain('Taken back')
    expect(await world.together()).toBe(false)
    const after = await world.personOf(ACCOUNT)
    expect({ ...after, ver: 0 }).toEqual({ ...before[0], ver: 0 })
    expect((await who.get('/claim')).body).toContain('Taken back')
  })

  it('works in years, when the claim itself is forgotten', async () => {
    await world.connected()
    const path = world.linkIn(world.mails().at(-1)?.text)
    world.pass(800 * DAY)
    await world.browser().post(path)
    expect(await world.together()).toBe(false)
  })

  it('stands against a redelivered agreement', async () => {
    const { who } = await world.shown()
    await who.press('agree')
    const [body = ''] = world.queue
    await world.work()
    await world.browser().post(world.linkIn(world.mails().at(-1)?.text))
    world.queue.push(body)
    await world.work(2)
    expect(await world.together()).toBe(false)
  })

  it('leaves what an agent has taken apart apart, and lets the person say it anew', async () => {
    const { who } = await world.connected()
    await unlink(world.table, { a: EMAIL, b: ACCOUNT, kind: 'claim' }, { by: 'user:1', at: world.now() })
    await who.press('stop')
    const again = await world.proveAddress(who)
    await world.say(codeOn(await again.who.press('code')))
    await again.who.press('agree')
    expect(await world.together()).toBe(true)
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
    await world.connected()
    const path = world.linkIn(world.mails().at(-1)?.text)
    expect((await world.browser().post(path)).body).toContain('Something else still tells us')
    expect(await world.together()).toBe(true)
  })

  it('keeps them apart for good only when asked to', async () => {
    await world.connected()
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
    await world.connected()
    await world.browser().post(world.linkIn(world.mails().at(-1)?.text))
    expect(await readPreferences(world.table, EMAIL)).toEqual(before)
  })
})
