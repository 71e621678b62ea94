import { describe, expect, it } from '@jest/globals'
import { isPlaceholder, likenessesOf } from '../../../shared/domain/connect/hints.ts'
import type { DatedProfile } from '../../../shared/domain/connect/profile.ts'

const AT = '2026-03-01T00:00:00.000Z'
const profile = (fields: Record<string, string>): DatedProfile =>
  Object.fromEntries(Object.entries(fields).map(([name, v]) => [name, { v, at: AT }]))
const values = (fields: Record<string, string>, address?: string) =>
  likenessesOf({ profile: profile(fields), ...(address ? { address } : {}) }).map(
    ({ kind, value }) => `${kind} ${value}`,
  )

describe('a placeholder', () => {
  it.each(['anonymous', 'NULL', ' test ', 'noreply', '-1', '000-000', '', '---'])('is %j', (text) => {
    expect(isPlaceholder(text)).toBe(true)
  })
  it.each(['jim', 'Иван', '山田', '0815'])('is not %j', (text) => {
    expect(isPlaceholder(text)).toBe(false)
  })
})

describe('what an account has in common with others', () => {
  it.each([
    ['@JimboBrews', 'jimbobrews'],
    ['jimbobrews.bsky.social', 'jimbobrews'],
    ['jimbobrews@fosstodon.org', 'jimbobrews'],
  ])('is its handle, as networks write it: %s', (handle, value) => {
    expect(values({ handle })).toEqual([`handle ${value}`])
  })

  it('is the part of an address before the @, without its tag', () => {
    expect(values({}, 'jimbobrews+shop@mail.example')).toEqual(['handle jimbobrews'])
  })

  it.each(['jim', '12345', 'anonymous', 'undefined'])(
    'is not a handle that is nobody’s or many people’s: %s',
    (handle) => {
      expect(values({ handle })).toEqual([])
    },
  )

  it.each(['https://www.GitHub.com/Jimbo/', 'http://github.com/jimbo?tab=repositories'])('is a page: %s', (url) => {
    expect(values({ url })).toEqual(['page github.com/jimbo'])
  })

  it('is name and picture together, and neither alone', () => {
    const avatar = 'https://secure.gravatar.com/avatar/0123456789ABCDEF0123456789abcdef?s=80'
    expect(values({ name: ' Jim Davies', avatar })).toEqual([
      'face jim davies gravatar 0123456789abcdef0123456789abcdef',
    ])
    expect(values({ name: 'Jim Davies', avatar: 'https://cdn.example/a.png?s=1' })).toEqual([
      'face jim davies cdn.example/a.png',
    ])
    expect([values({ name: 'Jim Davies' }), values({ avatar }), values({ name: 'Anonymous', avatar })]).toEqual([
      [],
      [],
      [],
    ])
  })

  it.each(['staff', 'bot', 'brand'])('is nothing for %s', (role) => {
    expect(values({ handle: 'jimbobrews', role })).toEqual([])
    expect(values({ handle: 'jimbobrews', role: 'member' })).toHaveLength(1)
  })

  it('is no page where there is none', () => {
    expect(values({ url: 'mailto:x' })).toEqual([])
  })
})
