import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { movableClock } from '../../local/clock.ts'
import { compileFilters, compilePattern, PatternError } from '../../local/events/pattern.ts'
import { nextRun, ScheduleError, startScheduler } from '../../local/events/schedule.ts'
import { createChaos } from '../../local/gateway/chaos.ts'
import { createSecrets, generatePassword } from '../../local/gateway/secrets.ts'
import { createLogs } from '../../local/logs.ts'
import { openStore } from '../../local/state/store.ts'

describe('event patterns', () => {
  const event = { type: 'a', count: 5, tags: ['x', 'y'], deep: { name: 'Hello' }, none: null }
  it.each<[string, unknown, boolean]>([
    ['a value', { type: ['a', 'b'] }, true],
    ['another value', { type: ['c'] }, false],
    ['a field that is not there', { other: ['a'] }, false],
    ['a field deep inside', { deep: { name: ['Hello'] } }, true],
    ['one of a list', { tags: ['y'] }, true],
    ['null', { none: [null] }, true],
    ['prefix', { deep: { name: [{ prefix: 'He' }] } }, true],
    ['suffix', { deep: { name: [{ suffix: 'He' }] } }, false],
    ['equals-ignore-case', { deep: { name: [{ 'equals-ignore-case': 'hELLO' }] } }, true],
    ['wildcard', { deep: { name: [{ wildcard: 'H*o' }] } }, true],
    ['anything-but', { type: [{ 'anything-but': ['a'] }] }, false],
    ['anything-but a prefix', { type: [{ 'anything-but': { prefix: 'b' } }] }, true],
    ['exists', { type: [{ exists: true }], other: [{ exists: false }] }, true],
    ['numeric range', { count: [{ numeric: ['>', 4, '<=', 5] }] }, true],
    ['numeric out of range', { count: [{ numeric: ['=', 4] }] }, false],
    ['$or', { $or: [{ type: ['z'] }, { count: [5] }] }, true],
    ['all fields', { type: ['a'], count: [6] }, false],
  ])('%s', (_, pattern, wanted) => {
    expect(compilePattern(pattern)(event)).toBe(wanted)
  })

  it('lets everything pass without a filter, and what one of several fits', () => {
    expect(compileFilters([])(event)).toBe(true)
    expect(compileFilters(['{"type":["z"]}', '{"count":[5]}'])(event)).toBe(true)
  })

  it.each([
    [{ a: [{ cidr: '10.0.0.0/8' }] }],
    [{ a: 'text' }],
    [{ a: [{ numeric: ['~', 1] }] }],
    [{ a: [{ toString: 1 }] }],
  ])('refuses %j', (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(PatternError)
  })
})

describe('schedules', () => {
  const at = Date.parse('2026-11-21T20:47:57Z') // a Saturday
  it.each([
    ['rate(1 minute)', '2026-11-21T20:48:57.000Z'],
    ['rate(2 hours)', '2026-11-21T22:47:57.000Z'],
    ['cron(0 8 * * ? *)', '2026-11-22T08:00:00.000Z'],
    ['cron(15 10 ? * 2-6 *)', '2026-11-23T10:15:00.000Z'],
    ['cron(0 12 ? * SUN *)', '2026-11-22T12:00:00.000Z'],
    ['cron(0/5 * * * ? *)', '2026-11-21T20:50:00.000Z'],
    ['at(2026-12-24T18:00:00)', '2026-12-24T18:00:00.000Z'],
  ])('%s is next due at %s', (expression, wanted) => {
    expect(new Date(nextRun(expression, at) ?? 0).toISOString()).toBe(wanted)
  })

  it('goes by a time zone, and is over when it is over', () => {
    expect(new Date(nextRun('cron(0 8 * * ? *)', at, 'Europe/Berlin') ?? 0).toISOString()).toBe(
      '2026-11-22T07:00:00.000Z',
    )
    expect(nextRun('at(2020-01-01T00:00:00)', at)).toBeUndefined()
  })

  it.each(['rate(x)', 'rate(1 fortnight)', 'cron(* *)', 'hourly', 'at(soon)'])('refuses %s', (expression) => {
    expect(() => nextRun(expression, at)).toThrow(ScheduleError)
  })

  it('fires once when the clock jumps forward, however far, and not when it goes back', () => {
    const clock = movableClock()
    let fired = 0
    const scheduler = startScheduler(
      [{ name: 's', expression: 'rate(1 minute)', timeZone: undefined, fire: () => fired++ }],
      clock,
    )
    clock.setOffset(86_400_000 * 30)
    expect(fired).toBe(1)
    clock.setOffset(0)
    expect(fired).toBe(1)
    scheduler.fireAll()
    expect(fired).toBe(2)
    scheduler.close()
  })
})

describe('secrets', () => {
  it('makes passwords by the rules', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 64 }), (PasswordLength) => {
        const password = generatePassword({ PasswordLength, ExcludePunctuation: true, ExcludeCharacters: 'abc' })
        return (
          password.length === PasswordLength &&
          /^[A-Za-z0-9]+$/.test(password) &&
          !/[abc]/.test(password) &&
          /\d/.test(password) &&
          /[A-Z]/.test(password)
        )
      }),
    )
  })

  it('keeps a generated value, answers to name and ARN, and takes a new one', () => {
    const store = openStore()
    const open = () => createSecrets(store, { region: 'us-east-1', account: '0' })
    const secrets = open()
    secrets.declare('a/b', { generate: { GenerateStringKey: 'current', SecretStringTemplate: '{"x":1}' } })
    const first = secrets.find('a/b')
    expect(JSON.parse(first?.value ?? '')).toEqual({ x: 1, current: expect.any(String) })
    expect(first?.arn).toMatch(/^arn:aws:secretsmanager:us-east-1:0:secret:a\/b-[A-Za-z0-9]{6}$/)
    const again = open()
    again.declare('a/b', { generate: {} })
    expect(again.find(first?.arn ?? '')?.value).toBe(first?.value)
    again.call('PutSecretValue', { SecretId: 'a/b', SecretString: 'new' })
    expect(again.call('GetSecretValue', { SecretId: 'a/b' }).body.SecretString).toBe('new')
    expect(again.call('GetSecretValue', { SecretId: 'nope' })).toMatchObject({
      status: 400,
      body: { __type: 'ResourceNotFoundException' },
    })
    expect(again.call('RotateSecret', { SecretId: 'a/b' }).status).toBe(400)
    store.close()
  })

  it('moves the label AWSCURRENT only from the version that has it, and tells who watches', () => {
    const secrets = createSecrets(openStore(), { region: 'us-east-1', account: '0' })
    secrets.declare('a', { value: 'one' })
    let told = 0
    secrets.watch(() => told++)
    const put = (ClientRequestToken: string, SecretString: string) =>
      secrets.call('PutSecretValue', {
        SecretId: 'a',
        ClientRequestToken,
        SecretString,
        VersionStages: ['AWSPENDING'],
      }).status
    const move = (MoveToVersionId: string, RemoveFromVersionId: unknown) =>
      secrets.call('UpdateSecretVersionStage', {
        SecretId: 'a',
        VersionStage: 'AWSCURRENT',
        MoveToVersionId,
        RemoveFromVersionId,
      })
    const first = secrets.call('GetSecretValue', { SecretId: 'a' }).body.VersionId
    expect([put('v2', 'two'), put('v2', 'two'), put('v2', 'other')]).toEqual([200, 200, 400])
    expect([secrets.find('a')?.value, told]).toEqual(['one', 0])
    expect(secrets.call('DescribeSecret', { SecretId: 'a' }).body.VersionIdsToStages).toEqual({
      [String(first)]: ['AWSCURRENT'],
      v2: ['AWSPENDING'],
    })
    expect(move('v2', 'not-the-first').body.__type).toBe('InvalidParameterException')
    expect(move('v3', first).body.__type).toBe('ResourceNotFoundException')
    expect([move('v2', first).status, move('v2', first).status]).toEqual([200, 400])
    expect([secrets.find('a')?.value, told]).toEqual(['two', 1])
    expect(put('v4', 'four')).toBe(200)
    secrets.call('UpdateSecretVersionStage', { SecretId: 'a', VersionStage: 'AWSPENDING', RemoveFromVersionId: 'v4' })
    expect(move('v4', 'v2').status).toBe(400)
    expect(secrets.find('a')?.value).toBe('two')
  })
})

describe('chaos', () => {
  it('strikes as often as it is told, the same for the same seed, and not at all when off', () => {
    const strikes = (seed: number) => {
      const chaos = createChaos()
      chaos.configure({ before: 0.1, seed })
      return Array.from({ length: 1_000 }, () => chaos.strikes('before', 'sqs', 'fn'))
    }
    expect(strikes(1)).toEqual(strikes(1))
    expect(strikes(1)).not.toEqual(strikes(2))
    expect(strikes(1).filter(Boolean).length).toBeGreaterThan(60)
    expect(strikes(1).filter(Boolean).length).toBeLessThan(140)
    const aimed = createChaos()
    aimed.configure({ before: 1, services: ['sqs'], functions: ['fn'] })
    expect([
      aimed.strikes('before', 'sqs', 'fn'),
      aimed.strikes('before', 's3', 'fn'),
      aimed.strikes('before', 'sqs', 'other'),
    ]).toEqual([true, false, false])
    const off = createChaos()
    off.configure(undefined)
    expect(Array.from({ length: 100 }, () => off.strikes('after', 'sqs', 'fn')).some(Boolean)).toBe(false)
  })
})

describe('logs', () => {
  const made = (quiet = false) => {
    const lines: string[] = []
    return { lines, logs: createLogs((line) => lines.push(line), quiet) }
  }

  it('counts metrics and does not print them', () => {
    const { lines, logs } = made()
    const metric = {
      _aws: {
        CloudWatchMetrics: [{ Namespace: 'Earshot', Dimensions: [['source']], Metrics: [{ Name: 'accepted' }] }],
      },
      source: 'github',
      accepted: 2,
    }
    logs.line('door', 'stdout', JSON.stringify(metric))
    logs.line('door', 'stdout', JSON.stringify(metric))
    expect(logs.metrics()).toEqual({ 'accepted source=github': 4 })
    expect(lines).toEqual([])
  })

  it('lets no control character through', () => {
    const { lines, logs } = made()
    logs.line('door', 'stdout', '\u001b[2Jcleared\rover')
    logs.line('door', 'stdout', JSON.stringify({ level: 'info', message: 'm', name: '\u001b[31mred' }))
    expect(lines.map((line) => line.replace(/\u001b\[\d+m/g, ''))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/[\u0000-\u001f]/)]),
    )
  })

  it('shows only warnings and errors when quiet', () => {
    const { lines, logs } = made(true)
    logs.line('door', 'stdout', '{"level":"info","message":"fine"}')
    logs.line('door', 'stdout', '{"level":"error","message":"broken"}')
    expect(lines).toHaveLength(1)
  })
})
