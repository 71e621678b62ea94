import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import * as z from 'zod/mini'
import type { Delivery } from '../../shared/domain/listen/delivery.ts'
import { verifyToken } from '../../shared/sources/door.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { verificationOf } from '../../shared/sources/verification.ts'
import { signatureOf } from '../../shared/sources/verify.ts'
import { insideWrong } from '../fuzz/meaning.ts'
import { eventOf, type Request, requestOf, withHeader } from '../fuzz/request.ts'
import { type Sample, samples } from '../fuzz/samples.ts'
import {
  CERTIFICATE,
  isWithoutDoor,
  mappings,
  type Signing,
  SOURCES_OF_FUZZ,
  secrets,
  signedBy,
} from '../fuzz/world.ts'
import { NOW, openDoor } from '../support/door.ts'

/**
 * Cases that were found, or that others fell over (the pitfalls of the design). Each file of `corpus/` says what a sender
 * signs, what is sent instead, and what must happen; the schema below is its form.
 */

const text = z.optional(z.string())
const schema = z.strictObject({
  /** What it is, and why it matters. */
  what: z.string(),
  source: z.string(),
  /** How long ago the sender signed it; below zero: how far its clock is ahead. */
  ageSeconds: z.optional(z.int()),
  /** What the sender signs: a sample of the source, by its number, with other headers, other bytes, or other words in it. */
  signed: z.optional(
    z.strictObject({
      sample: z.optional(z.int()),
      headers: z.optional(z.record(z.string(), z.string())),
      body: text,
      replace: z.optional(z.tuple([z.string(), z.string()])),
    }),
  ),
  /** What is sent instead. In texts `{signature}`, `{value}` (of its header), `{ts}`, `{id}` and `{verifyToken}` are put in. */
  sent: z.optional(
    z.strictObject({
      headers: z.optional(z.record(z.string(), z.nullable(z.string()))),
      add: z.optional(z.array(z.tuple([z.string(), z.string()]))),
      body: text,
      /** Marked as base64, as it is. */
      raw: text,
      /** Parsed and written again, with blanks. */
      rewrite: z.optional(z.literal(true)),
      /** So many characters of the body at the end of this header. */
      moveFromBody: z.optional(z.tuple([z.string(), z.int()])),
      upperSignature: z.optional(z.literal(true)),
      upperToken: z.optional(z.literal(true)),
      emptyKey: z.optional(z.literal(true)),
      method: text,
      query: z.optional(z.record(z.string(), z.string())),
      /** The name in the address. */
      name: text,
      /** What this other source's sender signed. */
      source: text,
    }),
  ),
  must: z.strictObject({
    status: z.int(),
    queued: z.int(),
    reason: text,
    says: text,
    saysNot: text,
    /** How many certificates are fetched. */
    fetched: z.optional(z.int()),
    meaning: z.optional(z.enum(['activities', 'ignored', 'malformed'])),
    /** Of the activities as JSON. */
    holds: text,
    holdsNot: text,
  }),
})
type Case = z.infer<typeof schema>

const folder = new URL('./corpus/', import.meta.url)
const cases = readdirSync(folder).map((file): [string, Case] => [
  file.replace('.json', ''),
  schema.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
])

const sampleOf = (source: string, { sample = 0, headers, body, replace }: NonNullable<Case['signed']>): Sample => {
  const found = samples.filter((one) => one.source === source)[sample]
  if (!found) throw new Error(`There is no sample ${sample} of ${source}.`)
  const words = body ?? found.payload.body
  if (replace && !words.includes(replace[0])) throw new Error(`The sample does not hold ${replace[0]}.`)
  return {
    source,
    payload: {
      headers: { ...found.payload.headers, ...headers },
      body: replace ? words.replaceAll(replace[0], () => replace[1]) : words,
    },
  }
}

const filler =
  ({ source, signature, value, ts, id }: Signing) =>
  (words: string): string =>
    words
      .replace('{signature}', signature)
      .replace('{value}', value)
      .replace('{ts}', ts ?? '')
      .replace('{id}', id ?? '')
      .replace('{verifyToken}', verifyToken(secrets[source] ?? ''))

const withHeaders = (request: Request, sent: NonNullable<Case['sent']>, fill: (words: string) => string): Request => {
  const changed = Object.entries(sent.headers ?? {}).reduce(
    (all, [name, value]) => withHeader(all, name, value === null ? undefined : fill(value)),
    request,
  )
  const added = (sent.add ?? []).map(([name, value]): [string, string] => [name, fill(value)])
  return { ...changed, headers: [...changed.headers, ...added] }
}

const withSignature = (request: Request, sent: NonNullable<Case['sent']>, own: Signing): Request => {
  const { scheme } = verificationOf(own.settings)
  if (sent.upperSignature)
    return withHeader(request, own.header, own.value.replace(own.signature, own.signature.toUpperCase()))
  if (!sent.emptyKey || !('template' in scheme) || scheme.kind === 'ed25519') return request
  const forged = signatureOf(scheme, Buffer.alloc(0), { body: own.body, ts: own.ts ?? '', id: own.id ?? '' })
  return withHeader(request, own.header, own.value.replace(own.signature, forged))
}

const withBody = (request: Request, sent: NonNullable<Case['sent']>): Request => {
  if (sent.raw !== undefined) return { ...request, wire: { broken: sent.raw } }
  if (sent.body !== undefined) return { ...request, body: Buffer.from(sent.body) }
  if (sent.rewrite) return { ...request, body: Buffer.from(JSON.stringify(JSON.parse(String(request.body)), null, 1)) }
  if (!sent.moveFromBody) return request
  const [name, many] = sent.moveFromBody
  const [, value = ''] = request.headers.find(([one]) => one === name) ?? []
  const moved = withHeader(request, name, value + request.body.subarray(0, many).toString())
  return { ...moved, body: request.body.subarray(many) }
}

const requestFor = ({ source, signed = {}, sent = {}, ageSeconds = 0 }: Case): Request => {
  const own = signedBy(sampleOf(source, signed), NOW - ageSeconds * 1_000)
  const fill = filler(own)
  const stranger = sent.source === undefined ? undefined : signedBy(sampleOf(sent.source, {}))
  const base = stranger ? { ...requestOf(stranger, NOW), source, token: own.tokens[0] ?? '' } : requestOf(own, NOW)
  const request = withBody(withSignature(withHeaders(base, sent, fill), sent, own), sent)
  const query = Object.fromEntries(Object.entries(sent.query ?? {}).map(([name, value]) => [name, fill(value)]))
  const token = sent.upperToken ? request.token.toUpperCase() : request.token
  return { ...request, token, query, method: sent.method ?? 'POST', source: sent.name ?? request.source }
}

const meaningOf = (delivery: Parameters<typeof normaliseDelivery>[0], body: Buffer): [string, string] => {
  try {
    const { activities } = normaliseDelivery(delivery, body, SOURCES_OF_FUZZ, mappings[delivery.source])
    return [activities.length > 0 ? 'activities' : 'ignored', JSON.stringify(activities)]
  } catch (error) {
    return ['malformed', error instanceof Error ? error.message : '']
  }
}

const deliveryOf = ({ source, body }: Request): Delivery => ({
  v: 1,
  id: 'd',
  source,
  receivedAt: new Date(NOW).toISOString(),
  headers: {},
  body: body.toString('base64'),
})

describe('cases that were found', () => {
  it.each(cases)('%s', async (_, one) => {
    const { must } = one
    const door = openDoor(SOURCES_OF_FUZZ, { ...secrets })
    Object.assign(door.state, { certificate: CERTIFICATE })
    const { status, text: said } = await door.send(eventOf(requestFor(one)))
    const reason = /"reason":"(\w+)"/.exec(door.state.log.find((line) => line.includes('refused')) ?? '')?.[1]
    expect({ status, queued: door.queue.length, ...(must.reason ? { reason } : {}) }).toEqual({
      status: must.status,
      queued: must.queued,
      ...(must.reason ? { reason: must.reason } : {}),
    })
    if (must.says) expect(said).toContain(must.says)
    if (must.saysNot) expect(said).not.toContain(must.saysNot)
    if (must.fetched !== undefined) expect(door.state.fetched).toHaveLength(must.fetched)
    // What sources within the account say comes by another way.
    const within = isWithoutDoor(one.source) ? requestFor(one) : undefined
    if (within) expect(await insideWrong(within)).toBeUndefined()
    const delivery = within ? deliveryOf(within) : door.queue[0]
    if (!delivery) return
    const [meaning, written] = meaningOf(delivery, Buffer.from(delivery.body ?? '', 'base64'))
    if (must.meaning) expect(meaning).toBe(must.meaning)
    if (must.holds) expect(written).toContain(must.holds)
    if (must.holdsNot) expect(written).not.toContain(must.holdsNot)
  })
})
