import { describe, expect, it } from '@jest/globals'
import {
  type AlertBody,
  alertBody,
  alertProblems,
  mostAnHourOf,
} from '../../../../shared/domain/respond/alerts/alert.ts'
import {
  addressProblem,
  destinationsOf,
  hasDestination,
  withDestinations,
} from '../../../../shared/domain/respond/alerts/destinations.ts'
import { afterTry, MOST_TRIES } from '../../../../shared/domain/respond/alerts/retry.ts'
import { HOUR, MINUTE } from '../../../../shared/domain/time.ts'

const body = (more: object = {}): AlertBody =>
  alertBody.parse({ name: 'Team', on: { type: 'topic.hot' }, to: { kind: 'bus' }, ...more })
const isZone = (zone: string): boolean => zone !== 'Europe/Nowhere'

describe('an alert', () => {
  it('is refused with a filter that what it is on has no data for, and is told which there are', () => {
    expect(alertProblems(body({ where: { languages: ['en'] } }), isZone)).toEqual([])
    expect(alertProblems(body({ where: { sources: ['github'] } }), isZone)).toEqual([
      'where.sources: an alert on topic.hot has none, expected one of languages',
    ])
    const paused = body({ on: { type: 'recipe.paused' }, where: { segments: ['vip'] } })
    expect(alertProblems(paused, isZone)).toEqual([
      'where.segments: an alert on recipe.paused has none, expected no `where`',
    ])
  })

  it('is refused with a zone that does not exist, and with quiet hours of no length', () => {
    const on = { type: 'digest.weekly', day: 'monday', hour: 9, zone: 'Europe/Nowhere' }
    const quiet = { start: '21:00', end: '21:00', zone: 'Europe/Nowhere' }
    expect(alertProblems(body({ on, quiet }), isZone)).toEqual([
      'on.zone: came "Europe/Nowhere", which is no time zone, expected one such as Europe/Berlin',
      'quiet.zone: came "Europe/Nowhere", which is no time zone, expected one such as Europe/Berlin',
      'quiet.end: came 21:00, the same as start, expected another time of day',
    ])
    expect(alertProblems(body({ quiet: { ...quiet, end: '08:00', zone: 'UTC' } }), isZone)).toEqual([])
  })

  it('goes to plain addresses only: nothing in one can be read as a second one', () => {
    const to = (address: string) =>
      alertBody.safeParse({ ...body(), to: { kind: 'email', addresses: [address] } }).success
    expect(to('team@example.com')).toBe(true)
    for (const address of [
      'a@b.example, c@d.example',
      'a@b.example\r\nBcc: c@d.example',
      '<a@b.example>',
      'käse@b.example',
    ])
      expect(to(address)).toBe(false)
  })

  it('tells ten an hour unless it says otherwise', () => {
    expect([mostAnHourOf({}), mostAnHourOf({ mostAnHour: 3 })]).toEqual([10, 3])
  })
})

describe('where an alert goes', () => {
  const slack = 'https://hooks.slack.com/services/T000/B000/abc'

  it('is what the secret says under the name; a secret with anything else has none', () => {
    const text = withDestinations('{"unused":"x"}', { team: { kind: 'slack', url: slack } })
    expect(JSON.parse(text)).toEqual({ unused: 'x', destinations: { team: { kind: 'slack', url: slack } } })
    expect(destinationsOf(text)).toEqual({ team: { kind: 'slack', url: slack } })
    expect(withDestinations('"odd"', {})).toBe('{"destinations":{}}')
    for (const other of ['', '{', '[]', '{"destinations":{"x":{"kind":"fax","url":""}}}', '{"current":"x"}'])
      expect(destinationsOf(other)).toEqual({})
    expect(['slack', 'email', 'bus'].map((kind) => hasDestination(kind as 'slack'))).toEqual([true, false, false])
  })

  it('is the chat or the program that it is meant for, over https; this machine only where everything runs on it', () => {
    const fine = [
      ['slack', slack],
      ['teams', 'https://prod-12.westeurope.logic.azure.com:443/workflows/abc/triggers/manual/paths/invoke?sig=x'],
      ['teams', 'https://default1.2.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/1'],
      ['webhook', 'https://hooks.example.com/earshot?x=1'],
      ['webhook', 'https://hooks.example.com'],
    ] as const
    for (const [kind, url] of fine) expect(addressProblem({ kind, url }, { loopback: false })).toBeUndefined()
    const wrong = [
      ['slack', 'https://hooks.slack.com.evil.example/services/T/B/x'],
      ['slack', 'https://hooks.slack.com/services/../api'],
      ['slack', 'http://hooks.slack.com/services/T/B/x'],
      ['teams', 'https://evil.example/logic.azure.com/'],
      ['teams', 'https://evil.example#.logic.azure.com/x'],
      ['webhook', 'http://hooks.example.com/'],
      ['webhook', 'https://user:pass@hooks.example.com/'],
      ['webhook', 'ftp://hooks.example.com/'],
      ['webhook', `https://hooks.example.com/${'x'.repeat(2_000)}`],
      ['webhook', 'http://127.0.0.1:80/'],
    ] as const
    for (const [kind, url] of wrong) expect(addressProblem({ kind, url }, { loopback: false })).toMatch(/^expected /)
    for (const kind of ['slack', 'teams', 'webhook'] as const)
      expect(addressProblem({ kind, url: 'http://127.0.0.1:8080/x' }, { loopback: true })).toBeUndefined()
    expect(
      addressProblem({ kind: 'webhook', url: 'http://127.0.0.1.evil.example:80/' }, { loopback: true }),
    ).toBeDefined()
  })
})

describe('a try', () => {
  it('that failed is tried again after 1, 5, 15 and 40 minutes, and then no more', () => {
    const busy = { ok: false, status: 503 }
    expect([1, 2, 3, 4, 5].map((tries) => afterTry(busy, tries))).toEqual([
      MINUTE,
      5 * MINUTE,
      15 * MINUTE,
      40 * MINUTE,
      'failed',
    ])
    expect(MOST_TRIES).toBe(5)
  })

  it('that was refused is final, unless the receiver was slow or busy', () => {
    const outcomes = [200, 302, 400, 404, 408, 410, 429, 500, 0].map((status) =>
      afterTry({ ok: status === 200, status }, 1),
    )
    expect(outcomes).toEqual(['sent', 'failed', 'failed', 'failed', MINUTE, 'failed', MINUTE, MINUTE, MINUTE])
  })

  it('waits as long as the receiver asks, up to six hours; what may have arrived is not tried again', () => {
    expect(afterTry({ ok: false, status: 429, retryAfter: 600 }, 1)).toBe(10 * MINUTE)
    expect(afterTry({ ok: false, status: 429, retryAfter: 1e9 }, 1)).toBe(6 * HOUR)
    expect(afterTry({ ok: false, status: 0, unknown: true }, 1)).toBe('unknown')
  })
})
