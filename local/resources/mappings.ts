import { compileFilters } from '../events/pattern.ts'
import {
  arnOf,
  type Declared,
  type Handler,
  labelOf,
  physicalName,
  recordOf,
  stringsOf,
  UnsupportedError,
} from './world.ts'

/** Properties of an event source mapping that mean nothing here, or are read below. */
const KNOWN = new Set([
  'BatchSize',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'Enabled',
  'EventSourceArn',
  'FilterCriteria',
  'FunctionName',
  'FunctionResponseTypes',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'MetricsConfig',
  'ParallelizationFactor',
  'ScalingConfig',
  'StartingPosition',
  'Tags',
  'TumblingWindowInSeconds',
])

const refuseUnknown = ({ resource, properties }: Declared): void => {
  for (const name of Object.keys(properties))
    if (!KNOWN.has(name))
      throw new UnsupportedError(resource, `the property ${name} is not supported by the local runner.`)
}

const onFailureOf = ({ resource, properties }: Declared): string | undefined => {
  const { Destination } = recordOf(recordOf(properties.DestinationConfig).OnFailure)
  if (Destination === undefined) return undefined
  if (!String(Destination).startsWith('arn:aws:sqs:'))
    throw new UnsupportedError(resource, 'the on-failure destination must be a queue here.')
  return String(Destination)
}

const sourceOf = ({ resource, properties }: Declared): { arn: string; stream: boolean } => {
  const arn = String(properties.EventSourceArn)
  const stream = /^arn:aws:dynamodb:.*\/stream\//.test(arn)
  if (!stream && !arn.startsWith('arn:aws:sqs:'))
    throw new UnsupportedError(
      resource,
      `the event source ${arn} is not supported; known: SQS queues, DynamoDB streams.`,
    )
  return { arn, stream }
}

/** Queues and table streams that wake functions. */
export const eventSourceMapping: Handler = {
  phase: 6,
  identify: (resource) => ({
    ref: physicalName(resource, undefined),
    attributes: { Id: physicalName(resource, undefined) },
  }),
  create: (declared) => {
    const { resource, world, properties, identity } = declared
    refuseUnknown(declared)
    if (properties.Enabled === false) return undefined
    const { arn, stream } = sourceOf(declared)
    const name = String(properties.FunctionName)
    const filters = (recordOf(properties.FilterCriteria).Filters ?? []) as { Pattern: string }[]
    const concurrency = recordOf(properties.ScalingConfig).MaximumConcurrency
    world.mappings.push({
      id: identity.ref,
      sourceArn: arn,
      functionArn: name.startsWith('arn:') ? name : arnOf(world, 'lambda', `function:${name}`),
      label: labelOf(resource),
      batchSize: Number(properties.BatchSize ?? (stream ? 100 : 10)),
      windowMs: Number(properties.MaximumBatchingWindowInSeconds ?? 0) * 1_000,
      reportsFailures: stringsOf(properties.FunctionResponseTypes).includes('ReportBatchItemFailures'),
      filter: compileFilters(filters.map(({ Pattern }) => Pattern)),
      maxConcurrency: concurrency === undefined ? undefined : Number(concurrency),
      retries: Number(properties.MaximumRetryAttempts ?? -1),
      bisect: properties.BisectBatchOnFunctionError === true,
      maxAgeSeconds: Number(properties.MaximumRecordAgeInSeconds ?? -1),
      onFailureArn: onFailureOf(declared),
      startingPosition: properties.StartingPosition === undefined ? undefined : String(properties.StartingPosition),
      tumblingSeconds: Number(properties.TumblingWindowInSeconds ?? 0),
    })
    return undefined
  },
}
