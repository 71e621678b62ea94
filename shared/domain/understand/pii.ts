import { IBAN_LENGTHS } from './iban-lengths.ts'

/** What identifies or gives access to somebody. */
export const PII_KINDS = ['key', 'email', 'iban', 'card', 'ip', 'phone'] as const
/** One of {@link PII_KINDS}. */
type PiiKind = (typeof PII_KINDS)[number]

/** A part of a text, in UTF-16 units, the end exclusive: `text.slice(from, to)` is the thing. */
export type PiiSpan = { kind: PiiKind; from: number; to: number }

/** Nothing in these can be read in two ways for longer than a few dozen characters, so time grows with the length only. */
const EMAIL =
  /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}@])/gu
const KEY = new RegExp(
  [
    '(?:AKIA|ASIA)[A-Z0-9]{16}',
    'gh[pousr]_[A-Za-z0-9]{36,255}',
    'github_pat_[A-Za-z0-9_]{22,255}',
    'xox[abeoprs]-[A-Za-z0-9-]{10,250}',
    String.raw`https:\/\/hooks\.slack\.com\/services\/[A-Za-z0-9/]{10,100}`,
    '(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,250}',
    'whsec_[A-Za-z0-9+/=]{16,250}',
    'AIza[A-Za-z0-9_-]{35}',
    String.raw`eyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,1000}`,
  ].join('|'),
  'g',
)
const PEM = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g
const IBAN_START = /(?<![\p{L}\p{N}])[A-Za-z]{2}[0-9]{2}(?=[ -]?[A-Za-z0-9])/gu
const DIGIT_RUN = /(?<![\p{L}\p{N}])[2-6](?:[ -]?[0-9]){12,18}(?![\p{L}\p{N}])/gu
const IPV4 =
  /(?<![\p{L}\p{N}.]|\bversion )(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?!\.?[\p{L}\p{N}])/giu
const IPV6 = /(?<![\p{L}\p{N}:.])[0-9a-f:]{6,39}(?![\p{L}\p{N}:])/giu
const PHONE =
  /(?<![\p{L}\p{N}.,+#/-])(?:\+|\([0-9]{2,5}\)|[0-9])[0-9 ().\u00a0/-]{5,40}[0-9](?![\p{L}\p{N}]|[.,][0-9])/gu

/** The check digit of Luhn (ISO/IEC 7812-1): from the right every second digit counts twice. */
const passesLuhn = (digits: string): boolean => {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48
    const double = digit * 2
    sum += at % 2 === 0 ? digit : double > 9 ? double - 9 : double
  }
  return sum % 10 === 0
}

/** Beginnings and lengths of the cards that are in use. */
const CARDS = /^(?:4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3[068]\d{12}|(?:6[0245]|35)\d{14,17})$/

/** The longest beginning that is a card and ends where a group does: people write the code from the back right after it. */
const cardLength = (raw: string): number => {
  let digits = raw.replace(/[ -]/g, '')
  for (let to = raw.length; digits.length >= 13; to--) {
    const isEdge = to === raw.length || /[ -]/.test(raw.charAt(to))
    if (isEdge && CARDS.test(digits) && passesLuhn(digits)) return to
    if (/[0-9]/.test(raw.charAt(to - 1))) digits = digits.slice(0, -1)
  }
  return 0
}

/** ISO 7064 MOD 97-10 with the first four characters moved to the end and letters as 10 to 35 (ISO 13616). */
const passesMod97 = (iban: string): boolean => {
  let rest = 0
  for (const unit of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(unit, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}

/** How long the number is that begins here, as its country has it, or 0. */
const ibanLength = (text: string, from: number): number => {
  const wanted = IBAN_LENGTHS[text.slice(from, from + 2).toUpperCase()]
  if (wanted === undefined) return 0
  let iban = ''
  let at = from
  for (; iban.length < wanted; at++) {
    const unit = text.charAt(at)
    if (/[A-Za-z0-9]/.test(unit)) iban += unit
    else if (!/[ -]/.test(unit) || !/[A-Za-z0-9]/.test(text.charAt(at - 1))) return 0
  }
  return !/[\p{L}\p{N}]/u.test(text.charAt(at)) && passesMod97(iban) ? at - from : 0
}

const isIpv6 = (raw: string): boolean => {
  const halves = raw.split('::')
  const groups = raw.split(':').filter(Boolean)
  const open = halves.length === 2
  if (halves.length > 2 || groups.some((group) => group.length > 4)) return false
  if (!open && (raw.startsWith(':') || raw.endsWith(':'))) return false
  return open ? groups.length >= 2 && groups.length < 8 : groups.length === 8
}

const DATE = /^\d{1,2}([./-])\d{1,2}\1\d{4}(?!\d)|^\d{4}([./-])\d{1,2}\2\d{1,2}(?!\d)/
const NORTH_AMERICAN = /^(?:1[ .\u00a0-])?\(?[2-9]\d\d\)?[ .\u00a0-]{1,2}[2-9]\d\d[ .\u00a0-]\d{4}(?!\d)/
/** The groups that a number takes at least, all of the last one: eight digits with its country, nine without. */
const [INTERNATIONAL, NATIONAL] = [/^\+(?:\D*\d){8}\d*/, /^\(?0(?![.,])(?:\D*\d){8}\d*/]

/** International, with a national 0, or as North America writes them; a number of an order or an amount is none. */
const beginsPhone = (raw: string): boolean => {
  if (DATE.test(raw)) return false
  const [number] = INTERNATIONAL.exec(raw) ?? NATIONAL.exec(raw) ?? []
  return number === undefined ? NORTH_AMERICAN.test(raw) : number.replace(/\D/g, '').length <= 15
}

type Found = Omit<PiiSpan, 'kind'>
/** Where the first number of a run of numbers ends. */
const FIRST_END = /(?<=[0-9])[^0-9]|$/
/** Keeps of each match as many characters as `lengthOf` says. */
const matches = function* (
  text: string,
  pattern: RegExp,
  lengthOf: (raw: string, from: number) => number = (raw) => raw.length,
): Generator<Found> {
  const next = new RegExp(pattern)
  for (let match = next.exec(text); match; match = next.exec(text)) {
    const { 0: raw, index: from } = match
    const length = lengthOf(raw, from)
    if (length > 0) yield { from, to: from + length }
    // A run that is nothing as a whole may have something in it from a later number on.
    next.lastIndex = from + (length || raw.search(FIRST_END))
  }
}
const whole =
  (test: (raw: string) => boolean) =>
  (raw: string): number =>
    test(raw) ? raw.length : 0

const FINDERS: Record<PiiKind, (text: string) => Found[]> = {
  key: (text) => [...matches(text, PEM), ...matches(text, KEY)],
  email: (text) => [...matches(text, EMAIL)],
  iban: (text) => [...matches(text, IBAN_START, (_, from) => ibanLength(text, from))],
  card: (text) => [...matches(text, DIGIT_RUN, cardLength)],
  ip: (text) => [...matches(text, IPV4), ...matches(text, IPV6, whole(isIpv6))],
  // What stands right behind a phone goes with it: it may be the next one, cut anywhere.
  phone: (text) => [...matches(text, PHONE, whole(beginsPhone))],
}

/**
 * Finds email addresses, phone numbers, payment cards (Luhn), bank accounts (IBAN, mod 97), IP addresses and access keys (AWS, GitHub,
 * Slack, Stripe, Google, JWT, private keys). Never throws; time grows with the length of the text only.
 * @returns spans that do not overlap, in the order of the text
 */
export const findPii = (text: string): PiiSpan[] => {
  const taken = new Uint8Array(text.length)
  const spans: PiiSpan[] = []
  for (const kind of PII_KINDS) {
    for (const { from, to } of FINDERS[kind](text)) {
      if (taken.subarray(from, to).includes(1)) continue
      taken.fill(1, from, to)
      spans.push({ kind, from, to })
    }
  }
  return spans.sort((a, b) => a.from - b.from)
}

/** The text with `[email]`, `[phone]`, ... in place of what {@link findPii} finds. */
export const redact = (text: string): string => {
  let [out, at] = ['', 0]
  for (const { kind, from, to } of findPii(text)) {
    out += `${text.slice(at, from)}[${kind}]`
    at = to
  }
  return out + text.slice(at)
}
