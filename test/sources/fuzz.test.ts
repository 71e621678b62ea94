import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { activitySchema } from '../../shared/domain/listen/activity.ts'
import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { samples } from '../fuzz/samples.ts'
import { mappings, PLATFORMS, SOURCES_OF_FUZZ } from '../fuzz/world.ts'
import { doorEvent, NOW, openDoor, SECRETS, SOURCES, signed } from '../support/door.ts'

const json = samples.filter(({ source }) => source !== 'youtube')
const UNSIGNED: ReadonlySet<string> = new Set([
  'reviews',
  'blog',
  'reddit',
  'events',
  'secured',
  'news',
  'backdoor',
  'bus',
  'keyed',
  'sky',
  'feedy',
])

/** Every place in a JSON value, as the keys that lead there. */
const places = (value: unknown, path: string[] = []): string[][] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))]
    : [path]

const replaced = (value: unknown, path: string[], by: unknown): unknown => {
  const [key, ...rest] = path
  if (key === undefined) return by
  if (Array.isArray(value)) return value.map((inner, at) => (String(at) === key ? replaced(inner, rest, by) : inner))
  return Object.fromEntries(
    Object.entries(value as object).map(([name, inner]) => [name, name === key ? replaced(inner, rest, by) : inner]),
  )
}

const junk = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    null,
    '',
    0,
    -1,
    1e308,
    true,
    [],
    {},
    'javascript:alert(1)',
    '\u001b[31m\r\n',
    '2026-02-30T99:00:00Z',
    '\ud800',
    'x'.repeat(200_000),
  ),
)

describe('a delivery with anything in any place', () => {
  it('becomes valid activities, is ignored, or is malformed and says where; nothing else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...json), fc.nat(), junk, ({ source, payload }, at, value) => {
        const body = JSON.parse(payload.body)
        const all = places(body)
        const path = all[at % all.length] ?? []
        const text = JSON.stringify(replaced(body, path, value)) ?? ''
        const delivery = {
          v: 1 as const,
          id: 'd',
          source,
          receivedAt: new Date(NOW).toISOString(),
          headers: payload.headers,
        }
        try {
          const { activities, ignored } = normaliseDelivery(
            delivery,
            Buffer.from(text),
            SOURCES_OF_FUZZ,
            mappings[source],
          )
          expect(activities.length > 0 || ignored !== undefined).toBe(true)
          for (const activity of activities) {
            expect(activitySchema.parse(activity)).toEqual(activity)
            expect(activity.platform).toBe(PLATFORMS[source] ?? source)
            expect(JSON.stringify(activity)).not.toMatch(/"(url|avatar)":"(?!https?:)/)
          }
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedDeliveryError)
        }
      }),
      { numRuns: 3_000 },
    )
  })

  it('is answered at the door without a crash, and never taken when its bytes were changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples.filter(({ source }) => !UNSIGNED.has(source))),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async ({ source, payload }, at, by) => {
          const door = openDoor()
          const request = signed(SOURCES[source] ?? 'github', SECRETS[source] ?? '', payload)
          const body = Buffer.from(request.body)
          const place = at % body.length
          body[place] = (body[place] ?? 0) ^ by
          expect((await door.post(source, { ...request, body })).status).toBe(401)
          expect(door.queue).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is answered whatever the request looks like', async () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }))
    await fc.assert(
      fc.asyncProperty(
        text,
        text,
        fc.dictionary(text, text),
        text,
        fc.boolean(),
        async (source, token, headers, body, base64) => {
          const door = openDoor()
          const { status } = await door.send({
            ...doorEvent(source, token, { headers }),
            body,
            isBase64Encoded: base64,
          })
          expect(status).toBe(404)
        },
      ),
      { numRuns: 300 },
    )
  })
})
