import { describe, expect, it } from '@jest/globals'
import { openPipeline } from './pipeline.ts'

const times = (emails: readonly { to: string }[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { to } of emails) counts[to] = (counts[to] ?? 0) + 1
  return counts
}

describe('sent twice', () => {
  it('parcelvoy#462: whoever enters four times, by repeats and edits, gets one email', async () => {
    const { put, question, stream, deliver, pass, emails, decisions } = await openPipeline()
    put(question(0))
    await stream(4)
    for (const rev of ['b', 'c', 'd']) put(question(0, 'q0', { rev, text: `edited ${rev}` }))
    await stream(4)
    await deliver(4)
    await pass(60)
    expect(decisions()).toHaveLength(1)
    expect(times(emails)).toEqual({ 'p0@example.com': 1 })
  })

  it('listmonk#2070: a pause and a resume send nothing again', async () => {
    const { put, question, stream, deliver, pass, functions, process, emails } = await openPipeline({ people: 3 })
    for (const person of [0, 1, 2]) put(question(person))
    await stream()
    await deliver(2)
    for (let turns = 0; turns < 3; turns++) {
      await functions.pause(process, true)
      await pass(30)
      await functions.pause(process, false)
      await pass(60)
    }
    expect(times(emails)).toEqual({ 'p0@example.com': 1, 'p1@example.com': 1, 'p2@example.com': 1 })
  })

  it('listmonk#2313: after an error sending goes on with those who have none yet, and with nobody else', async () => {
    const errors = [
      undefined,
      { takes: true, says: { name: 'InternalServiceError', status: 500 } },
      { takes: false, says: { name: 'TooManyRequestsException', status: 429 } },
      { takes: false, says: { name: 'SendingPausedException', status: 400 } },
    ]
    const world = await openPipeline({ people: 6, fate: (nth) => errors[nth] })
    const { put, question, stream, deliver, pass, functions, process, emails, decisions } = world
    for (let person = 0; person < 6; person++) put(question(person))
    await stream()
    await deliver(3)
    await pass(30)
    // SES refuses all emails, so everything is held until a person resumes.
    expect(emails).toHaveLength(2)
    await functions.pause(process, false)
    await pass(120)
    expect(Object.values(times(emails))).toEqual([1, 1, 1, 1, 1, 1])
    expect(decisions().filter(({ state }) => state === 'unknown')).toHaveLength(1)
  })

  it('mautic#8802: the same message does not come over and over, however often it is asked for', async () => {
    const { put, question, stream, deliver, pass, emails } = await openPipeline()
    put(question(0))
    await stream()
    await deliver(50)
    await pass(2 * 24 * 60, 20)
    expect(times(emails)).toEqual({ 'p0@example.com': 1 })
  })
})
