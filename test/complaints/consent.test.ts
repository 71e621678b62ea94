import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { workOn } from '../../functions/nudge/deciding.ts'
import { sendOnce } from '../../functions/nudge/send-once.ts'
import { ALL_TOPICS, consentFor } from '../../shared/domain/nudge/consent.ts'
import { confirmToken, unsubscribeToken } from '../../shared/domain/nudge/tokens.ts'
import { DAY, isoOf } from '../../shared/domain/time.ts'
import { createDecision, newDecision } from '../../shared/store/decisions.ts'
import { keys } from '../../shared/store/keys.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import { recordComplaint } from '../../shared/store/preferences.ts'
import { recipe } from '../domain/nudge/factories.ts'
import { type ChoicesWorld, form, openChoices, TOPICS } from '../functions/nudge/choices-world.ts'
import { AUTHOR, EMAIL } from '../functions/nudge/send-world.ts'
import { planning } from '../functions/nudge/world.ts'

/**
 * What users of other programs complain of, and what must not happen here: people who get emails after they said stop, are
 * asked again and again, or are signed off by a program that opens links. Each test names the issues.
 */

let world: ChoicesWorld
beforeEach(async () => {
  world = await openChoices()
})
afterEach(() => world.close())

const HELP = recipe({ id: 'help', template: 'unanswered@1', after: '24h', unless: ['subject.deleted'] })
const stopLink = (topic = 'answers') => `/u/${unsubscribeToken(world.tokenKeys, { emailIid: EMAIL, topic })}`

/** A question of the person's that has waited for a day; decided now. @returns the decision, and who was asked to confirm */
const decideNow = async (id: string): Promise<{ decision: DecisionItem | undefined; asked: string[] }> => {
  const deps = planning(world.table, { recipes: [HELP], settings: world.deps.settings })
  const row = newDecision(HELP, {
    subject: { platform: 'forum', id, kind: 'post', threadId: id, at: isoOf(Date.parse(world.now()) - DAY) },
    iid: AUTHOR,
    personId: 'p',
    now: world.now(),
    keepDays: 400,
  })
  await createDecision(world.table, row)
  const decision = await workOn(deps, row, world.now())
  return { decision, asked: deps.asked }
}

describe('sent after stop', () => {
  it('parcelvoy#442: an email that was queued before the unsubscribe is not sent after it', async () => {
    const { id } = await world.queue()
    await world.post({ 'List-Unsubscribe': 'One-Click' }, stopLink())
    await sendOnce(world.deps, { iid: AUTHOR, id })
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'topic_off' })
  })

  it('Notifuse#304: what happens after the unsubscribe starts nothing any more', async () => {
    await world.post({}, stopLink())
    const { decision } = await decideNow('q1')
    expect(decision).toMatchObject({ state: 'held', reason: 'topic_off' })
    expect(world.ses.calls()).toBe(0)
  })

  it('Notifuse#344: nobody who has not confirmed gets a nudge, however often one is called for', async () => {
    await world.put({ ...keys.preferences(EMAIL), type: 'preferences', ver: 9, topics: {} })
    await world.consent({ source: 'crm', id: 'crm', at: '2026-02-01T00:00:00.000Z' })
    for (const id of ['q1', 'q2', 'q3'])
      expect((await decideNow(id)).decision).toMatchObject({ state: 'held', reason: 'not_confirmed' })
    const { id } = await world.queue()
    await sendOnce(world.deps, { iid: AUTHOR, id })
    expect(world.ses.calls()).toBe(0)
  })

  it('mautic#4356, mautic#5181: what must not be sent is held for good, and not tried for ever', async () => {
    await recordComplaint(world.table, { emailIid: EMAIL, at: world.now(), id: 'c' })
    const { id } = await world.queue()
    await sendOnce(world.deps, { iid: AUTHOR, id })
    const held = await world.decision(id)
    expect(held).toMatchObject({ state: 'held', reason: 'suppressed_complaint' })
    expect(held?.q).toBeUndefined()
    for (let time = 0; time < 3; time++) await sendOnce(world.deps, { iid: AUTHOR, id })
    expect(await world.decision(id)).toEqual(held)
    expect(world.ses.calls()).toBe(0)
  })

  it('mozmeao/basket#1190: whoever stops everything gets nothing, whatever was turned on by itself', async () => {
    await world.consent({ topics: ['advocates'], id: 'more', at: '2026-05-01T00:00:00.000Z' })
    await world.post({ scope: 'all' })
    const said = (await world.preferences())?.topics ?? {}
    for (const topic of [...Object.keys(TOPICS), ALL_TOPICS]) expect(consentFor(said, topic).allowed).toBe(false)
  })
})

describe('a topic missing from the preference page', () => {
  it('mozmeao/basket#1190: every topic of the settings is on both pages, and can be turned off there', async () => {
    await world.consent({ topics: Object.keys(TOPICS), id: 'all of them' })
    const [choices, stop] = [(await world.get()).body, (await world.get(stopLink())).body]
    for (const [topic, words] of Object.entries(TOPICS)) {
      const escaped = words.replace('<', '&lt;')
      expect(choices).toContain(`name="topic-${topic}" checked`)
      expect(choices).toContain(escaped)
      expect(stop).toContain(escaped)
    }
    await world.post(form({ 'topic-answers': undefined }))
    for (const topic of Object.keys(TOPICS))
      expect(consentFor((await world.preferences())?.topics ?? {}, topic).allowed).toBe(false)
  })
})

describe('double opt-in noise', () => {
  it('Notifuse#379: five topics are one question, not five', async () => {
    const topics = { ...TOPICS, a: 'A', b: 'B', c: 'C' }
    world.deps.settings = { ...world.deps.settings, topics }
    await world.put({ ...keys.preferences(EMAIL), type: 'preferences', ver: 9, topics: {} })
    for (const topic of Object.keys(topics))
      await world.consent({ source: 'crm', topics: [topic], id: topic, at: '2026-02-01T00:00:00.000Z' })
    const job = JSON.stringify({ v: 1, do: 'confirm', emailIid: EMAIL, wish: { address: true } })
    for (let time = 0; time < 5; time++) world.jobs.push(job)
    await world.work()
    expect(world.emails()).toHaveLength(1)
    for (const words of Object.values(topics)) expect(world.emails()[0]?.text).toContain(`“${words}”`)
  })

  it('listmonk#3037: who has confirmed is not asked again, and who has not is not reminded', async () => {
    await world.put({ ...keys.preferences(EMAIL), type: 'preferences', ver: 9, topics: {} })
    await world.consent({ source: 'crm', id: 'crm', at: '2026-02-01T00:00:00.000Z' })
    const job = JSON.stringify({ v: 1, do: 'confirm', emailIid: EMAIL, wish: { address: true } })
    world.jobs.push(job)
    await world.work()
    const link = world.link()
    world.pass(20 * DAY)
    world.jobs.push(job)
    await world.work()
    await world.post({}, link)
    world.pass(20 * DAY)
    await world.consent({ source: 'crm', id: 'crm again', at: world.now() })
    world.jobs.push(job)
    await world.work()
    expect(world.emails()).toHaveLength(1)
  })
})

describe('a scanner that opens every link', () => {
  it('Rock#7034, usesend#412, emailflare#190, Mailtrain#1195, listmonk#1078, listmonk#1454, courtlistener#2180: signs nobody off', async () => {
    await world.post(form({ 'topic-advocates': 'on' }))
    await world.work()
    const before = await world.preferences()
    const links = [stopLink(), stopLink('advocates'), world.path, world.link()]
    for (let time = 0; time < 3; time++) for (const link of links) expect((await world.get(link)).status).toBe(200)
    expect(await world.preferences()).toEqual(before)
    expect(consentFor(before?.topics ?? {}, 'answers').allowed).toBe(true)
  })

  it('confirms nothing either, and cannot make up a link that does', async () => {
    await world.post(form({ 'topic-advocates': 'on' }))
    await world.work()
    await world.get(world.link())
    await world.post({}, `/c/${confirmToken(world.tokenKeys, { emailIid: EMAIL, id: 'made up' })}`)
    expect(consentFor((await world.preferences())?.topics ?? {}, 'advocates').allowed).toBe(false)
  })
})
