import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { currencyDigits, moneyOf, rescaled } from '../../shared/sources/money.ts'

const currency = fc.constantFrom('EUR', 'USD', 'JPY', 'KRW', 'KWD', 'TND', 'CLF', 'ISK')
/** Decimal text written by hand from whole units, without any arithmetic of the code under test. */
const written = (units: bigint, digits: number): string => {
  const text = String(units).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

describe('money', () => {
  it.each([
    ['12.90', 'EUR', 1_290],
    ['12.9', 'EUR', 1_290],
    ['12', 'eur', 1_200],
    ['0.29', 'USD', 29],
    ['1.005', 'USD', 101],
    ['1.004', 'USD', 100],
    ['1290', 'JPY', 1_290],
    ['1290.00', 'JPY', 1_290],
    ['1290.50', 'JPY', 1_291],
    ['1.5', 'KWD', 1_500],
    ['1.2345', 'CLF', 12_345],
    ['0.00', 'EUR', 0],
    ['99.995', 'EUR', 10_000],
    ['90071992547409.91', 'EUR', 9_007_199_254_740_991],
  ])('takes %s %s for %d minor units', (text, code, amount) => {
    expect(moneyOf(text, code, 'total')).toEqual({ amount, currency: code.toUpperCase() })
  })

  it.each([
    ['90071992547409.92', 'EUR'],
    ['-1.00', 'EUR'],
    ['1,00', 'EUR'],
    ['1e3', 'EUR'],
    ['', 'EUR'],
    ['.5', 'EUR'],
    ['1.', 'EUR'],
    ['1.00', 'EURO'],
    ['1.00', ''],
  ])('refuses %j %j and names the field', (text, code) => {
    expect(() => moneyOf(text, code, 'total')).toThrow(MalformedDeliveryError)
    expect(() => moneyOf(text, code, 'total')).toThrow(/^total: /)
  })

  it('is exact for every amount that a number can hold', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: BigInt(Number.MAX_SAFE_INTEGER) }), currency, (units, code) => {
        expect(moneyOf(written(units, currencyDigits(code)), code, 'total').amount).toBe(Number(units))
      }),
      { numRuns: 2_000 },
    )
  })

  it('does not change with zeros at the end, and is never off by more than half a unit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.nat({ max: 3 }), currency, (units, zeros, code) => {
        const text = written(units, 4)
        const { amount } = moneyOf(text, code, 'total')
        expect(moneyOf(`${text}${'0'.repeat(zeros)}`, code, 'total').amount).toBe(amount)
        const unit = 10n ** BigInt(4 - currencyDigits(code))
        const off = BigInt(amount) * unit - units
        expect((off < 0n ? -off : off) * 2n).toBeLessThanOrEqual(unit)
      }),
    )
  })

  it('reads minor units of platforms that count with other digits', () => {
    expect(rescaled(500, 0, 'MGA', 'amount')).toEqual({ amount: 50_000, currency: 'MGA' })
    expect(rescaled(500, 2, 'ISK', 'amount')).toEqual({ amount: 5, currency: 'ISK' })
    expect(rescaled(550, 2, 'UGX', 'amount')).toEqual({ amount: 6, currency: 'UGX' })
    expect(rescaled(1_290, 2, 'eur', 'amount')).toEqual({ amount: 1_290, currency: 'EUR' })
    expect(() => rescaled(Number.MAX_SAFE_INTEGER, 0, 'MGA', 'amount')).toThrow(/^amount: /)
  })
})
