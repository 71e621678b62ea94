/** Enough terms for z well below 1, where the series is asked for. */
const TERMS = 2_000

/**
 * Gauss's hypergeometric function 2F1(a, b; c; z) by its series, for 0 <= z < 1.
 * @throws RangeError when z is not in that range
 */
export const hypergeometric = (a: number, b: number, c: number, z: number): number => {
  if (!(z >= 0 && z < 1)) throw new RangeError(`2F1 is summed for 0 <= z < 1 only; got z = ${z}.`)
  let term = 1
  let sum = 1
  for (let n = 0; n < TERMS; n++) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z
    sum += term
    if (Math.abs(term) < Math.abs(sum) * 1e-15) break
  }
  return sum
}

type Point = readonly number[]
type Vertex = { at: Point; cost: number }

const mix = (from: Point, to: Point, by: number): number[] => from.map((x, at) => x + by * (Number(to[at]) - x))

const centreOf = (vertices: readonly Vertex[], axes: Point): number[] =>
  axes.map((_, axis) => vertices.reduce((sum, { at }) => sum + Number(at[axis]), 0) / vertices.length)

/**
 * The place where a function is smallest, by the simplex method of Nelder and Mead (The Computer Journal, 1965) with its usual
 * coefficients 1, 2, 0.5 and 0.5.
 * @param cost a place where it is not a number counts as worse than any other
 * @param start where to begin; the first simplex reaches 0.5 along each axis
 */
export const minimise = (cost: (at: Point) => number, start: Point, rounds = 2_000): Point => {
  const vertex = (at: Point): Vertex => {
    const value = cost(at)
    return { at, cost: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value }
  }
  let simplex = [start, ...start.map((_, axis) => start.map((x, at) => (at === axis ? x + 0.5 : x)))].map(vertex)
  for (let round = 0; round < rounds; round++) {
    simplex = simplex.toSorted((one, other) => one.cost - other.cost)
    const [best, second, worst] = [simplex.at(0), simplex.at(-2), simplex.at(-1)]
    if (!best || !second || !worst || worst.cost - best.cost < 1e-12) break
    const others = simplex.slice(0, -1)
    const centre = centreOf(others, start)
    const reflected = vertex(mix(worst.at, centre, 2))
    if (reflected.cost < best.cost) {
      const further = vertex(mix(worst.at, centre, 3))
      simplex = [...others, further.cost < reflected.cost ? further : reflected]
    } else if (reflected.cost < second.cost) simplex = [...others, reflected]
    else {
      const better = reflected.cost < worst.cost ? reflected : worst
      const nearer = vertex(mix(better.at, centre, 0.5))
      simplex =
        nearer.cost < better.cost
          ? [...others, nearer]
          : [best, ...simplex.slice(1).map((one) => vertex(mix(best.at, one.at, 0.5)))]
    }
  }
  return simplex.reduce((best, one) => (one.cost < best.cost ? one : best), vertex(start)).at
}
