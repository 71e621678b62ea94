import { describe, expect, it } from '@jest/globals'
import { createBreaker } from '../../../functions/understand/breaker.ts'

const breakerAt = () => {
  const clock = { now: 1_000_000 }
  return { clock, breaker: createBreaker(() => clock.now) }
}

describe('the breaker', () => {
  it('opens at once when a call took all the patience', () => {
    const { breaker } = breakerAt()
    breaker.failed(true)
    expect(breaker.allows()).toBe(false)
  })

  it('takes three cheap failures in a row, and a success in between begins the count anew', () => {
    const { breaker } = breakerAt()
    breaker.failed(false)
    breaker.failed(false)
    breaker.succeeded()
    breaker.failed(false)
    breaker.failed(false)
    expect(breaker.allows()).toBe(true)
    breaker.failed(false)
    expect(breaker.allows()).toBe(false)
  })

  it('lets a try through after pauses that grow to two minutes, so that an hour costs few', () => {
    const { breaker, clock } = breakerAt()
    let tries = 0
    for (const end = clock.now + 3_600_000; clock.now < end; clock.now += 1_000) {
      if (!breaker.allows()) continue
      tries += 1
      breaker.failed(true)
    }
    expect(tries).toBeLessThan(40)
    expect(tries).toBeGreaterThan(25)
    clock.now += 120_000
    expect(breaker.allows()).toBe(true)
    breaker.succeeded()
    breaker.failed(true)
    clock.now += 10_000
    expect(breaker.allows()).toBe(true)
  })

  it('does not stay shut because a clock was set back', () => {
    const { breaker, clock } = breakerAt()
    breaker.failed(true)
    clock.now -= 3_600_000
    expect(breaker.allows()).toBe(true)
  })
})
