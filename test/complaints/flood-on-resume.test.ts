import { describe, expect, it } from '@jest/globals'
import { HOUR, msOf } from '../../shared/domain/time.ts'
import { help, openPipeline } from './pipeline.ts'

const PEOPLE = 60

/** Everybody asks while all is paused, and after some hours somebody resumes. */
const pausedFor = async (hours: number) => {
  const world = await openPipeline({ people: PEOPLE, recipes: [help({ expires: '24h' })] })
  const { put, question, stream, functions, process, pass } = world
  await functions.pause(process, true)
  for (let person = 0; person < PEOPLE; person++) put(question(person))
  await stream()
  await pass(hours * 60, 10)
  await functions.pause(process, false)
  return world
}

describe('flood on resume', () => {
  it('mautic#3340: what has waited too long is not sent at all', async () => {
    const { clock, pass, emails, decisions } = await pausedFor(2)
    expect(emails).toEqual([])
    // Nobody resumes in time after all: a week goes by.
    clock.now += 7 * 24 * HOUR
    await pass(120, 5)
    expect(emails).toEqual([])
    expect(new Set(decisions().map(({ reason }) => reason))).toEqual(new Set(['expired']))
    // And whoever asks why is told that it was the pause.
    expect(new Set(decisions().map(({ detail }) => detail))).toEqual(new Set(['paused_all']))
  })

  it('mautic#3340: what is still of use comes spread over half an hour, not all at once', async () => {
    const { clock, pass, emails } = await pausedFor(2)
    const resumed = clock.now
    await pass(60)
    expect(emails).toHaveLength(PEOPLE)
    const minutes = emails.map(({ at }) => Math.floor((msOf(at) - resumed) / 60_000))
    const inOne = minutes.map((minute) => minutes.filter((other) => other === minute).length)
    expect(Math.max(...inOne)).toBeLessThanOrEqual(PEOPLE / 5)
    expect(Math.max(...minutes)).toBeGreaterThan(20)
  })
})
