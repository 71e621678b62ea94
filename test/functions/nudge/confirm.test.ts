import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { takeIn } from '../../../functions/measure/feedback-take-in.ts'
import { workOn } from '../../../functions/nudge/deciding.ts'
import { consentFor } from '../../../shared/domain/nudge/consent.ts'
import { unsubscribeToken } from '../../../shared/domain/nudge/tokens.ts'
import { DAY, HOUR, MINUTE } from '../../../shared/domain/time.ts'
import { readLedger } from '../../../shared/store/choices.ts'
import { createDecision, newDecision } from '../../../shared/store/decisions.ts'
import { keys } from '../../../shared/store/keys.ts'
import { readPause, setPause } from '../../../shared/store/pause.ts'
import { recordComplaint } from '../../../shared/store/preferences.ts'
import { getAll } from '../../../shared/store/table.ts'
import { recipe } from '../../domain/nudge/factories.ts'
import { type ChoicesWorld, form, openChoices } from './choices-world.ts'
import { ADDRESS, AUTHOR, EMAIL } from './send-world.ts'
import { planning } from './world.ts'

let world: ChoicesWorld
beforeEach(async () => {
  world = await openChoices()
})
afterEach(() => world.close())

const isOn = async (topic: string) => consentFor((await world.preferences())?.topics ?? {}, topic).allowed

/** Somebody asks for a topic by the page, and gets the link. */
const wish = async (): Promise<string> => {
  await world.post(form({ 'topic-advocates': 'on' }))
  await world.work()
  return world.link()
}

describe('the link in an email that asks for a yes', () => {
  it('shows what would change and changes nothing by being looked at, as scanners do', async () => {
    const link = await wish()
    for (let time = 0; time < 3; time++) {
      const { status, body } = await world.get(link)
      expect(status).toBe(200)
      expect(body).toContain('Emails about “Advocates &lt;3”')
      expect(body).not.toContain(ADDRESS)
    }
    expect(await isOn('advocates')).toBe(false)
  })

  it('does the same again, and writes nothing the second time', async () => {
    const link = await wish()
    await world.post({}, link)
    const before = [await world.preferences(), await readLedger(world.table, EMAIL)]
    expect((await world.post({}, link)).body).toContain('Thank you')
    expect((await world.get(link)).body).toContain('Thank you')
    expect([await world.preferences(), await readLedger(world.table, EMAIL)]).toEqual(before)
  })

  it('works for 30 days', async () => {
    const link = await wish()
    world.pass(30 * DAY)
    expect((await world.get(link)).status).toBe(410)
    expect((await world.post({}, link)).status).toBe(410)
    expect(await isOn('advocates')).toBe(false)
  })

  it('does nothing once emails were stopped after it was sent, nor brings back what was stopped after the yes', async () => {
    const link = await wish()
    world.pass(MINUTE)
    await world.post({ scope: 'all' })
    expect((await world.post({}, link)).status).toBe(410)
    world.pass(DAY)
    const other = await wish()
    await world.post({}, other)
    expect(await isOn('advocates')).toBe(true)
    world.pass(MINUTE)
    await world.post({ scope: 'all' })
    expect((await world.post({}, other)).body).toContain('Thank you')
    expect(await isOn('advocates')).toBe(false)
  })

  it('is none with a token of another purpose', async () => {
    await wish()
    for (const token of [
      'x',
      unsubscribeToken(world.tokenKeys, { emailIid: EMAIL, topic: 'advocates' }),
      unsubscribeToken(world.tokenKeys, { emailIid: EMAIL, topic: 'advocates' }, 'prefs'),
    ])
      expect((await world.post({}, `/c/${token}`)).status).toBe(404)
    expect(await isOn('advocates')).toBe(false)
  })

  it('says sorry when something is wrong here', async () => {
    const link = await wish()
    world.pages.table = { ...world.table, name: 'no-such-table' }
    expect((await world.post({}, link)).status).toBe(500)
  })
})

describe('emails that ask for a yes', () => {
  it('do not come twice for the same wish within a day, and six times in 30 days whatever is asked', async () => {
    for (let time = 0; time < 4; time++) await wish()
    expect(world.emails()).toHaveLength(1)
    for (let day = 0; day < 12; day++) {
      world.pass(DAY)
      await wish()
    }
    expect(world.emails()).toHaveLength(6)
    for (const zone of ['Asia/Tokyo', 'Asia/Seoul', 'Europe/Rome', 'Europe/Oslo', 'Europe/Riga']) {
      world.pass(35 * DAY)
      for (const language of ['de', 'fr', 'es', 'en']) await world.post(form({ zone, language }))
      await world.work()
    }
    expect(world.emails()).toHaveLength(6 + 5 * 3)
  })

  it('go to no suppressed address, and not while all emails are paused', async () => {
    await setPause(world.table, { paused: true, by: 'a', at: world.now(), why: '' })
    await wish()
    await setPause(world.table, { paused: false, by: 'a', at: world.now(), why: '' })
    await recordComplaint(world.table, { emailIid: EMAIL, at: world.now(), id: 'c' })
    await wish()
    expect(world.ses.calls()).toBe(0)
  })

  it('heed a pause that comes when everything is ready, and can be asked for again', async () => {
    const { keys: tokens } = world.deps
    const pausing = async () => {
      await setPause(world.table, { paused: true, by: 'a', at: world.now(), why: '' })
      return world.tokenKeys
    }
    world.deps.keys = pausing
    await wish()
    expect(world.ses.calls()).toBe(0)
    world.deps.keys = tokens
    await setPause(world.table, { paused: false, by: 'a', at: world.now(), why: '' })
    await wish()
    expect(world.emails()).toHaveLength(1)
  })

  it('are not sent for what was asked before everything was stopped', async () => {
    await world.post(form({ 'topic-advocates': 'on' }))
    world.pass(MINUTE)
    await world.post({ scope: 'all' })
    world.pass(MINUTE)
    await world.work()
    expect(world.ses.calls()).toBe(0)
  })

  it('leave a pause that somebody made as it is when SES refuses every email', async () => {
    world.deps.deliver = async () => {
      await setPause(world.table, { paused: true, by: 'ann', at: world.now(), why: 'later' })
      throw Object.assign(new Error('suspended'), { name: 'AccountSuspendedException' })
    }
    await wish()
    expect(await readPause(world.table)).toMatchObject({ by: 'ann', why: 'later' })
  })

  it('have no address to go to: nothing is sent', async () => {
    const [identity] = await getAll(world.table, [keys.identity(EMAIL)])
    await world.put({ ...identity, address: undefined })
    await wish()
    expect(world.ses.calls()).toBe(0)
  })

  it('are brought again by the queue when SES takes none now, and come once', async () => {
    world.ses.fail('throttle')
    await world.post(form({ 'topic-advocates': 'on' }))
    const [job = ''] = world.jobs
    await expect(world.work()).rejects.toThrow('The queue brings it again')
    world.jobs.push(job, job)
    await world.work()
    expect(world.emails()).toHaveLength(1)
  })

  it('stop all sending when SES refuses every email', async () => {
    world.ses.fail('suspended')
    await wish()
    expect(await readPause(world.table)).toMatchObject({ paused: true, by: 'earshot' })
  })

  it('are not sent again when nobody knows whether SES has them', async () => {
    world.ses.fail('accept-then-reset')
    await world.post(form({ 'topic-advocates': 'on' }))
    const [job = ''] = world.jobs
    world.jobs.push(job)
    await world.work()
    expect(world.ses.calls()).toBe(1)
  })

  it('tell a bounce of theirs about the address', async () => {
    const [identity] = await getAll(world.table, [keys.identity(EMAIL)])
    await world.put({ ...identity, address: 'bounce@simulator.amazonses.com' })
    await wish()
    await world.ses.idle()
    for (const message of world.events.splice(0))
      await takeIn(message, { table: world.table, now: () => Date.parse(world.now()) })
    expect((await world.preferences())?.suppressed).toMatchObject({ reason: 'bounce' })
  })
})

describe('an address that a CRM told us of', () => {
  const HELP = recipe({ id: 'help', template: 'unanswered@1', after: '24h', unless: ['subject.deleted'] })
  const decide = async (id = 'q1') => {
    const deps = planning(world.table, { recipes: [HELP], settings: world.deps.settings })
    const decision = newDecision(HELP, {
      subject: {
        platform: 'forum',
        id,
        kind: 'post',
        threadId: id,
        at: new Date(Date.parse(world.now()) - 25 * HOUR).toISOString(),
      },
      iid: AUTHOR,
      personId: 'p',
      now: world.now(),
      keepDays: 400,
    })
    await createDecision(world.table, decision)
    const after = await workOn(deps, decision, world.now())
    for (const emailIid of deps.asked)
      world.jobs.push(JSON.stringify({ v: 1, do: 'confirm', emailIid, wish: { address: true } }))
    return after
  }
  beforeEach(async () => {
    await world.put({ ...keys.preferences(EMAIL), type: 'preferences', ver: 99, topics: {} })
    await world.consent({ source: 'crm', topics: ['answers', 'advocates'], id: 'crm', at: '2026-02-01T00:00:00.000Z' })
  })

  it('gets no nudge before somebody has confirmed it, and one question for all topics', async () => {
    expect(await decide()).toMatchObject({ state: 'held', reason: 'not_confirmed' })
    await world.work(2)
    await decide('q2')
    await world.work()
    world.pass(90 * DAY)
    await decide('q3')
    await world.work()
    expect(world.emails()).toHaveLength(1)
    expect(world.emails()[0]?.subject).toBe('Is this your address? A question from Cloud Nine')
    expect(world.emails()[0]?.text).toMatch(/- Emails about “Answers to questions”\n- Emails about “Advocates <3”/)
  })

  it('is asked again a day later when SES never had the question', async () => {
    world.ses.fail('reset')
    await decide()
    await world.work(2)
    expect(world.emails()).toHaveLength(0)
    await decide('q2')
    await world.work()
    expect(world.ses.calls()).toBe(1)
    world.pass(DAY)
    await decide('q3')
    await world.work(2)
    expect(world.emails()).toHaveLength(1)
  })

  it('is not asked again when SES has the question after all, whatever it answered', async () => {
    world.ses.fail('accept-then-reset')
    await decide()
    await world.work()
    await world.feedback()
    for (const id of ['q2', 'q3']) {
      world.pass(2 * DAY)
      await decide(id)
      await world.work()
    }
    expect(world.ses.calls()).toBe(1)
  })

  it('is not asked again when SES never takes an email to it', async () => {
    world.ses.fail('rejected')
    await decide()
    await world.work()
    world.pass(2 * DAY)
    await decide('q2')
    await world.work()
    expect(world.ses.calls()).toBe(1)
  })

  it('gets them from the yes on, and the ledger says when that was', async () => {
    await decide()
    await world.work()
    await world.post({}, world.link())
    expect(await world.preferences()).toMatchObject({
      confirmedAt: world.now(),
      topics: { answers: { source: 'crm', wording: 'w1' } },
    })
    expect((await readLedger(world.table, EMAIL)).at(-1)).toMatchObject({ confirms: true, confirmedAt: world.now() })
    expect((await decide('q2'))?.reason).not.toBe('not_confirmed')
  })

  it('is not asked by a rehearsal, nor after a stop, and again only after a new word', async () => {
    await world.post({ scope: 'all' })
    world.jobs.push(JSON.stringify({ v: 1, do: 'confirm', emailIid: EMAIL, wish: { address: true } }))
    await world.work()
    expect(world.ses.calls()).toBe(0)
  })

  it('needs no question where the settings say that its source asks people itself', async () => {
    world.deps.settings = { ...world.deps.settings, doubleOptIn: [] }
    expect((await decide())?.reason).not.toBe('not_confirmed')
  })
})
