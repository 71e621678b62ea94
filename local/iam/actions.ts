import type { Access, RequestContext } from './policy.ts'

/** A request to AWS as far as IAM is concerned. */
export type AwsRequest = {
  service: string
  method: string
  /** Path with query. */
  url: string
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

/** Turns names into ARNs; the gateway knows what exists. */
export type Names = {
  region: string
  account: string
  /** The full ARN of a secret by name or ARN; undefined when there is none. */
  secretArn(id: string): string | undefined
  /** The verified SES identity that covers an address: itself or its domain. */
  sesIdentity(address: string): string
}

type Json = Record<string, unknown>

const parse = (body: Buffer): Json => {
  try {
    return JSON.parse(body.toString('utf8')) as Json
  } catch {
    return {}
  }
}

/** The action's name in a JSON protocol: what follows the dot of X-Amz-Target. */
const targetOf = (request: AwsRequest): string =>
  String(request.headers['x-amz-target'] ?? '')
    .split('.')
    .pop() ?? ''

const tableArn = ({ region, account }: Names, table: unknown): string =>
  String(table).startsWith('arn:') ? String(table) : `arn:aws:dynamodb:${region}:${account}:table/${table}`

const TRANSACT_ACTIONS: Record<string, string> = {
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
  Delete: 'dynamodb:DeleteItem',
  ConditionCheck: 'dynamodb:ConditionCheckItem',
  Get: 'dynamodb:GetItem',
}

/** The partition keys of items or keys, as DynamoDB tells IAM. What has none, as a query, tells none: a condition on them is not met. */
const leadingKeys = (...items: unknown[]): { context?: RequestContext } => {
  const found = items.flatMap((item) => {
    const { pk } = (item ?? {}) as { pk?: { S?: string } }
    return pk?.S === undefined ? [] : [pk.S]
  })
  return found.length > 0 ? { context: { 'dynamodb:leadingkeys': found } } : {}
}

const transactAccess = (names: Names, items: unknown): Access[] =>
  ((items ?? []) as Json[]).flatMap((item) =>
    Object.entries(item).map(([verb, body]) => {
      const { TableName, Key, Item } = body as Json
      const action = TRANSACT_ACTIONS[verb] ?? `dynamodb:${verb}`
      return { action, resource: tableArn(names, TableName), ...leadingKeys(Key, Item) }
    }),
  )

/** What a batch asks of one table: keys to read, or items to put and delete. */
const batchKeys = (asked: unknown): { context?: RequestContext } => {
  if (!Array.isArray(asked)) return leadingKeys(...((((asked ?? {}) as Json).Keys as unknown[] | undefined) ?? []))
  const each = asked.flatMap((one) => Object.values(one as Record<string, Json>))
  return leadingKeys(...each.flatMap(({ Item, Key }) => [Item, Key]))
}

const dynamodb = (names: Names, request: AwsRequest): Access[] => {
  const target = targetOf(request)
  const body = parse(request.body)
  const action = `dynamodb:${target}`
  if (target.startsWith('Transact')) return transactAccess(names, body.TransactItems)
  if (target.startsWith('Batch'))
    return Object.entries((body.RequestItems ?? {}) as Json).map(([table, asked]) => ({
      ...{ action, resource: tableArn(names, table) },
      ...batchKeys(asked),
    }))
  if (body.StreamArn) return [{ action, resource: String(body.StreamArn) }]
  if (body.ShardIterator || target.startsWith('List')) return [{ action, resource: '*' }]
  const table = tableArn(names, body.TableName ?? body.ResourceArn)
  const resource = body.IndexName ? `${table}/index/${body.IndexName}` : table
  return [{ action, resource, ...leadingKeys(body.Key, body.Item) }]
}

const sqs = (names: Names, request: AwsRequest): Access[] => {
  const { QueueUrl, QueueName } = parse(request.body)
  const name = QueueUrl ? String(QueueUrl).split('/').pop() : String(QueueName ?? '*')
  const action = targetOf(request).replace(/^(SendMessage|DeleteMessage|ChangeMessageVisibility)Batch$/, '$1')
  return [{ action: `sqs:${action}`, resource: `arn:aws:sqs:${names.region}:${names.account}:${name}` }]
}

const sns = (_: Names, request: AwsRequest): Access[] => {
  const form = new URLSearchParams(request.body.toString('utf8'))
  const action = (form.get('Action') ?? '').replace('PublishBatch', 'Publish')
  return [{ action: `sns:${action}`, resource: form.get('TopicArn') ?? form.get('TargetArn') ?? '*' }]
}

const S3_OBJECT_ACTIONS: Record<string, string> = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  POST: 's3:PutObject',
  DELETE: 's3:DeleteObject',
}

const s3 = (_: Names, request: AwsRequest): Access[] => {
  const [path = '', query = ''] = request.url.split('?')
  const [bucket = '', ...key] = path.slice(1).split('/')
  if (!bucket) return [{ action: 's3:ListAllMyBuckets', resource: '*' }]
  const bucketArn = `arn:aws:s3:::${decodeURIComponent(bucket)}`
  if (key.join('/') === '') {
    const write =
      request.method === 'PUT' ? 's3:CreateBucket' : request.method === 'DELETE' ? 's3:DeleteBucket' : undefined
    return [{ action: write ?? 's3:ListBucket', resource: bucketArn }]
  }
  const verb = S3_OBJECT_ACTIONS[request.method] ?? 's3:GetObject'
  const action = new URLSearchParams(query).has('tagging') ? `${verb}Tagging` : verb
  return [{ action, resource: `${bucketArn}/${decodeURIComponent(key.join('/'))}` }]
}

const secretsmanager = (names: Names, request: AwsRequest): Access[] => {
  const id = parse(request.body).SecretId
  const fallback = `arn:aws:secretsmanager:${names.region}:${names.account}:secret:${id}`
  const resource = id === undefined ? '*' : (names.secretArn(String(id)) ?? fallback)
  return [{ action: `secretsmanager:${targetOf(request)}`, resource }]
}

const addressOf = (mailbox: string): string => /<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox

const sendEmail = (names: Names, request: AwsRequest): Access[] => {
  const body = parse(request.body)
  const { region, account } = names
  const from = addressOf(String(body.FromEmailAddress ?? ''))
  const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = (body.Destination ?? {}) as Record<string, string[]>
  const context: RequestContext = {
    'ses:fromaddress': from,
    'ses:fromdisplayname': String(body.FromEmailAddress ?? '').replace(/\s*<[^<>]*>\s*$/, ''),
    'ses:recipients': [...ToAddresses, ...CcAddresses, ...BccAddresses],
    'ses:apiversion': '2',
  }
  const base = `arn:aws:ses:${region}:${account}`
  return [
    { action: 'ses:SendEmail', resource: `${base}:identity/${names.sesIdentity(from)}`, context },
    ...(body.ConfigurationSetName
      ? [{ action: 'ses:SendEmail', resource: `${base}:configuration-set/${body.ConfigurationSetName}`, context }]
      : []),
  ]
}

const ses = (names: Names, request: AwsRequest): Access[] => {
  const path = request.url.split('?')[0] ?? ''
  if (request.method === 'POST' && path === '/v2/email/outbound-emails') return sendEmail(names, request)
  if (request.method === 'GET' && path === '/v2/email/account') return [{ action: 'ses:GetAccount', resource: '*' }]
  return [{ action: `ses:${request.method} ${path}`, resource: '*' }]
}

const ssm = (names: Names, request: AwsRequest): Access[] => {
  const { Name, Names: many } = parse(request.body)
  return [Name, many].flat().flatMap((name) =>
    name === undefined
      ? []
      : [
          {
            action: `ssm:${targetOf(request)}`,
            resource: `arn:aws:ssm:${names.region}:${names.account}:parameter/${String(name).replace(/^\//, '')}`,
          },
        ],
  )
}

const firehose = ({ region, account }: Names, request: AwsRequest): Access[] => {
  const stream = parse(request.body).DeliveryStreamName ?? '*'
  return [
    {
      action: `firehose:${targetOf(request)}`,
      resource: `arn:aws:firehose:${region}:${account}:deliverystream/${stream}`,
    },
  ]
}

const events = ({ region, account }: Names, request: AwsRequest): Access[] => {
  const { Entries = [] } = parse(request.body) as { Entries?: { EventBusName?: string }[] }
  const buses = new Set(Entries.map(({ EventBusName = 'default' }) => EventBusName.split(':event-bus/').pop()))
  return [...buses].map((bus) => ({
    action: `events:${targetOf(request)}`,
    resource: `arn:aws:events:${region}:${account}:event-bus/${bus}`,
  }))
}

const ACCESS: Record<string, (names: Names, request: AwsRequest) => Access[]> = {
  dynamodb,
  sqs,
  sns,
  s3,
  secretsmanager,
  events,
  ses,
  firehose,
  ssm,
  monitoring: (_, request) => [{ action: `cloudwatch:${targetOf(request)}`, resource: '*' }],
  comprehend: (_, request) => [{ action: `comprehend:${targetOf(request)}`, resource: '*' }],
}

/**
 * What a request needs, by the service authorization reference: every entry must be allowed.
 * @returns undefined for a service that the runner does not have
 */
export const accessOf = (names: Names, request: AwsRequest): Access[] | undefined =>
  ACCESS[request.service]?.(names, request)
