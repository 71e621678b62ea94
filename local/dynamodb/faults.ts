import { ServiceError, transactionCanceled } from './errors.ts'
import type { Request } from './kernel.ts'

/** What goes wrong on purpose, for tests. Counts say how many of the next calls it concerns. */
export type DynamoDBFaults = {
  /** Calls to refuse with ThrottlingException. */
  throttle: number
  /** Writes to refuse as if another transaction were at work on the same item. */
  conflict: number
  /** Calls that are carried out and whose answer is then lost with the connection. */
  lose: number
}

export const noFaults = (): DynamoDBFaults => ({ throttle: 0, conflict: 0, lose: 0 })

const CONFLICT = 'Transaction is ongoing for the item'
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem']

const conflictOf = (operation: string, data: Request): ServiceError | undefined => {
  if (WRITES.includes(operation)) {
    return new ServiceError('com.amazonaws.dynamodb.v20120810#TransactionConflictException', CONFLICT)
  }
  if (operation !== 'TransactWriteItems' || !Array.isArray(data.TransactItems)) return undefined
  const [, ...others] = data.TransactItems
  return transactionCanceled([
    { Code: 'TransactionConflict', Message: CONFLICT },
    ...others.map(() => ({ Code: 'None' })),
  ])
}

/** @throws ServiceError when this call is one of those to be refused */
export const refuseOnPurpose = (faults: DynamoDBFaults, operation: string, data: Request): void => {
  if (faults.throttle > 0) {
    faults.throttle -= 1
    throw new ServiceError(
      'com.amazonaws.dynamodb.v20120810#ThrottlingException',
      'Rate of requests exceeds the allowed throughput.',
    )
  }
  const conflict = faults.conflict > 0 ? conflictOf(operation, data) : undefined
  if (!conflict) return
  faults.conflict -= 1
  throw conflict
}
