import { expect, it } from '@jest/globals'
import { openNudgeMeter, recipesOf } from '../../bench/support/nudge-meter.ts'

/** `npm run bench:nudges` does the same with 10⁵. */
const measured = async (people: number) => {
  const meter = await openNudgeMeter(people, recipesOf(20))
  const readings = { decided: await meter.ask('asks'), sent: await meter.send() }
  await meter.close()
  return readings
}

it('deciding about 20 recipes and sending takes the same calls and units whoever else there is, and no scan', async () => {
  const [few, many] = [await measured(20), await measured(500)]
  expect(many).toEqual(few)
  expect(Object.keys({ ...many.decided.calls, ...many.sent.calls })).not.toContain('Scan')
  expect(many.sent.write).toBeGreaterThan(0)
}, 60_000)
