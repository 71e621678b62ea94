import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { INLINE_BODY_LIMIT } from '../../../shared/domain/listen/delivery.ts'
import {
  CALL_BYTES,
  callsOf,
  fitsRecord,
  type RawLine,
  RECORD_BYTES,
} from '../../../shared/domain/listen/raw-records.ts'

const line = (id: number, bytes: number): RawLine => ({ id: `m${id}`, text: 'x'.repeat(bytes) })
const bytesOf = (text: string): number => Buffer.byteLength(text)

/** Firehose's own limits, of which ours have to stay below. */
const FIREHOSE = { records: 500, recordBytes: 1_024_000, callBytes: 4 * 1024 * 1024 }

const sizes = fc.array(fc.oneof(fc.nat(3_000), fc.integer({ min: 200_000, max: RECORD_BYTES - 1 })), { maxLength: 60 })

describe('deliveries on their way to the archive', () => {
  it('are all there, once, in their order, a line each', () => {
    fc.assert(
      fc.property(sizes, (all) => {
        const lines = all.map((bytes, at) => line(at, bytes))
        const records = callsOf(lines).flat()
        expect(records.map(({ text }) => text).join('')).toBe(lines.map(({ text }) => `${text}\n`).join(''))
        expect(records.flatMap(({ ids }) => ids)).toEqual(lines.map(({ id }) => id))
        for (const { text, ids } of records) expect(text.split('\n')).toHaveLength(ids.length + 1)
      }),
      { numRuns: 50 },
    )
  })

  it('keep to what Firehose takes: records, bytes of a record, bytes of a call as base64', () => {
    fc.assert(
      fc.property(sizes, (all) => {
        for (const call of callsOf(all.map((bytes, at) => line(at, bytes)))) {
          expect(call.length).toBeLessThanOrEqual(FIREHOSE.records)
          for (const { text } of call) expect(bytesOf(text)).toBeLessThanOrEqual(FIREHOSE.recordBytes)
          const base64 = call.reduce((sum, { text }) => sum + 4 * Math.ceil(bytesOf(text) / 3), 0)
          expect(base64).toBeLessThan(FIREHOSE.callBytes)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('share a record when they are small, so that a batch is one record of one call', () => {
    const [call = [], ...more] = callsOf(Array.from({ length: 25 }, (_, at) => line(at, 6_000)))
    expect([call.length, more.length]).toEqual([1, 0])
  })

  it('are spread over calls when they are many and large', () => {
    const calls = callsOf(Array.from({ length: 20 }, (_, at) => line(at, RECORD_BYTES - 1)))
    expect(calls).toHaveLength(Math.ceil(20 / Math.floor(CALL_BYTES / RECORD_BYTES)))
  })

  it('fit with the largest body that travels inline, and not beyond a record', () => {
    const envelope = 10_000
    expect(fitsRecord(line(1, Math.ceil(INLINE_BODY_LIMIT / 3) * 4 + envelope))).toBe(true)
    expect(fitsRecord(line(1, RECORD_BYTES - 1))).toBe(true)
    expect(fitsRecord(line(1, RECORD_BYTES))).toBe(false)
    expect(fitsRecord({ id: 'm', text: 'ü'.repeat(RECORD_BYTES / 2) })).toBe(false)
  })

  it('are no calls when there are none', () => {
    expect(callsOf([])).toEqual([])
  })
})
