import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { sendOnce } from '../../../functions/nudge/send-once.ts'
import { OFTEN } from '../../../shared/domain/nudge/choices.ts'
import { consentFor } from '../../../shared/domain/nudge/consent.ts'
import { clickToken, confirmToken, unsubscribeToken } from '../../../shared/domain/nudge/tokens.ts'
import { DAY, isoOf, MINUTE } from '../../../shared/domain/time.ts'
import { readLedger } from '../../../shared/store/choices.ts'
import { readFeatured } from '../../../shared/store/featured.ts'
import { type ChoicesWorld, form, openChoices } from './choices-world.ts'
import { ADDRESS, AUTHOR, EMAIL } from './send-world.ts'

let world: ChoicesWorld
beforeEach(async () => {
  world = await openChoices()
})
afterEach(() => world.close())

const isOn = async (topic: string) => consentFor((await world.preferences())?.topics ?? {}, topic).allowed

describe('GET /p/{token}', () => {
  it('shows every topic and every choice, labelled, with the address masked', async () => {
    const { status, body, headers } = await world.get()
    expect(status).toBe(200)
    for (const words of ['Answers to questions', 'Advocates &lt;3', 'At most one a week', 'No emails for 30 days'])
      expect(body).toContain(words)
    expect(body).toContain('m***@example.com')
    expect(body).not.toContain(ADDRESS)
    expect(body.match(/<legend>/g)).toHaveLength(6)
    expect(body).toContain('<html lang="en">')
    expect(body).not.toMatch(/<script|<img|<link|https?:\/\//)
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    // Every field that can be seen has a label of its own.
    const fields = body.match(/<(?:input(?! type="hidden")|select)[^>]*>/g) ?? []
    const labels = body.match(/<label[ >]/g) ?? []
    expect(fields.length).toBeGreaterThan(10)
    expect(labels).toHaveLength(fields.length)
  })

  it('changes nothing, however often it is asked', async () => {
    const before = await world.preferences()
    for (let time = 0; time < 3; time++) await world.get()
    expect(await world.preferences()).toEqual(before)
    expect(world.jobs).toEqual([])
  })

  it.each([
    ['unsub', () => unsubscribeToken(world.tokenKeys, { emailIid: EMAIL, topic: 'answers' })],
    ['click', () => clickToken(world.tokenKeys, { iid: EMAIL, id: 'x' })],
    ['confirm', () => confirmToken(world.tokenKeys, { emailIid: EMAIL, id: 'x' })],
    ['none', () => 'x'],
  ])('takes no token of another purpose: %s', async (_, token) => {
    expect((await world.get(`/p/${token()}`)).status).toBe(404)
    expect((await world.post({ scope: 'all' }, `/p/${token()}`)).status).toBe(404)
    expect(await isOn('answers')).toBe(true)
  })

  it('is linked from every email and from the page that stops one', async () => {
    const { id } = await world.queue()
    await sendOnce(world.deps, { iid: AUTHOR, id })
    const [, path = ''] = /https:\/\/app\.example(\/p\/[\w-]+)/.exec(world.emails()[0]?.html ?? '') ?? []
    expect((await world.get(path)).body).toContain('Your emails')
    const stop = `/u/${unsubscribeToken(world.tokenKeys, { emailIid: EMAIL, topic: 'answers' })}`
    const [, onPage = ''] = /href="(\/p\/[\w-]+)"/.exec((await world.get(stop)).body) ?? []
    expect((await world.get(onPage)).status).toBe(200)
  })
})

describe('POST /p/{token}, turning down', () => {
  it('turns a topic off at once, tells so where a screen reader looks, and keeps it in the ledger', async () => {
    const { body } = await world.post(form({ 'topic-answers': undefined }))
    expect(body).toMatch(/role="status" tabindex="-1" autofocus><p><strong>Saved/)
    expect(await isOn('answers')).toBe(false)
    expect((await readLedger(world.table, EMAIL)).at(-1)).toMatchObject({
      topics: ['answers'],
      granted: false,
      channel: 'preferences-page',
      wording: 'preferences@1',
      language: 'en',
    })
    expect(world.jobs).toEqual([])
  })

  it('makes emails rarer, begins a break and chooses a time of day', async () => {
    await world.post(form({ often: 'monthly', break: 'begin', part: 'morning' }))
    expect(await world.preferences()).toMatchObject({
      often: 'monthly',
      partOfDay: 'morning',
      snoozedUntil: isoOf(Date.parse(world.now()) + 30 * DAY),
    })
    expect((await world.get()).body).toContain('A break until 10 July 2026')
    expect(world.jobs).toEqual([])
  })

  it('does the same again, and writes nothing the second time', async () => {
    const fields = form({ 'topic-answers': undefined, often: 'weekly', break: 'begin', part: 'evening' })
    await world.post(fields)
    const before = [await world.preferences(), await readLedger(world.table, EMAIL)]
    world.pass(MINUTE)
    expect((await world.post(fields)).status).toBe(200)
    expect([await world.preferences(), await readLedger(world.table, EMAIL)]).toEqual(before)
  })

  it('stops everything, also what is queued, and offers to stop no more', async () => {
    const { id } = await world.queue()
    const { body } = await world.post({ scope: 'all' })
    expect(body).not.toContain('Stop all emails')
    await sendOnce(world.deps, { iid: AUTHOR, id })
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'all_off' })
    const before = await world.preferences()
    await world.post({ scope: 'all' })
    expect(await world.preferences()).toEqual(before)
  })

  it('waits with what is queued when a break was begun', async () => {
    const { id } = await world.queue()
    await world.post(form({ break: 'begin' }))
    await sendOnce(world.deps, { iid: AUTHOR, id })
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'expired' })
  })

  it('takes back that others are pointed to what somebody wrote', async () => {
    await world.post(form({ hide: 'on' }))
    expect((await readFeatured(world.table, [EMAIL])).get(EMAIL)).toMatchObject({
      granted: false,
      source: 'preferences',
    })
    expect((await world.get()).body).toContain('do not point to what you write')
  })

  it.each([
    ['nothing', {}],
    ['a click on a mail program’s button', { 'List-Unsubscribe': 'One-Click' }],
    ['a topic that is new since the page was opened', { ...form(), shown: 'advocates', 'topic-answers': undefined }],
  ])('changes nothing for %s', async (_, fields) => {
    const before = await world.preferences()
    await world.post(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never)
    expect(await world.preferences()).toEqual(before)
  })

  it('says at its field what nobody can have chosen, and saves nothing', async () => {
    const { status, body } = await world.post(form({ zone: 'Moon/Base', often: 'hourly', 'topic-answers': undefined }))
    expect(status).toBe(422)
    expect(body).toMatch(/role="alert"[^>]*autofocus/)
    expect(body).toContain('<a href="#zone">')
    expect(body).toMatch(/<select id="zone" name="zone" aria-invalid="true" aria-describedby="zone-error">/)
    expect(body).toMatch(/<fieldset id="often"[^>]* aria-describedby="often-error">/)
    expect(await isOn('answers')).toBe(true)
  })

  it('says sorry when something is wrong here', async () => {
    world.pages.table = { ...world.table, name: 'no-such-table' }
    expect((await world.post(form({ 'topic-answers': undefined }))).status).toBe(500)
  })
})

describe('POST /p/{token}, anything else', () => {
  it('asks the address first, once, for all that was wished at once', async () => {
    const { body } = await world.post(form({ 'topic-advocates': 'on', language: 'de', zone: 'Asia/Tokyo' }))
    expect(body).toContain('One more step')
    expect(await isOn('advocates')).toBe(false)
    await world.work(3)
    expect(world.emails()).toHaveLength(1)
    expect(world.emails()[0]).toMatchObject({ to: [ADDRESS], subject: 'Please confirm what you chose at Cloud Nine' })
    expect(world.emails()[0]?.text).toMatch(
      /- Emails about “Advocates <3”\n- Language: Deutsch\n- Time zone: Asia, Tokyo/,
    )
    expect(await world.budget()).toBeUndefined()
  })

  it('does it when somebody who reads the address has said yes, and keeps when', async () => {
    await world.post(form({ 'topic-advocates': 'on', language: 'de', zone: 'Asia/Tokyo' }))
    await world.work()
    const { body } = await world.post({}, world.link())
    expect(body).toContain('Thank you')
    expect(await isOn('advocates')).toBe(true)
    expect(await world.preferences()).toMatchObject({ language: 'de', timeZone: 'Asia/Tokyo' })
    expect((await readLedger(world.table, EMAIL)).at(-1)).toMatchObject({
      topics: ['advocates'],
      granted: true,
      channel: 'confirm-mail',
      askedAt: world.now(),
      confirmedAt: world.now(),
      choices: { language: 'de', timeZone: 'Asia/Tokyo' },
    })
  })

  it('ends a break, makes emails more frequent and changes the time of day only so', async () => {
    await world.post(form({ often: 'monthly', break: 'begin', part: 'morning' }))
    await world.post(form({ often: 'usual', break: 'end', part: 'evening' }))
    expect(await world.preferences()).toMatchObject({ often: 'monthly', partOfDay: 'morning' })
    await world.work()
    await world.post({}, world.link())
    expect(await world.preferences()).toMatchObject({
      often: 'usual',
      partOfDay: 'evening',
      snoozedUntil: world.now(),
    })
  })

  it('says so, and that nothing has changed, when the question cannot be asked', async () => {
    world.pages.enqueue = () => Promise.reject(new Error('queue is gone'))
    expect((await world.post(form({ 'topic-advocates': 'on' }))).status).toBe(500)
  })
})

describe('a forwarded link', () => {
  const anyForm = fc.record(
    {
      shown: fc.constantFrom('answers advocates', 'answers', 'advocates', '', '*', '__proto__ answers'),
      'topic-answers': fc.constantFrom('on', 'off'),
      'topic-advocates': fc.constantFrom('on', 'true'),
      often: fc.constantFrom(...OFTEN, 'x'),
      break: fc.constantFrom('keep', 'begin', 'end'),
      part: fc.constantFrom('any', 'morning', 'evening', 'night'),
      language: fc.constantFrom('', 'de', 'fr', 'xx'),
      zone: fc.constantFrom('', 'Asia/Tokyo', 'Moon/Base'),
      scope: fc.constantFrom('one', 'on', 'none'),
      granted: fc.constant('true'),
      topics: fc.constant('*'),
      hide: fc.constant('on'),
    },
    { requiredKeys: [] },
  )

  /** How much may come: every part of it must never grow. */
  const amount = async () => {
    const said = await world.preferences()
    return {
      topics: ['answers', 'advocates', '*', '__proto__'].filter((one) => consentFor(said?.topics ?? {}, one).allowed),
      often: OFTEN.indexOf(said?.often ?? 'usual'),
      until: said?.snoozedUntil ?? '',
      part: said?.partOfDay ?? 'any',
      language: said?.language,
      timeZone: said?.timeZone,
      confirmed: said?.confirmedAt,
    }
  }

  it('can turn nothing up, whatever is posted in whatever order', async () => {
    await world.consent({ topics: ['advocates'], granted: false, id: 'off' })
    await fc.assert(
      fc.asyncProperty(fc.array(anyForm, { minLength: 1, maxLength: 3 }), async (forms) => {
        for (const fields of forms) {
          const before = await amount()
          await world.post(fields as Record<string, string>)
          const after = await amount()
          expect(before.topics).toEqual(expect.arrayContaining(after.topics))
          expect(after.often).toBeGreaterThanOrEqual(before.often)
          expect(after.until >= before.until).toBe(true)
          if (before.part !== 'any') expect(after.part).toBe(before.part)
          const { language, timeZone, confirmed } = after
          expect({ language, timeZone, confirmed }).toEqual({
            language: before.language,
            timeZone: before.timeZone,
            confirmed: before.confirmed,
          })
          world.pass(DAY)
        }
      }),
      { numRuns: 40 },
    )
  }, 30_000)
})
