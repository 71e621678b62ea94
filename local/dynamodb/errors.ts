/** An answer that is not a success, as DynamoDB words it: HTTP status, `__type` and message. */
export class ServiceError extends Error {
  override name = 'ServiceError'
  readonly status: number
  readonly body: Record<string, unknown>
  constructor(type: string, message: string, extra: Record<string, unknown> = {}, status = 400) {
    super(message)
    this.status = status
    this.body = { __type: type, message, ...extra }
  }
}

const MODEL = 'com.amazonaws.dynamodb.v20120810#'

export const validationError = (message: string): ServiceError =>
  new ServiceError('com.amazon.coral.validate#ValidationException', message)

export const conditionFailed = (item?: unknown): ServiceError =>
  new ServiceError(
    `${MODEL}ConditionalCheckFailedException`,
    'The conditional request failed',
    item ? { Item: item } : {},
  )

export const tableNotFound = (name?: string): ServiceError =>
  new ServiceError(
    `${MODEL}ResourceNotFoundException`,
    `Requested resource not found${name === undefined ? '' : `: Table: ${name} not found`}`,
  )

export const streamNotFound = (arn: string): ServiceError =>
  new ServiceError(`${MODEL}ResourceNotFoundException`, `Requested resource not found: Stream: ${arn} not found`)

export const tableInUse = (name: string): ServiceError =>
  new ServiceError(`${MODEL}ResourceInUseException`, `Table already exists: ${name}`)

export const trimmed = (): ServiceError =>
  new ServiceError(
    `${MODEL}TrimmedDataAccessException`,
    'The record at this position is older than 24 hours and was trimmed: ask for an iterator of type TRIM_HORIZON.',
  )

export const tokenMismatch = (): ServiceError =>
  new ServiceError(
    `${MODEL}IdempotentParameterMismatchException`,
    'The request uses a client token that was used within the last 10 minutes for a different request.',
  )

export const unknownOperation = (target: string): ServiceError =>
  new ServiceError(
    'com.amazon.coral.service#UnknownOperationException',
    `The embedded DynamoDB does not know the operation '${target.slice(0, 100)}'.`,
  )

/** Why one action of a transaction did not go through; `None` for those that did. */
export type CancellationReason = { Code: string; Message?: string; Item?: unknown }

export const transactionCanceled = (reasons: readonly CancellationReason[]): ServiceError => {
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons
    .map(({ Code }) => Code)
    .join(', ')}]`
  return new ServiceError(`${MODEL}TransactionCanceledException`, message, {
    Message: message,
    CancellationReasons: reasons,
  })
}
