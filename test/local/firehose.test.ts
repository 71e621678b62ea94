import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createFirehose, type Firehose, type FirehoseOptions } from '../../local/firehose/streams.ts'
import { openStore, type Store } from '../../local/state/store.ts'

const MINUTE = 60_000
const START = Date.parse('2026-11-14T16:58:00.000Z')
const STREAM = {
  name: 'raw-deliveries',
  arn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/raw-deliveries',
  roleArn: 'arn:aws:iam::000000000000:role/writer',
  bucket: 'archive',
  prefix: 'raw/!{timestamp:yyyy/MM/dd/HH}/',
  gzip: true,
  bufferMs: 5 * MINUTE,
  bufferBytes: 10_000,
}

let store: Store
let now: number
let objects: Map<string, Buffer>
let warnings: string[]
let denial: string | undefined

const open = (over: Partial<FirehoseOptions> = {}): Firehose => {
  const firehose = createFirehose({
    store,
    now: () => now,
    putObject: async (bucket, key, body) => void objects.set(`${bucket}/${key}`, body),
    denied: () => denial,
    warn: (message) => warnings.push(message),
    ...over,
  })
  firehose.declare(STREAM)
  return firehose
}

const put = (firehose: Firehose, ...texts: string[]) =>
  firehose.call('PutRecordBatch', {
    DeliveryStreamName: STREAM.name,
    Records: texts.map((text) => ({ Data: Buffer.from(text).toString('base64') })),
  })

beforeEach(() => {
  store = openStore()
  now = START
  objects = new Map()
  warnings = []
  denial = undefined
})
afterEach(() => store.close())

describe('the local Firehose', () => {
  it('writes one compressed object when the buffer’s time is over by the movable clock, under the hour of the oldest', async () => {
    const firehose = open()
    expect(put(firehose, 'a\n', 'b\n')).toMatchObject({ status: 200, body: { FailedPutCount: 0 } })
    now += 4 * MINUTE
    put(firehose, 'c\n')
    await firehose.flushDue()
    expect(objects.size).toBe(0)
    now += MINUTE
    await firehose.flushDue()
    const [[key, body] = ['', Buffer.of()]] = [...objects]
    expect(key).toMatch(/^archive\/raw\/2026\/11\/14\/16\/raw-deliveries-1-2026-11-14-16-58-00-[0-9a-f-]{36}\.gz$/)
    expect(gunzipSync(body).toString()).toBe('a\nb\nc\n')
    expect(firehose.waiting()).toEqual({ [STREAM.name]: 0 })
    await firehose.flushDue()
    expect(objects.size).toBe(1)
  })

  it('writes sooner when there is enough', async () => {
    const firehose = open()
    put(firehose, 'x'.repeat(9_999))
    await firehose.flushDue()
    expect(objects.size).toBe(0)
    put(firehose, 'x')
    await firehose.flushDue()
    expect(objects.size).toBe(1)
  })

  it('still has what it had taken when it was killed, and nothing twice', async () => {
    put(open(), 'before\n')
    const firehose = open()
    put(firehose, 'after\n')
    now += 5 * MINUTE
    await firehose.flushDue()
    await open().flushDue()
    expect([...objects.values()].map((body) => gunzipSync(body).toString())).toEqual(['before\nafter\n'])
  })

  it('keeps what its role may not write, or what S3 does not take, and says so', async () => {
    let away = true
    const firehose = open({
      putObject: async (bucket, key, body) => {
        if (away) throw new Error('S3 is away')
        objects.set(`${bucket}/${key}`, body)
      },
    })
    put(firehose, 'a\n')
    now += 5 * MINUTE
    denial = 'not allowed'
    await firehose.flushDue()
    denial = undefined
    await firehose.flushDue()
    expect([warnings, objects.size]).toEqual([['not allowed', 'Error: S3 is away'], 0])
    away = false
    await firehose.flushDue()
    expect(objects.size).toBe(1)
  })

  it('refuses calls and records on purpose, and has exactly what it said it has', async () => {
    const firehose = open()
    firehose.fail({ calls: 0.3, records: 0.3, seed: 7 })
    const taken: string[] = []
    let refused = 0
    for (let at = 0; at < 50; at++) {
      const texts = [`${at}a\n`, `${at}b\n`]
      const { status, body } = put(firehose, ...texts)
      const responses = (body.RequestResponses ?? []) as { ErrorCode?: string }[]
      if (status === 200) taken.push(...texts.filter((_, place) => responses[place]?.ErrorCode === undefined))
      else refused++
    }
    expect([refused > 0, taken.length < 2 * (50 - refused)]).toEqual([true, true])
    firehose.fail({})
    now += 5 * MINUTE
    await firehose.flushDue()
    expect([...objects.values()].map((body) => gunzipSync(body).toString())).toEqual([taken.join('')])
  })

  it('answers PutRecord, and refuses what AWS refuses', () => {
    const firehose = open()
    const Record = { Data: Buffer.from('a').toString('base64') }
    expect(firehose.call('PutRecord', { DeliveryStreamName: STREAM.name, Record })).toMatchObject({
      status: 200,
      body: { RecordId: expect.any(String) },
    })
    expect(put(firehose)).toMatchObject({ status: 400 })
    expect(put(firehose, ...Array.from({ length: 501 }, () => 'a'))).toMatchObject({ status: 400 })
    expect(put(firehose, 'x'.repeat(1_024_001))).toMatchObject({ status: 400 })
    expect(put(firehose, ...Array.from({ length: 5 }, () => 'x'.repeat(1_000_000)))).toMatchObject({ status: 400 })
    expect(firehose.call('PutRecord', { DeliveryStreamName: 'other', Record })).toMatchObject({
      body: { __type: 'ResourceNotFoundException' },
    })
    expect(firehose.call('DeleteDeliveryStream', {})).toMatchObject({ body: { __type: 'UnknownOperationException' } })
    firehose.fail({ records: 1 })
    expect(firehose.call('PutRecord', { DeliveryStreamName: STREAM.name, Record })).toMatchObject({ status: 500 })
  })
})
