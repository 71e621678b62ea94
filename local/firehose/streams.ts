import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { seededRandom } from '../random.ts'
import type { Store } from '../state/store.ts'

/** A delivery stream as the template declares it. */
type StreamDefinition = {
  name: string
  arn: string
  roleArn: string
  bucket: string
  /** With `!{timestamp:...}` in it, or empty. */
  prefix: string
  gzip: boolean
  bufferMs: number
  bufferBytes: number
}

/** What goes wrong on purpose: shares of calls refused, and of records not taken. */
export type FirehoseFaults = { calls?: number; records?: number; seed?: number }

/** Amazon Data Firehose with Direct PUT to S3. What it has taken survives a kill, as it does there. */
export type Firehose = {
  declare(definition: StreamDefinition): void
  /** Answers one call of the JSON protocol. */
  call(action: string, body: Record<string, unknown>): { status: number; body: Record<string, unknown> }
  /** Writes objects of what has waited long enough by the movable clock, or is enough. */
  flushDue(): Promise<void>
  /** Bytes that wait, by stream. */
  waiting(): Record<string, number>
  fail(faults: FirehoseFaults): void
}

export type FirehoseOptions = {
  store: Store
  /** The movable clock. */
  now: () => number
  putObject: (bucket: string, key: string, body: Buffer) => Promise<void>
  /** Why the stream's role may not put this object; undefined when it may. */
  denied: (roleArn: string, bucket: string, key: string) => string | undefined
  warn: (message: string) => void
}

const KIND = 'firehose'
const MOST = { records: 500, recordBytes: 1_024_000, callBytes: 4 * 1024 * 1024 }

/** Records that came in one call. */
type Chunk = { at: number; data: string[] }
type Buffered = { name: string; bytes: number; at: number }

/** `!{timestamp:yyyy/MM/dd/HH}`, in UTC. Only the letters that are asked for here are known. */
const prefixAt = (prefix: string, at: number): string => {
  const iso = new Date(at).toISOString()
  const parts: Record<string, string> = {
    yyyy: iso.slice(0, 4),
    MM: iso.slice(5, 7),
    dd: iso.slice(8, 10),
    HH: iso.slice(11, 13),
  }
  return prefix.replace(/!\{timestamp:([^}]*)\}/g, (_, format: string) =>
    format.replace(/[A-Za-z]+/g, (letters) => parts[letters] ?? letters),
  )
}

const keyAt = ({ name, prefix, gzip }: StreamDefinition, at: number): string => {
  const stamp = new Date(at).toISOString().slice(0, 19).replaceAll(/[T:]/g, '-')
  return `${prefixAt(prefix, at)}${name}-1-${stamp}-${randomUUID()}${gzip ? '.gz' : ''}`
}

const refusal = (status: number, type: string, message: string) => ({ status, body: { __type: type, message } })

const dataOf = (body: Record<string, unknown>): string[] =>
  ((body.Records ?? [body.Record]) as { Data?: unknown }[]).map((record) => String(record?.Data ?? ''))

const bytesOf = (data: string): number => Buffer.byteLength(data, 'base64')

const tooMuch = (data: readonly string[]): string | undefined => {
  const sizes = data.map(bytesOf)
  if (data.length === 0 || data.length > MOST.records) return `Expected 1 to ${MOST.records} records.`
  if (sizes.some((size) => size > MOST.recordBytes)) return `A record is larger than ${MOST.recordBytes} bytes.`
  return sizes.reduce((sum, size) => sum + size, 0) > MOST.callBytes
    ? `The records are larger than ${MOST.callBytes} bytes together.`
    : undefined
}

/** What waits of one stream, read once from the store and kept in step with it. */
const openBuffer = (store: Store, stream: string) => {
  const prefix = `${stream}/`
  let chunks: Buffered[] = store.list<Chunk>(KIND, prefix).map(({ name, value: { at, data } }) => ({
    ...{ name, at },
    bytes: data.reduce((sum, one) => sum + bytesOf(one), 0),
  }))
  let next = 1 + Math.max(0, ...chunks.map(({ name }) => Number(name.slice(prefix.length))))
  return {
    chunks: () => chunks,
    bytes: () => chunks.reduce((sum, { bytes }) => sum + bytes, 0),
    add: (chunk: Chunk): void => {
      const name = `${prefix}${String(next++).padStart(12, '0')}`
      store.set(KIND, name, chunk)
      chunks.push({ name, at: chunk.at, bytes: chunk.data.reduce((sum, one) => sum + bytesOf(one), 0) })
    },
    read: (some: readonly Buffered[]): Buffer =>
      Buffer.concat(
        some.flatMap(({ name }) =>
          (store.get<Chunk>(KIND, name)?.data ?? []).map((data) => Buffer.from(data, 'base64')),
        ),
      ),
    drop: (some: readonly Buffered[]): void => {
      for (const { name } of some) store.remove(KIND, name)
      chunks = chunks.filter((chunk) => !some.includes(chunk))
    },
  }
}

type Stream = { definition: StreamDefinition; buffer: ReturnType<typeof openBuffer> }

/** Opens the streams; what they held when the last run ended is still there. */
export const createFirehose = ({ store, now, putObject, denied, warn }: FirehoseOptions): Firehose => {
  const streams = new Map<string, Stream>()
  let faults: FirehoseFaults = {}
  let random = seededRandom(1)
  let flushing: Promise<void> = Promise.resolve()

  const take = ({ buffer }: Stream, data: readonly string[]) => {
    const problem = tooMuch(data)
    if (problem) return refusal(400, 'InvalidArgumentException', problem)
    if (random() < (faults.calls ?? 0)) return refusal(500, 'ServiceUnavailableException', 'Slow down.')
    const taken = data.map(() => random() >= (faults.records ?? 0))
    const kept = data.filter((_, at) => taken[at])
    if (kept.length > 0) buffer.add({ at: now(), data: kept })
    const RequestResponses = taken.map((yes) =>
      yes
        ? { RecordId: randomUUID() }
        : { ErrorCode: 'ServiceUnavailableException', ErrorMessage: 'Some of it was too much.' },
    )
    return { status: 200, body: { FailedPutCount: data.length - kept.length, Encrypted: true, RequestResponses } }
  }

  const flush = async ({ definition, buffer }: Stream): Promise<void> => {
    const some = [...buffer.chunks()]
    const key = keyAt(definition, Math.min(...some.map(({ at }) => at)))
    const why = denied(definition.roleArn, definition.bucket, key)
    if (why) return warn(why)
    const body = buffer.read(some)
    await putObject(definition.bucket, key, definition.gzip ? gzipSync(body) : body)
    buffer.drop(some)
  }

  const isDue = ({ definition, buffer }: Stream): boolean => {
    const [oldest] = buffer.chunks()
    return (
      oldest !== undefined && (buffer.bytes() >= definition.bufferBytes || now() - oldest.at >= definition.bufferMs)
    )
  }

  return {
    declare: (definition) => {
      streams.set(definition.name, { definition, buffer: openBuffer(store, definition.name) })
    },
    call: (action, body) => {
      if (action !== 'PutRecord' && action !== 'PutRecordBatch')
        return refusal(400, 'UnknownOperationException', `The local Firehose does not know ${action}.`)
      const name = String(body.DeliveryStreamName)
      const stream = streams.get(name)
      if (!stream) return refusal(400, 'ResourceNotFoundException', `Firehose ${name} not found.`)
      const answer = take(stream, dataOf(body))
      const [one] =
        (answer.body as { RequestResponses?: { RecordId?: string; ErrorMessage?: string }[] }).RequestResponses ?? []
      if (action === 'PutRecordBatch' || !one) return answer
      return one.RecordId
        ? { status: 200, body: { RecordId: one.RecordId, Encrypted: true } }
        : refusal(500, 'ServiceUnavailableException', one.ErrorMessage ?? '')
    },
    flushDue: () => {
      // One after the other, so that nothing is written twice.
      flushing = flushing.then(async () => {
        for (const stream of streams.values())
          if (isDue(stream)) await flush(stream).catch((error: unknown) => warn(String(error)))
      })
      return flushing
    },
    waiting: () => Object.fromEntries([...streams].map(([name, { buffer }]) => [name, buffer.bytes()])),
    fail: (next) => {
      faults = next
      random = seededRandom(next.seed ?? 1)
    },
  }
}
