import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { seededRandom } from '../../../local/random.ts'
import {
  aliveness,
  expectedOrders,
  expectedOrderValue,
  fitBgNbd,
  fitGammaGamma,
  modelledValue,
  type Purchases,
  simpleValue,
  worth,
} from '../../../shared/domain/score/lifetime.ts'
import { hypergeometric, minimise } from '../../../shared/domain/score/numeric.ts'
import { type Custom, cutsOf, quintilesOf, rfm } from '../../../shared/domain/score/rfm.ts'

/** The parameters that Fader, Hardie and Lee publish for the CDNOW data, weeks. */
const CDNOW = { r: 0.242594, alpha: 4.413541, a: 0.792886, b: 2.425752 }

describe('BG/NBD', () => {
  it('gives the published 1.226 orders in 39 weeks', () => {
    expect(expectedOrders(CDNOW, { repeats: 2, last: 30.43, watched: 38.86 }, 39)).toBeCloseTo(1.226, 3)
  })

  it('takes who never came back for alive, and who came often and stayed away for gone', () => {
    expect(aliveness(CDNOW, { repeats: 0, last: 0, watched: 38 })).toBe(1)
    expect(aliveness(CDNOW, { repeats: 20, last: 10, watched: 38 })).toBeLessThan(0.01)
  })

  it('expects more orders in more time, never fewer than none', () => {
    const customer = fc.record({
      repeats: fc.nat(30),
      last: fc.double({ min: 0, max: 50, noNaN: true }),
      watched: fc.constant(50),
    })
    fc.assert(
      fc.property(customer, fc.double({ min: 1, max: 100, noNaN: true }), (of, ahead) => {
        const less = expectedOrders(CDNOW, of, ahead)
        expect(less).toBeGreaterThanOrEqual(0)
        expect(expectedOrders(CDNOW, of, ahead * 2)).toBeGreaterThanOrEqual(less)
      }),
    )
  })

  it('finds the parameters that customers were made with', () => {
    const random = seededRandom(7)
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    // Marsaglia and Tsang, 2000; below 1 by the power of a uniform number.
    const gamma = (k: number): number => {
      if (k < 1) return gamma(k + 1) * random() ** (1 / k)
      for (;;) {
        const x = normal()
        const v = (1 + x / Math.sqrt(9 * (k - 1 / 3))) ** 3
        if (v > 0 && Math.log(random()) < 0.5 * x * x + (k - 1 / 3) * (1 - v + Math.log(v))) return (k - 1 / 3) * v
      }
    }
    const customers = Array.from({ length: 3_000 }, (): Purchases => {
      const [rate, stay, go] = [gamma(0.9) / 20, gamma(2.4), gamma(0.8)]
      const watched = 200 + 200 * random()
      let [time, repeats, last] = [0, 0, 0]
      for (;;) {
        time -= Math.log(1 - random()) / rate
        if (time > watched) break
        repeats += 1
        last = time
        if (random() < go / (go + stay)) break
      }
      return { repeats, last, watched }
    })
    const { r, alpha, a, b } = fitBgNbd(customers)
    expect(Math.abs(r - 0.9)).toBeLessThan(0.15)
    expect(Math.abs(alpha - 20)).toBeLessThan(4)
    expect(a / (a + b)).toBeCloseTo(0.25, 1)
  }, 20_000)
})

describe('Gamma-Gamma', () => {
  it('believes a customer’s own mean more with every order', () => {
    const model = { p: 6.25, q: 3.74, v: 15.44 }
    const usual = (model.p * model.v) / (model.q - 1)
    const [one, many] = [expectedOrderValue(model, 1, 100), expectedOrderValue(model, 50, 100)]
    expect(one).toBeGreaterThan(usual)
    expect(many).toBeGreaterThan(one)
    expect(many).toBeLessThan(100)
  })

  it('fits what was spent, in any unit, and passes over who spent nothing', () => {
    const random = seededRandom(3)
    const buyers = Array.from({ length: 400 }, () => {
      const own = 20 + 60 * random()
      return { orders: 1 + Math.floor(random() * 8), mean: own * (0.8 + 0.4 * random()) }
    })
    const [plain, cents] = [
      fitGammaGamma([...buyers, { orders: 2, mean: 0 }]),
      fitGammaGamma(buyers.map(({ orders, mean }) => ({ orders, mean: mean * 100 }))),
    ]
    expect(expectedOrderValue(plain, 4, 50) * 100).toBeCloseTo(expectedOrderValue(cents, 4, 5_000), -1)
    expect(expectedOrderValue(plain, 0, 0)).toBeGreaterThan(35)
    expect(expectedOrderValue(plain, 0, 0)).toBeLessThan(65)
  })
})

describe('lifetime value', () => {
  const economics = { margin: 0.4, discount: 0.1, retention: 0.6 }

  it('is reckoned simply where buyers are few', () => {
    const value = simpleValue({ orderValue: 50, ordersPerYear: 2 }, economics)
    expect(value.value).toBe(80)
    expect(value.lines.map(({ gives }) => gives)).toEqual([50, 100, 40, 2])
  })

  it('is the worth of the orders to come where they are many', () => {
    const models = { orders: CDNOW, value: { p: 6.25, q: 3.74, v: 15.44 } }
    const customer = { repeats: 6, last: 300, watched: 320, orders: 7, mean: 40 }
    const value = modelledValue(models, customer, economics)
    const undiscounted = modelledValue(models, customer, { ...economics, discount: 0 })
    expect(value.value).toBeGreaterThan(0)
    expect(undiscounted.value).toBeGreaterThan(value.value)
    const orders = expectedOrders(CDNOW, customer, 3 * 365)
    expect(undiscounted.value).toBeCloseTo(0.4 * expectedOrderValue(models.value, 7, 40) * orders, 2)
  })

  it.each([
    ['everybody bought once, just now', { repeats: 0, last: 0, watched: 0, orders: 1, mean: 3_000 }],
    ['everybody buys every day', { repeats: 300, last: 300, watched: 300, orders: 301, mean: 500 }],
    ['nobody ever paid', { repeats: 2, last: 30, watched: 60, orders: 3, mean: 0 }],
  ])('is a number also where a model says nothing: %s', (_, buyer) => {
    const buyers = Array.from({ length: 50 }, () => buyer)
    const models = { orders: fitBgNbd(buyers), value: fitGammaGamma(buyers) }
    for (const customer of [buyer, { repeats: 0, last: 0, watched: 0, orders: 1, mean: 10 }]) {
      const { value, lines } = worth(models, customer, economics)
      expect([value, ...lines.map(({ gives }) => gives)].every((one) => Number.isFinite(one) && one >= 0)).toBe(true)
    }
  })

  it('is reckoned simply where the series of a model has no sum', () => {
    const models = { orders: { ...CDNOW, alpha: 1e-300 }, value: { p: 6.25, q: 3.74, v: 15.44 } }
    const newcomer = { repeats: 0, last: 0, watched: 0, orders: 1, mean: 50 }
    expect(worth(models, newcomer, economics)).toEqual(worth(undefined, newcomer, economics))
  })

  it('counts no less than a year of who was never watched so long', () => {
    const customer = { repeats: 1, last: 10, watched: 20, orders: 2, mean: 50 }
    expect(worth(undefined, customer, economics)).toEqual(simpleValue({ orderValue: 50, ordersPerYear: 2 }, economics))
  })
})

describe('the numbers behind', () => {
  it('2F1 is what closed forms say', () => {
    for (const z of [0, 0.1, 0.5, 0.9]) {
      expect(hypergeometric(1, 1, 2, z)).toBeCloseTo(z === 0 ? 1 : -Math.log(1 - z) / z, 10)
      expect(hypergeometric(3, 2, 2, z)).toBeCloseTo((1 - z) ** -3, 8)
    }
  })

  it.each([-0.1, 1, Number.NaN])('2F1 at %d is refused', (z) =>
    expect(() => hypergeometric(1, 1, 2, z)).toThrow(RangeError),
  )

  it('the smallest place of a narrow valley is found, past places that are no number', () => {
    const rosenbrock = ([x = 0, y = 0]: readonly number[]) =>
      x < -3 ? Number.NaN : (1 - x) ** 2 + 100 * (y - x * x) ** 2
    const [x, y] = minimise(rosenbrock, [-3.2, 2])
    expect(x).toBeCloseTo(1, 3)
    expect(y).toBeCloseTo(1, 3)
  })
})

describe('a minimum', () => {
  it('is found where a function has steps, and on a ridge', () => {
    const steps = ([x = 0, y = 0]: readonly number[]) => Math.floor(4 * Math.abs(x)) + Math.floor(4 * Math.abs(y))
    expect(steps(minimise(steps, [2.6, 1.9]))).toBeLessThanOrEqual(steps([2.6, 1.9]))
    const ridge = ([x = 0, y = 0]: readonly number[]) => Math.max(Math.abs(x - y) * 50, Math.abs(x + y))
    expect(ridge(minimise(ridge, [3, 1]))).toBeLessThan(0.1)
    const cusp = ([x = 0, y = 0]: readonly number[]) => Math.sqrt(Math.abs(x)) + Math.sqrt(Math.abs(y))
    expect(cusp(minimise(cusp, [0.1, 0.2]))).toBeLessThan(0.01)
  })

  it('of nothing is where it began', () => expect(minimise(() => 1, [])).toEqual([]))
})

describe('RFM', () => {
  const days = Array.from({ length: 100 }, (_, at) => at)
  const cuts = { recency: cutsOf(days), frequency: cutsOf(days), money: cutsOf(days) }

  it('codes the best customer as 555 and the worst as 111', () => {
    expect(rfm({ recency: 0, frequency: 99, money: 99 }, cuts).value).toBe(555)
    expect(rfm({ recency: 99, frequency: 0, money: 0 }, cuts).value).toBe(111)
  })

  it('puts a fifth of all into each class', () => {
    const classes = days.map((day) => Math.floor(rfm({ recency: 0, frequency: day, money: 0 }, cuts).value / 10) % 10)
    for (const one of [1, 2, 3, 4, 5]) expect(classes.filter((other) => other === one)).toHaveLength(20)
  })

  it('gives the most for money only to those who have spent the most, however few have spent anything', () => {
    const members = Array.from({ length: 95 }, () => ({ recency: 1, frequency: 1, money: 0 }))
    const buyers = Array.from({ length: 5 }, (_, at) => ({ recency: 1, frequency: 1, money: 1_000 * (at + 1) }))
    const quintiles = quintilesOf([...members, ...buyers])
    const money = (custom: Custom): number => rfm(custom, quintiles).value % 10
    expect(buyers.map(money)).toEqual([1, 2, 3, 4, 5])
    expect(members.map(money)).toEqual(members.map(() => 1))
    expect(money({ recency: 1, frequency: 1, money: 0 })).toBe(
      rfm({ recency: 1, frequency: 1, money: 0 }, quintilesOf(members)).value % 10,
    )
  })

  it('has cuts of nothing for nobody', () => expect(cutsOf([])).toEqual([0, 0, 0, 0]))
})
