import { describe, expect, it } from '@jest/globals'
import { DAY, HOUR, msOf } from '../../shared/domain/time.ts'
import { form, openChoices } from '../functions/nudge/choices-world.ts'
import { help, openPipeline } from './pipeline.ts'

describe('cap surprises', () => {
  it('mautic#6729: a cap holds over all recipes together, however many want to send at once', async () => {
    const recipes = ['one', 'two', 'three', 'four', 'five'].map((id) => help({ id, expires: '720h' }))
    const { put, question, stream, deliver, pass, emails } = await openPipeline({ recipes })
    put(question(0))
    await stream()
    await deliver()
    await pass(28 * 24 * 60, 15)
    const times = emails.map(({ at }) => msOf(at))
    // 20 hours apart, two in a week, five in thirty days: see the settings of the factories.
    expect(times).toHaveLength(5)
    for (const [nth, at] of times.entries()) {
      if (nth > 0) expect(at - (times[nth - 1] ?? 0)).toBeGreaterThanOrEqual(20 * HOUR)
      expect(times.filter((other) => other > at - 7 * DAY && other <= at).length).toBeLessThanOrEqual(2)
    }
  })

  it('mautic#6729, PR#6760: a cap never holds back an email that somebody has asked for, and such an email counts for none', async () => {
    const world = await openChoices()
    const sent = Array.from({ length: 5 }, (_, n) => ({ id: `n${n}`, at: world.now() }))
    await world.put({ pk: `I#email:${'ab'.repeat(32)}`, sk: 'BUDGET', type: 'budget', ver: 1, sent })
    await world.post(form({ 'topic-advocates': 'on' }))
    await world.work()
    expect(world.emails()).toHaveLength(1)
    expect((await world.budget())?.sent).toEqual(sent)
    await world.close()
  })
})
