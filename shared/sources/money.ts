import { MalformedDeliveryError } from './errors.ts'

/**
 * Money as Earshot keeps it: a whole number of minor units (cents) of an ISO 4217 currency. Platforms write decimal
 * text; no step here goes through a floating-point number.
 */

/** Digits after the point of currencies that have not two: ISO 4217, list one. */
const DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  CLF: 4,
  UYW: 4,
}

/** Digits after the point of a currency by ISO 4217; two where the list does not say otherwise. */
export const currencyDigits = (currency: string): number =>
  (Object.hasOwn(DIGITS, currency) ? DIGITS[currency] : 2) ?? 2

const DECIMAL = /^(\d{1,16})(?:\.(\d{1,15}))?$/

/** What a total is: minor units of a currency. */
export type Money = { amount: number; currency: string }

/** What a deleted order comes to: nothing, in ISO 4217's code for "no currency". */
export const NO_MONEY: Money = { amount: 0, currency: 'XXX' }

/** A currency code in upper case. */
const currencyOf = (text: string, field: string): string => {
  const currency = text.toUpperCase()
  if (/^[A-Z]{3}$/.test(currency)) return currency
  throw new MalformedDeliveryError(field, 'expected a currency of ISO 4217 such as EUR')
}

const safe = (amount: bigint, field: string): number => {
  if (amount <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(amount)
  throw new MalformedDeliveryError(field, 'is more money than can be counted exactly')
}

/**
 * Decimal text as minor units: `12.90` EUR is 1290, `1290` JPY is 1290, `1.5` KWD is 1500. Digits that the currency
 * does not have are rounded, half up; shops send them when they calculate with more digits than anybody can pay.
 * @throws MalformedDeliveryError for anything but digits and a point, and for what is over 2^53 minor units
 */
export const moneyOf = (text: string, code: string, field: string): Money => {
  const currency = currencyOf(code, field)
  const [, whole, fraction = ''] = DECIMAL.exec(text.trim()) ?? []
  if (whole === undefined) throw new MalformedDeliveryError(field, 'expected an amount such as 12.90')
  const digits = currencyDigits(currency)
  const units = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'))
  const up = fraction.charAt(digits) >= '5' ? 1n : 0n
  return { amount: safe(units + up, field), currency }
}

/**
 * Minor units of a platform that counts with other digits than ISO 4217, as those of ISO 4217, rounded half up.
 * @param digits that the platform counts with
 */
export const rescaled = (amount: number, digits: number, code: string, field: string): Money => {
  const currency = currencyOf(code, field)
  const shift = currencyDigits(currency) - digits
  const factor = 10n ** BigInt(Math.abs(shift))
  const units = shift >= 0 ? BigInt(amount) * factor : (BigInt(amount) + factor / 2n) / factor
  return { amount: safe(units, field), currency }
}
