import { type Explained, short } from './explained.ts'
import { hypergeometric, minimise } from './numeric.ts'

/** What a customer has bought. Times in one unit, days say, counted from the first order. */
export type Purchases = {
  /** Repeat orders: all but the first. */
  repeats: number
  /** Time of the last repeat order; 0 when there is none. */
  last: number
  /** Time that the customer has been watched. */
  watched: number
}

/** Parameters of BG/NBD. */
export type BgNbd = { r: number; alpha: number; a: number; b: number }
/** Parameters of Gamma-Gamma. */
export type GammaGamma = { p: number; q: number; v: number }

/** What orders and their worth are expected by, once there are buyers enough. */
export type BuyerModels = { orders: BgNbd; value: GammaGamma }

/** (α + T) / (α + t_x) to the power r + x, times a / (b + x - 1): the odds that the customer has left, if there were repeats. */
const oddsOfLeaving = ({ r, alpha, a, b }: BgNbd, { repeats, last, watched }: Purchases): number =>
  repeats > 0 ? (a / (b + repeats - 1)) * ((alpha + watched) / (alpha + last)) ** (r + repeats) : 0

/** The probability that a customer still buys. Fader, Hardie and Lee, "Counting your customers the easy way", 2005. */
export const aliveness = (model: BgNbd, customer: Purchases): number => 1 / (1 + oddsOfLeaving(model, customer))

/**
 * How many orders to expect of a customer in the time `ahead`. Fader, Hardie and Lee 2005, equation 10; for x = 2,
 * t_x = 30.43, T = 38.86 and 39 weeks ahead, with the parameters of their CDNOW data, 1.226.
 * @returns NaN where parameters without bounds say nothing
 */
export const expectedOrders = (model: BgNbd, customer: Purchases, ahead: number): number => {
  const { r, alpha, a, b } = model
  const { repeats: x, watched } = customer
  const z = ahead / (alpha + watched + ahead)
  if (!(z < 1)) return Number.NaN
  const shrinking = ((alpha + watched) / (alpha + watched + ahead)) ** (r + x)
  const growing = 1 - shrinking * hypergeometric(r + x, b + x, a + b + x - 1, z)
  return (((a + b + x - 1) / (a - 1)) * growing) / (1 + oddsOfLeaving(model, customer))
}

/**
 * What a customer's orders are worth on average, in the unit of `mean`. Fader and Hardie, "The Gamma-Gamma model of monetary
 * value", 2013.
 * @param orders how many orders `mean` was taken of
 */
export const expectedOrderValue = ({ p, q, v }: GammaGamma, orders: number, mean: number): number =>
  (p * (v + orders * mean)) / (p * orders + q - 1)

const logGamma = (x: number): number => {
  // Lanczos' approximation, g = 7 (Numerical Recipes has the same coefficients): 15 digits for positive x.
  const c = [676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406]
  const d = [12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7]
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const sum = [...c, ...d].reduce((so, coefficient, at) => so + coefficient / (x + at), 0.9999999999998099)
  const t = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

/** What equation 6 of Fader, Hardie and Lee 2005 has of a customer's number of repeats alone, as a logarithm. */
const ofRepeats = ({ r, alpha, a, b }: BgNbd, x: number): number =>
  logGamma(r + x) -
  logGamma(r) +
  r * Math.log(alpha) +
  logGamma(a + b) +
  logGamma(b + x) -
  logGamma(b) -
  logGamma(a + b + x)

/** What it has of a customer's times, as a logarithm. */
const ofTimes = ({ r, alpha, a, b }: BgNbd, { repeats: x, last, watched }: Purchases): number => {
  const stays = -(r + x) * Math.log(alpha + watched)
  if (x === 0) return stays
  const leaves = Math.log(a) - Math.log(b + x - 1) - (r + x) * Math.log(alpha + last)
  const top = Math.max(stays, leaves)
  return top + Math.log(Math.exp(stays - top) + Math.exp(leaves - top))
}

/** Fits BG/NBD by maximum likelihood, over logarithms of the parameters so that they stay positive. */
export const fitBgNbd = (customers: readonly Purchases[]): BgNbd => {
  const modelOf = ([r = 0, alpha = 0, a = 0, b = 0]: readonly number[]): BgNbd => ({
    ...{ r: Math.exp(r), alpha: Math.exp(alpha), a: Math.exp(a), b: Math.exp(b) },
  })
  const repeats = new Map<number, number>()
  for (const { repeats: x } of customers) repeats.set(x, (repeats.get(x) ?? 0) + 1)
  const cost = (at: readonly number[]): number => {
    const model = modelOf(at)
    const times = customers.reduce((sum, customer) => sum + ofTimes(model, customer), 0)
    const counts = [...repeats].reduce((sum, [x, people]) => sum + people * ofRepeats(model, x), 0)
    return -(times + counts) / customers.length
  }
  return modelOf(minimise(cost, [0, 1, 0, 0.5]))
}

/** What a buyer's orders were worth: their mean and how many. */
export type Spending = { orders: number; mean: number }

/** Fits Gamma-Gamma by maximum likelihood (Fader and Hardie 2013, equation 1a). Buyers who spent nothing are passed over. */
export const fitGammaGamma = (buyers: readonly Spending[]): GammaGamma => {
  const paying = buyers.filter(({ orders, mean }) => orders > 0 && mean > 0)
  const scale = paying.reduce((sum, { mean }) => sum + mean, 0) / Math.max(1, paying.length)
  const modelOf = ([p = 0, q = 0, v = 0]: readonly number[]) => ({ p: Math.exp(p), q: Math.exp(q), v: Math.exp(v) })
  const likelihood = ({ p, q, v }: GammaGamma, { orders: x, mean }: Spending): number => {
    const m = mean / scale
    return (
      logGamma(p * x + q) -
      logGamma(p * x) -
      logGamma(q) +
      q * Math.log(v) +
      (p * x - 1) * Math.log(m) +
      p * x * Math.log(x) -
      (p * x + q) * Math.log(x * m + v)
    )
  }
  const cost = (at: readonly number[]): number =>
    -paying.reduce((sum, buyer) => sum + likelihood(modelOf(at), buyer), 0) / Math.max(1, paying.length)
  const { p, q, v } = modelOf(minimise(cost, [0, 1, 1]))
  return { p, q, v: v * scale }
}

/** What a value is reckoned with. Shares of 1, per year. */
export type Economics = { margin: number; discount: number; retention: number }

const YEAR = 365

/**
 * Customer lifetime value, simply: order value × orders a year × margin / (1 − retention + discount). For communities with too
 * few buyers to fit a model.
 */
export const simpleValue = (
  { orderValue, ordersPerYear }: { orderValue: number; ordersPerYear: number },
  { margin, discount, retention }: Economics,
): Explained => {
  const years = 1 / (1 - retention + discount)
  return {
    value: short(orderValue * ordersPerYear * margin * years),
    lines: [
      { what: 'mean order', input: orderValue, gives: orderValue },
      { what: 'orders a year', input: ordersPerYear, gives: short(orderValue * ordersPerYear) },
      { what: 'margin', input: margin, gives: short(orderValue * ordersPerYear * margin) },
      { what: 'years to come, by retention and discount', input: retention, weight: discount, gives: short(years) },
    ],
  }
}

/**
 * Customer lifetime value by BG/NBD and Gamma-Gamma over the next `years`, month by month, discounted: margin × E[order] ×
 * Σ (E[orders until t] − E[orders until t − 1]) / (1 + discount)^t.
 */
export const modelledValue = (
  models: BuyerModels,
  customer: Purchases & Spending,
  { margin, discount }: Economics,
  years = 3,
): Explained => {
  const orderValue = expectedOrderValue(models.value, customer.orders, customer.mean)
  let before = 0
  let orders = 0
  for (let month = 1; month <= years * 12; month++) {
    const until = expectedOrders(models.orders, customer, (month * YEAR) / 12)
    orders += (until - before) / (1 + discount) ** (month / 12)
    before = until
  }
  return {
    value: short(margin * orderValue * orders),
    lines: [
      {
        what: 'chance that the customer still buys',
        input: short(aliveness(models.orders, customer)),
        gives: short(before),
      },
      {
        what: `orders to expect in ${years} years, discounted`,
        input: short(before),
        weight: discount,
        gives: short(orders),
      },
      { what: 'worth of an order', input: customer.mean, gives: short(orderValue) },
      { what: 'margin', input: margin, gives: short(margin * orderValue * orders) },
    ],
  }
}

const isNumber = ({ value, lines }: Explained): boolean =>
  value >= 0 && [value, ...lines.map(({ gives }) => gives)].every(Number.isFinite)

/**
 * What a customer will be worth: by the models if there are any and they say something of this one, else simply. A community in
 * which all buyers are alike fits parameters without bounds, of which nothing can be reckoned.
 */
export const worth = (
  models: BuyerModels | undefined,
  customer: Purchases & Spending,
  economics: Economics,
): Explained => {
  const modelled = models && modelledValue(models, customer, economics)
  if (modelled && isNumber(modelled)) return modelled
  const years = Math.max(1, customer.watched / YEAR)
  return simpleValue({ orderValue: customer.mean, ordersPerYear: customer.orders / years }, economics)
}
