import { NOW } from '../support/door.ts'
import { BYTE_MUTATIONS } from './mutate-body.ts'
import { JSON_MUTATIONS } from './mutate-json.ts'
import { REQUEST_MUTATIONS } from './mutate-request.ts'
import { type RequestMutation, type Scene, SIGNATURE_MUTATIONS } from './mutate-signature.ts'
import { type Random, randomFrom, seedOf } from './random.ts'
import { type Request, requestOf } from './request.ts'
import { type Sample, samples } from './samples.ts'
import { type Signing, SOURCES_OF_FUZZ, signedBy, signedOnce } from './world.ts'

/** One delivery and what was done to it. */
export type Trial = {
  /** By which it can be made again, with the seed of the run. */
  at: number
  request: Request
  /** What senders signed that this request could be made of. */
  signings: readonly Signing[]
  /** In the order in which they were done; none for a delivery as it should be. */
  mutations: readonly string[]
  queueFails: boolean
}

const onBody =
  (table: Readonly<Record<string, (body: Buffer, random: Random, other: Buffer) => Buffer>>) =>
  ([name]: [string, unknown]): [string, RequestMutation] => [
    `body: ${name}`,
    (request, { random, other }) => ({
      ...request,
      body: table[name]?.(request.body, random, other.body) ?? request.body,
    }),
  ]

const MUTATIONS: readonly [string, RequestMutation][] = [
  ...Object.entries(BYTE_MUTATIONS).map(onBody(BYTE_MUTATIONS)),
  ...Object.entries(JSON_MUTATIONS).map(onBody(JSON_MUTATIONS)),
  ...Object.entries(SIGNATURE_MUTATIONS).map(([name, mutate]): [string, RequestMutation] => [
    `signature: ${name}`,
    mutate,
  ]),
  ...Object.entries(REQUEST_MUTATIONS).map(([name, mutate]): [string, RequestMutation] => [`request: ${name}`, mutate]),
]

/** What can be done to a delivery, by name. */
export const MUTATION_NAMES: readonly string[] = MUTATIONS.map(([name]) => name)

const bySource = (chosen: readonly Sample[]): Sample[][] =>
  [...new Set(chosen.map(({ source }) => source))].map((name) => chosen.filter(({ source }) => source === name))

/** The samples of the types that are asked for, by source; all when none are. */
export const samplesOf = (types: readonly string[]): Sample[][] =>
  bySource(samples.filter(({ source }) => types.length === 0 || types.includes(SOURCES_OF_FUZZ[source]?.type ?? '')))

/** Seconds by which a sender's clock may be off, or its delivery late: about the edges of what is allowed. */
const SKEWS = [0, 59, 60, 61, 299, 300, 301, 899, 900, 901, 7_199, 7_200, 7_201, 86_400]

const clockOf = (random: Random): number =>
  random.once(4) ? NOW + random.pick([-1_000, 1_000]) * random.pick(SKEWS) : NOW

const WAYS = ['current', 'previous'] as const

const OF_BODIES = [...Object.entries(BYTE_MUTATIONS), ...Object.entries(JSON_MUTATIONS)]

/** What a platform's own users make it say: anything, and well signed. */
const strangelyPut = (sample: Sample, random: Random): { sample: Sample; mutations: string[] } => {
  const [name, mutate] = random.pick(OF_BODIES)
  const other = Buffer.from(random.pick(samples).payload.body)
  const body = mutate(Buffer.from(sample.payload.body), random, other).toString('utf8')
  return { sample: { ...sample, payload: { ...sample.payload, body } }, mutations: [`said: ${name}`] }
}

const ownOf = (sample: Sample, control: boolean, random: Random): { own: Signing; mutations: string[] } => {
  // Only a message of SNS can be signed as one.
  if (control || sample.source === 'news' || !random.once(3))
    return { own: signedBy(sample, control ? NOW : clockOf(random), random.pick(WAYS)), mutations: [] }
  const put = strangelyPut(sample, random)
  return { own: signedOnce(put.sample, clockOf(random)), mutations: put.mutations }
}

/** Made of nothing but the seed and the number. */
export const trialOf = (seed: number, at: number, from: readonly Sample[][]): Trial => {
  const random = randomFrom(seedOf(seed, at))
  const sample = random.pick(random.pick(from))
  const alike = samples.filter(({ source }) => source === sample.source)
  const control = random.once(12)
  const { own, mutations } = ownOf(sample, control, random)
  const other = signedBy(random.pick(random.once(2) ? alike : samples), clockOf(random), random.pick(WAYS))
  const scene: Scene = { random, own, other }
  let request = requestOf(own, NOW)
  for (let left = control ? 0 : (mutations.length > 0 ? 0 : 1) + random.int(3); left > 0; left--) {
    const [name, mutate] = random.pick(MUTATIONS)
    request = mutate(request, scene)
    mutations.push(name)
  }
  return { at, request, signings: [own, other], mutations, queueFails: !control && random.once(100) }
}
