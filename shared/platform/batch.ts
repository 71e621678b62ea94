import type { SQSBatchResponse } from 'aws-lambda'
import { log } from './logger.ts'

/**
 * Works through a batch so that one bad record never costs its neighbours anything: only the records that failed are
 * reported back to be tried again.
 * @param idOf the record's id in the event source's terms (message id, sequence number)
 */
export const eachRecord = async <R>(
  records: readonly R[],
  idOf: (record: R) => string,
  work: (record: R) => Promise<void>,
): Promise<SQSBatchResponse> => {
  const outcomes = await Promise.allSettled(records.map(work))
  const batchItemFailures = records.flatMap((record, at) => {
    const outcome = outcomes[at]
    if (outcome?.status !== 'rejected') return []
    log.error('record failed', outcome.reason, { record: idOf(record) })
    return [{ itemIdentifier: idOf(record) }]
  })
  return { batchItemFailures }
}

/** Works through a list, so many at a time. */
export const inParallel = async <T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const rest = [...items]
  const worker = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: width }, worker))
}
