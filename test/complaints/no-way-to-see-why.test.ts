import { describe, expect, it } from '@jest/globals'
import { why } from '../../functions/api/why.ts'
import { REASON_CODES, type ReasonCode } from '../../shared/domain/nudge/reasons.ts'
import { tellDecision, tellStop, wordsFor } from '../../shared/domain/nudge/why.ts'
import type { WhyAnswer } from '../../shared/domain/respond/why-answers.ts'
import { DAY, HOUR, isoOf } from '../../shared/domain/time.ts'
import { keys } from '../../shared/store/keys.ts'
import { NOON, settings, word } from '../domain/nudge/factories.ts'
import { personItems } from '../support/graph-items.ts'
import { help, openPipeline } from './pipeline.ts'

type World = Awaited<ReturnType<typeof openPipeline>>

const askWhy = async ({ table, person, clock }: World, n: number): Promise<WhyAnswer> => {
  const request = { params: { id: person(n) }, query: { limit: 50 }, seesPii: false, now: isoOf(clock.now) }
  return (await why.getWhy(request as never, { table, nudges: settings() } as never)) as WhyAnswer
}

const telling = { name: 'Ann', timeZone: 'Europe/London', now: NOON }
const UNTIL = '2026-06-11T07:30:00.000Z'
const told = (reason: ReasonCode, state: 'waiting' | 'held'): string =>
  tellDecision(
    { ...{ state, reason, until: UNTIL, dueAt: NOON, asks: true }, subject: { kind: 'post', at: NOON } },
    telling,
  )

describe('no way to see why', () => {
  it('mautic#1914: no reason needs debugging: each has a sentence of its own, in whole words', () => {
    const sentences = REASON_CODES.map((reason) => told(reason, 'held'))
    expect(new Set(sentences).size).toBe(REASON_CODES.length)
    for (const sentence of sentences)
      expect(sentence).toMatch(/^On 10 June Ann asked something; \p{L}[^{}_]{15,}[^\s{}_]\.$/u)
    for (const reason of REASON_CODES) expect(tellStop({ reason }, telling)).toMatch(/^[A-Z].*\.$/)
  })

  it('mautic#9984: what waits says for what, and until when', async () => {
    // Whoever decides what waits: the gates, the recipe's own delay, and SES.
    const waits = REASON_CODES.filter((reason) => wordsFor('became', reason).includes('{until}'))
    expect(waits).toEqual(
      expect.arrayContaining(['waiting_delay', 'waiting_quiet_hours', 'waiting_cap', 'waiting_rate', 'outranked']),
    )
    expect(waits).toEqual(expect.arrayContaining(['paused_all', 'snoozed', 'cooldown']))
    for (const reason of [...waits, 'paused_recipe'] as const)
      expect(told(reason, 'waiting')).toContain('08:30 on 11 June')

    const world = await openPipeline({
      people: 4,
      recipes: [help({ id: 'slow', after: '24h', expires: '10d' }), help()],
    })
    const { put, question, stream, pass, decisions } = world
    const abroad = { timeZone: { v: 'Asia/Tokyo', at: NOON } }
    for (const item of personItems([
      { iid: 'forum:1', profile: abroad },
      { iid: 'email:1', address: 'p1@example.com' },
    ]))
      put(item)
    put({
      ...{ ...keys.preferences('email:2'), type: 'preferences', ver: 2, topics: { answers: word() } },
      snoozedUntil: isoOf(Date.parse(NOON) + 2 * DAY),
    })
    for (const person of [0, 1, 2]) put(question(person))
    for (const at of [0, 1, 2]) put(question(3, `more${at}`))
    await stream()
    await pass(5)
    const waiting = decisions().filter(({ state }) => state === 'waiting')
    expect(new Set(waiting.map(({ reason }) => reason)).size).toBeGreaterThanOrEqual(4)
    for (const person of [0, 1, 2, 3]) {
      const { items } = await askWhy(world, person)
      for (const { state, until, sentence } of items.filter((one) => one.state === 'waiting')) {
        expect([state, sentence, until !== undefined]).toEqual([state, sentence, true])
        expect(sentence).toMatch(/; .{10,}\d\d:\d\d on \d+ June(?:[.]|, and looks then[.]|, so it waits[.])$/)
      }
    }
  })

  it('Klaviyo, “flow emails are not sending to everyone”: whoever was looked at has a row with a reason', async () => {
    const PEOPLE = 24
    const world = await openPipeline({ people: PEOPLE, recipes: [help({ holdout: 0.3 })] })
    const { put, question, stream, pass, decisions, emails, functions, process } = world
    const said = (n: number, over: object) =>
      put({ ...keys.preferences(`email:${n}`), type: 'preferences', ver: 2, topics: { answers: word() }, ...over })
    const expected: Record<number, [ReasonCode, RegExp]> = {
      1: ['topic_off', /has turned this topic off, so nothing was sent/],
      2: ['no_consent', /nothing is recorded that allows emails on this topic/],
      3: ['suppressed_complaint', /has reported an email as spam/],
      4: ['suppressed_bounce', /came back/],
      5: ['no_address', /no verified address is known/],
      6: ['snoozed', /a break from emails until/],
    }
    said(1, { topics: { answers: word({ granted: false }) } })
    said(2, { topics: {} })
    said(3, { suppressed: { reason: 'complaint', at: NOON } })
    said(4, { suppressed: { reason: 'bounce', at: NOON } })
    for (const item of personItems([{ iid: 'forum:5' }])) put(item)
    said(6, { snoozedUntil: isoOf(Date.parse(NOON) + HOUR) })
    for (let n = 0; n < PEOPLE; n++) put(question(n))
    await stream(2)
    await pass(10)
    await functions.pause(process, true)
    await pass(2)

    const sentTo = new Set(emails.map(({ to }) => to))
    const seen = new Set<string>()
    for (let n = 0; n < PEOPLE; n++) {
      const { items } = await askWhy(world, n)
      expect([n, items.length]).toEqual([n, 1])
      const [{ reason, sentence } = { reason: 'none', sentence: '' }] = items
      expect(sentence).toMatch(/^On 10 June .+; .{10,}\.$/)
      // The row and the mailbox agree, for everybody.
      expect([n, reason === 'sent']).toEqual([n, sentTo.has(`p${n}@example.com`)])
      const [wanted, words] = expected[n] ?? [reason, /./]
      expect([n, reason]).toEqual([n, wanted])
      expect(sentence).toMatch(words)
      seen.add(reason)
    }
    expect(decisions()).toHaveLength(PEOPLE)
    expect(seen).toContain('holdout')
    expect(seen).toContain('sent')
  })
})
