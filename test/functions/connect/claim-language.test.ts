import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { keys } from '../../../shared/store/keys.ts'
import { link } from '../../../shared/store/link.ts'
import { personItems } from '../../support/graph-items.ts'
import { ACCOUNT, ADDRESS, type Claims, codeOn, EMAIL, openClaims } from './claim-world.ts'

let world: Claims
beforeEach(async () => {
  world = await openClaims()
})
afterEach(() => world.close())

const chosen = (emailIid: string, language: string) =>
  world.put({ ...keys.preferences(emailIid), type: 'preferences', topics: {}, ver: 1, language })

const languageOf = ({ body = '' }: { body?: string | undefined }): string | undefined =>
  /<html lang="(\w+)">/.exec(body)?.[1]

describe('the language of claims', () => {
  it('is the browser’s, in pages and emails, from the first to the way back', async () => {
    const german = world.browser('198.51.100.7', 'de-CH,de;q=0.9,en;q=0.5')
    expect(languageOf(await german.get('/claim'))).toBe('de')
    const { who } = await world.proveAddress(german)
    expect(world.mails().at(-1)?.subject).toBe('Ist das Ihre Adresse? Ein Link von Cloud Nine')
    await world.say(codeOn(await who.press('code')))
    expect((await who.get('/claim')).body).toContain('Beides verbinden?')
    const done = await who.press('agree')
    expect(done.body).toContain('Jetzt verbunden')
    await world.work()
    const mail = world.mails().at(-1)
    expect(mail?.subject).toBe('Bei Cloud Nine ist jetzt ein Konto mit Ihrer Adresse verbunden')
    const back = world.linkIn(mail?.text)
    expect(languageOf(await world.browser().get(back))).toBe('de')
    expect((await world.browser().post(back)).body).toContain('Zurückgenommen')
  })

  it('is the one that the address’s owner has chosen, which whoever types the address does not see', async () => {
    await chosen(EMAIL, 'fr')
    const german = world.browser('198.51.100.7', 'de')
    expect(languageOf(await german.post('/claim', { do: 'mail', address: ADDRESS }))).toBe('de')
    await world.work()
    const mail = world.mails().at(-1)
    expect(mail?.subject).toMatch(/^Est-ce votre adresse/)
    const opened = world.browser('203.0.113.9', 'es')
    expect(languageOf(await opened.get(world.linkIn(mail?.text)))).toBe('fr')
    await opened.post(world.linkIn(mail?.text))
    expect(languageOf(await opened.get('/claim'))).toBe('fr')
    expect(languageOf(await german.get('/claim'))).toBe('de')
  })

  it('of the email to another address is that address’s, else the account’s', async () => {
    const [first, second] = ['email:first', 'email:second']
    await world.put(
      ...personItems([
        { iid: ACCOUNT, profile: { handle: { v: 'mika', at: world.now() }, language: { v: 'es', at: world.now() } } },
      ]),
    )
    await world.put(...personItems([{ iid: first, address: 'mika@first.example' }]))
    await world.put(...personItems([{ iid: second, address: 'mika@second.example' }]))
    await chosen(first, 'de')
    const known = { b: ACCOUNT, kind: 'verified-email', confidence: 0.95, actor: 'source:forum' } as const
    for (const a of [first, second]) await link(world.table, { ...known, a, at: world.now() })
    await world.connected()
    const subjectTo = (address: string) => world.mails().find(({ to }) => to.includes(address))?.subject
    expect(subjectTo('mika@first.example')).toMatch(/^Bei Cloud Nine ist eine weitere Adresse/)
    expect(subjectTo('mika@second.example')).toMatch(/^Hay otra dirección/)
    expect(subjectTo(ADDRESS)).toMatch(/Is this your address/)
  })

  it('can be asked for by the link that leads here, and is the stage’s where there is no other', async () => {
    const italian = world.browser('198.51.100.7', 'it')
    expect(languageOf(await italian.get('/claim?l=es'))).toBe('es')
    const { body } = await italian.get('/claim?l=es')
    expect(body).toContain('action="/claim?l=es"')
    expect(languageOf(await italian.post('/claim?l=es', { do: 'mail', address: 'nobody' }))).toBe('es')
    expect(languageOf(await italian.get('/claim?l=xx'))).toBe('en')
    world.deps.language = 'fr'
    expect(languageOf(await italian.get('/claim'))).toBe('fr')
    expect(languageOf(await italian.get('/claim/nothing/here'))).toBe('fr')
  })
})
