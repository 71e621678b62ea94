import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { addressDigest, isSharedAddress, normaliseAddress } from '../../../shared/domain/connect/address.ts'
import { canonicalId, type Members } from '../../../shared/domain/connect/canon.ts'
import { limitExceeded, MAX_IDENTITIES } from '../../../shared/domain/connect/limits.ts'

describe('the id of a person', () => {
  it('is the smallest birth id of its identities', () => {
    expect(canonicalId({ x: { b: 'C', k: false }, y: { b: 'A', k: false }, z: { b: 'B', k: false } })).toBe('A')
  })

  it('is the smallest among known customers, when there are any', () => {
    expect(canonicalId({ x: { b: 'C', k: true }, y: { b: 'A', k: false }, z: { b: 'B', k: true } })).toBe('B')
  })

  it('does not depend on the order in which parts are joined', () => {
    const members = fc.dictionary(
      fc.string({ minLength: 1, maxLength: 3 }),
      fc.record({ b: fc.string(), k: fc.boolean() }),
      { minKeys: 1 },
    )
    fc.assert(
      fc.property(members, (all) => {
        const reversed: Members = Object.fromEntries(Object.entries(all).reverse())
        expect(canonicalId(reversed)).toBe(canonicalId(all))
      }),
    )
  })

  it('needs at least one identity', () => {
    expect(() => canonicalId({})).toThrow('at least one identity')
  })
})

describe('limits on who can be one person', () => {
  const accounts = (platform: string, count: number) => Array.from({ length: count }, (_, at) => `${platform}:${at}`)

  it('allow five addresses and three accounts on a platform', () => {
    expect(limitExceeded([...accounts('email', 5), ...accounts('github', 3)])).toBeUndefined()
  })

  it.each([
    ['email', 6, 'more than 5 of email'],
    ['github', 4, 'more than 3 of github'],
    ['crm', 2, 'more than 1 of crm'],
  ])('forbid too many of %s', (platform, count, problem) => {
    expect(limitExceeded(accounts(platform, count))).toBe(problem)
  })

  it('forbid more identities than a link can move at once', () => {
    const many = Array.from({ length: MAX_IDENTITIES + 1 }, (_, at) => `p${at}:1`)
    expect(limitExceeded(many)).toBe('more than 50 identities')
    expect(limitExceeded(many.slice(1))).toBeUndefined()
  })
})

describe('an email address', () => {
  it.each([
    [' Ann@Example.COM ', 'ann@example.com'],
    ['jose\u0301@example.com', 'josé@example.com'],
    ['no address', undefined],
    ['a@b', undefined],
    ['a@b@c.com', undefined],
    [`${'x'.repeat(65)}@example.com`, undefined],
    [`a@${'sub.'.repeat(62)}example.com`, undefined],
    ['<script>@example.com', undefined],
  ])('%j is compared as %j', (address, normal) => {
    expect(normaliseAddress(address)).toBe(normal)
  })

  it.each(['info@example.com', 'noreply@example.com', 'no-reply@example.com', 'support+x@example.com'])(
    '%s belongs to nobody in particular',
    (address) => {
      expect(isSharedAddress(address)).toBe(true)
    },
  )

  it.each(['1234+octocat@users.noreply.github.com', 'gone@anonymized.invalid', 'bounces@lists.example.com'])(
    '%s belongs to a machine',
    (address) => {
      expect(isSharedAddress(address)).toBe(true)
    },
  )

  it.each(['ann@example.com', 'information@example.com', 'replying@example.com', 'ann.info@example.com'])(
    '%s belongs to a person',
    (address) => {
      expect(isSharedAddress(address)).toBe(false)
    },
  )

  it('cannot be recognised by its digest without the pepper', () => {
    expect(addressDigest('pepper', 'ann@example.com')).toMatch(/^[\w-]{43}$/)
    expect(addressDigest('pepper', 'ann@example.com')).not.toBe(addressDigest('salt', 'ann@example.com'))
  })
})
