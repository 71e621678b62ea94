import { describe, expect, it } from '@jest/globals'
import { judge } from '../fuzz/judge.ts'
import { PIECES, steepAt, textsOf } from '../fuzz/linear.ts'
import { randomFrom } from '../fuzz/random.ts'
import { runFuzz, together } from '../fuzz/run.ts'
import { MUTATION_NAMES, samplesOf, trialOf } from '../fuzz/trial.ts'
import { SOURCES_OF_FUZZ, secrets, signedBy } from '../fuzz/world.ts'
import { openDoor } from '../support/door.ts'

/** `npm run fuzz` does the same, a hundred times as often. */
const TIMES = 5_000
const FIXED = 20_261_122
const FRESH = Date.now() % 1_000_000_000

describe('deliveries that were tampered with', () => {
  it.each([
    ['the same ones every time', FIXED],
    [`others every time: npm run fuzz -- --seed ${FRESH} --runs ${TIMES} --threads 1`, FRESH],
  ])('are never taken, never end in a crash, and good ones are: %s', async (_, seed) => {
    const report = await runFuzz({ seed, from: 0, to: TIMES })
    expect(report.found).toEqual([])
    expect(report.tried).toBe(TIMES)
    expect(report.controls).toBeGreaterThan(TIMES / 20)
  })

  it('are of every type of source that there is', async () => {
    const types = new Set(Object.values(SOURCES_OF_FUZZ).map(({ type }) => type))
    const report = await runFuzz({ seed: FIXED, from: 0, to: 1_500 })
    expect(new Set(Object.keys(report.types))).toEqual(types)
  })

  it('are changed in every way that there is', () => {
    const chosen = samplesOf([])
    const seen = new Set(
      Array.from({ length: 4_000 }, (_, at) => trialOf(FIXED, at, chosen).mutations)
        .flat()
        .filter((name) => !name.startsWith('said: ')),
    )
    expect(seen).toEqual(new Set(MUTATION_NAMES))
  })

  it('can be put together from parts', async () => {
    const [one, other] = [
      await runFuzz({ seed: 1, from: 0, to: 100, types: ['github'] }),
      await runFuzz({ seed: 1, from: 100, to: 200, types: ['github'] }),
    ]
    expect(together([one, other]).types.github?.tried).toBe(200)
    await expect(runFuzz({ seed: 1, from: 0, to: 1, types: ['nothing'] })).rejects.toThrow(
      'no sample of the types nothing',
    )
  })
})

describe('the judge', () => {
  const [sample] = samplesOf(['github'])[0] ?? []
  if (!sample) throw new Error('There is no sample of GitHub.')
  const good = signedBy(sample)

  const broken = (change: (door: ReturnType<typeof openDoor>) => ReturnType<typeof openDoor>['send']) => {
    const door = openDoor(SOURCES_OF_FUZZ, { ...secrets })
    return { ...door, send: change(door) }
  }
  const verdicts = async (door: ReturnType<typeof openDoor>): Promise<Set<string>> => {
    const found = new Set<string>()
    for (let at = 0; at < 400; at++) {
      const { wrong } = await judge(trialOf(FIXED, at, samplesOf(['github'])), door)
      if (wrong) found.add(`${wrong.what}: ${wrong.how.slice(0, 30)}`)
    }
    return found
  }

  it('sees a door that takes what nobody signed', async () => {
    const door = broken(({ send }) => (event) => {
      const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8').toString()
      const again = signedBy({ ...sample, payload: { ...sample.payload, body } })
      return send({ ...event, headers: { ...event.headers, [good.header]: again.value } })
    })
    expect(await verdicts(door)).toContain('forgery: taken though nobody signed it')
  })

  it('sees a door that opens to anybody, that refuses what is good, and that breaks', async () => {
    const open = broken(
      ({ send }) =>
        (event) =>
          send({
            ...event,
            pathParameters: {
              ...event.pathParameters,
              token: good.tokens[0] ?? '',
            },
          }),
    )
    expect(await verdicts(open)).toContain('forgery: taken without the address')
    const shut = broken(
      ({ send }) =>
        (event) =>
          send({ ...event, pathParameters: { source: 'code', token: 'x' } }),
    )
    expect(await verdicts(shut)).toContain('lost: a good delivery was refused: u')
    const breaks = broken(() => async () => {
      throw new TypeError('broken')
    })
    expect([...(await verdicts(breaks))][0]).toMatch(/^crash: TypeError: broken/)
  })
})

describe('time', () => {
  it('grows with the length of text, whatever it is and wherever it stands', async () => {
    const random = randomFrom(FRESH)
    const places = samplesOf([]).flatMap(textsOf)
    const door = openDoor(SOURCES_OF_FUZZ, { ...secrets })
    for (let time = 0; time < 60; time++) {
      const { sample, path } = random.pick(places)
      expect((await steepAt(sample, path, random.pick(PIECES), door)).steep).toEqual([])
    }
  })
})
