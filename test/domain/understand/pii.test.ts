import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { findPii, PII_KINDS, redact } from '../../../shared/domain/understand/pii.ts'
import { timeGrowsWithLength } from '../../support/linear.ts'

const found = (text: string): string[] => findPii(text).map(({ kind, from, to }) => `${kind} ${text.slice(from, to)}`)

/** Keys are put together here, so that no scanner takes this file for a leak. */
const KEYS = [
  `AKIA${'IOSFODNN7EXAMPLE'}`,
  `ghp_${'a1B2'.repeat(9)}`,
  `github_pat_${'A1b2_'.repeat(6)}`,
  `xoxb-${'123456789012-abcdefghij'}`,
  `https://hooks.slack.com/services/${'T000/B000/XXXXXXXX'}`,
  `sk_live_${'4eC39HqLyjWDarjtT1'}`,
  `rk_test_${'4eC39HqLyjWDarjtT1'}`,
  `whsec_${'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'}`,
  `AIza${'SyA1234567890abcdefghijklmnopqrstuv'}`,
  `eyJ${'hbGciOiJIUzI1NiJ9'}.eyJ${'zdWIiOiIxMjM0NTY3ODkwIn0'}.${'dozjgNryP4J3jVmNHl0w5N'}`,
  `-----BEGIN RSA ${'PRIVATE'} KEY-----\nMIIB\n-----END RSA ${'PRIVATE'} KEY-----`,
  `-----BEGIN ${'PRIVATE'} KEY-----\nMIIB cut off`,
]

describe('what identifies somebody in a text', () => {
  it.each([
    ['email', 'jane.doe+shop@mail.example.co.uk'],
    ['email', 'jürgen@bücher.example'],
    ['phone', '+49 171 1234567'],
    ['phone', '+1 (415) 555-2671'],
    ['phone', '(415) 555-2671'],
    ['phone', '415-555-2671'],
    ['phone', '06 12 34 56 78'],
    ['phone', '06.12.34.56.78'],
    ['phone', '0171/1234567'],
    ['phone', '020 7946 0958'],
    ['phone', '00441632960961'],
    ['phone', '1-415-555-2671'],
    ['phone', '1 (415) 555-2671'],
    ['card', '4111 1111 1111 1111'],
    ['card', '5555-5555-5555-4444'],
    ['card', '378282246310005'],
    ['card', '6011111111111117'],
    ['iban', 'DE89 3704 0044 0532 0130 00'],
    ['iban', 'GB82WEST12345698765432'],
    ['iban', 'fr14 2004 1010 0505 0001 3m02 606'],
    ['ip', '203.0.113.7'],
    ['ip', '2001:db8::ff00:42:8329'],
    ['ip', '2001:0db8:85a3:0000:0000:8a2e:0370:7334'],
    ...KEYS.map((key) => ['key', key] as const),
  ])('%s: %s, wherever it stands', (kind, thing) => {
    for (const [before, after] of [
      ['', ''],
      ['Write to ', ' please'],
      ['(', ')'],
      ['😀 ', ', thanks'],
    ])
      expect(found(before + thing + (thing.endsWith('cut off') ? '' : after))).toEqual([`${kind} ${thing}`])
  })

  it.each([
    'On 2026-11-21 at 12:30:45 we shipped 1.234.567 units',
    'on 01.02.2024 12 of them came back',
    'Order 123456789 costs 1,299.00 in version 1.2.3',
    'version 10.2.3.4 and v1.2.3.4 are out',
    'Card 4111 1111 1111 1112 fails its check',
    'A number of sixteen, 1234 5678 9012 3452, that no card begins with',
    'DE88370400440532013000 has a wrong check',
    'ZZ89370400440532013000 is of no country',
    'GB82 WEST  1234 5698 7654 32 has a gap',
    'DE89 3704',
    'DE89370400440532013000X goes on',
    'std::string and a::b at 12:30',
    '1:2:3:4:5:6:7 and 1::2::3 and 12345::1 and :1:2:3:4:5:6:7:8',
    '@jane met @john, a @ b, jane@localhost',
    '999.1.1.1 and 1.2.3.4.5',
    '0.0000001 and 3.14159265358979',
    '+12 34 and 12345678901234567890123',
    'call 911 or 0800',
    'AKIA1234, ghp_short, sk_live_',
  ])('nothing in: %s', (text) => {
    expect(found(text)).toEqual([])
  })

  it('is told apart where it stands side by side, and a card from the code after it', () => {
    expect(found('jane@example.com, 4111 1111 1111 1111 123, 203.0.113.7')).toEqual([
      'email jane@example.com',
      'card 4111 1111 1111 1111',
      'ip 203.0.113.7',
    ])
  })

  it.each([
    ['call +49 170 1234567 (10-18 Uhr)', 'call [phone] Uhr)'],
    ['0170 1234567 0171 7654321', '[phone]'],
    ['415-555-2671 / 415-555-2672', '[phone]'],
    ['Room 5 089 12345678', 'Room 5 [phone]'],
    ['22.11.2025 0170 1234567', '22.11.2025 [phone]'],
    ['2 times 12 415 555 2671', '2 times 12 [phone]'],
    ['1 4111 1111 1111 1111', '1 [card]'],
    ['2025 4111 1111 1111 1111', '2025 [card]'],
    ['4111 1111 1111 1111 5555 5555 5555 4444', '[card] [card]'],
  ])('is found where other numbers stand beside it: %s', (text, safe) => {
    expect(redact(text)).toBe(safe)
  })

  it('is rather too much than too little: what may be a phone within other numbers', () => {
    expect(redact('DE88 3704 0044 0532 0130 00')).not.toContain('0532')
  })

  it('is replaced by its kind', () => {
    expect(redact('Call +49 171 1234567 or write to jane@example.com!')).toBe('Call [phone] or write to [email]!')
    expect(redact('Nothing here')).toBe('Nothing here')
  })

  const pieces = fc.constantFrom(
    'jane@example.com',
    '+49 171 1234567',
    '4111111111111111',
    'DE89370400440532013000',
    '203.0.113.7',
    '2001:db8::1',
    ...KEYS,
    ' ',
    ', ',
    'a',
    '.',
    '@',
    '-',
    ':',
    '0',
    '😀',
    '\ud83d',
  )
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: fc.constantFrom(...'0123456789 .-+@:/aA_'), maxLength: 300 }),
    fc.array(pieces, { maxLength: 20 }).map((some) => some.join('')),
  )

  it('lies within the text, in order and without overlaps, for any text', () => {
    fc.assert(
      fc.property(anything, (text) => {
        let end = 0
        for (const { kind, from, to } of findPii(text)) {
          expect(PII_KINDS).toContain(kind)
          expect(from).toBeGreaterThanOrEqual(end)
          expect(to).toBeGreaterThan(from)
          expect(to).toBeLessThanOrEqual(text.length)
          end = to
        }
      }),
    )
  })

  it('leaves everything else as it was, for any text', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const spans = findPii(text)
        const kept = spans.reduceRight((rest, { from, to }) => rest.slice(0, from) + rest.slice(to), text)
        let left = redact(text)
        for (const { kind } of spans) left = left.replace(`[${kind}]`, '')
        expect(left.length).toBe(kept.length)
      }),
    )
  })

  it.each([
    'a',
    '0',
    '0 ',
    'a.',
    '@',
    'a@',
    'a@b.',
    '+',
    '-',
    '1.',
    ':',
    'a:',
    '4111 ',
    '0 1 ',
    '123456789 0 ',
    'DE89 ',
    'eyJa',
    'eyJaaaaaaaa.',
    '-----BEGIN PRIVATE KEY-----',
    'xoxb-',
    '(0',
    "a'",
  ])('takes time that grows with the length of the text only: %s', (piece) => {
    timeGrowsWithLength(findPii, piece)
  })
})
