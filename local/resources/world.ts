import { createHash } from 'node:crypto'
import type { Assembly, Resource } from '../assembly/read.ts'
import type { Identity } from '../assembly/walker.ts'
import type { Clock } from '../clock.ts'
import type { Series } from '../cloudwatch/series.ts'
import type { BusEvent, BusRule } from '../events/bus.ts'
import type { Mapping } from '../events/source.ts'
import type { Firehose } from '../firehose/streams.ts'
import type { Secrets } from '../gateway/secrets.ts'
import type { Ledger } from '../iam/ledger.ts'
import type { Statement } from '../iam/policy.ts'
import type { FunctionDefinition } from '../lambda/definition.ts'
import type { Messaging } from '../messaging/messaging.ts'
import type { Store } from '../state/store.ts'

export const ACCOUNT = '000000000000'

export type HttpRoute = {
  apiId: string
  key: string
  functionArn: string
  timeoutMs: number
  authorizerId: string | undefined
  scopes: string[]
}

export type Authorizer = { issuer: string; audience: string[]; headers: string[] }
export type Cors = {
  origins: string[]
  methods: string[]
  headers: string[]
  maxAge: number
  credentials: boolean
  expose: string[]
}
type HttpApi = { id: string; stage: string; cors: Cors | undefined }
export type Target = {
  name: string
  expression: string
  timeZone: string | undefined
  functionArn: string
  /** The event for the function, made when it fires. */
  input: () => unknown
  retries: number
  /** The rule, where EventBridge needs the function's permission; schedules come with a role of their own. */
  ruleArn: string | undefined
}
export type UserPool = { id: string; clients: string[]; scopes: string[]; groups: string[] }

/** What the template declares, as far as the runner has made it. Handlers fill it; the runner runs it. */
export type World = {
  assembly: Assembly
  region: string
  clock: Clock
  store: Store
  ledger: Ledger
  messaging: Messaging
  secrets: Secrets
  firehose: Firehose
  /** What functions have counted. */
  series: Series
  /** Where functions reach AWS. */
  awsUrl: string
  /** Where browsers reach the HTTP API. */
  appUrl: string
  /** A call of the embedded DynamoDB, as its administrator. */
  dynamodb: (action: string, body: unknown) => Promise<Record<string, unknown>>
  functions: FunctionDefinition[]
  mappings: Mapping[]
  apis: Map<string, HttpApi>
  integrations: Map<string, { functionArn: string; timeoutMs: number }>
  authorizers: Map<string, Authorizer>
  routes: HttpRoute[]
  schedules: Target[]
  userPools: Map<string, UserPool>
  sesIdentities: string[]
  configurationSets: Record<string, { topicArns: string[]; events: string[] }>
  /** The buses of the template, by name; `default` is always there. */
  buses: Set<string>
  /** The latest events that were put on any bus, oldest first, to be looked at. */
  told: BusEvent[]
  /** Rules that send the events of a bus into queues. */
  busRules: BusRule[]
  /** Subscriptions that wait for their queue's policy to be known. */
  subscriptions: { topicArn: string; queueArn: string }[]
  /** Who may invoke a function, by the function's ARN. */
  invokers: Map<string, Statement[]>
}

/** One resource with its properties resolved, and the names that go with it. */
export type Declared = {
  resource: Resource
  world: World
  /** Properties with every intrinsic replaced. */
  properties: Record<string, unknown>
  /** What `Ref` and `Fn::GetAtt` answer for it. */
  identity: Identity
}

/** A template asks for something that the local runner cannot do. */
export class UnsupportedError extends Error {
  override name = 'UnsupportedError'
  constructor(resource: Resource, problem: string) {
    super(`${resource.stack}/${resource.logicalId} (${resource.type}): ${problem}`)
  }
}

/** The identity of a resource before it exists: everything follows from names. */
type Identify = (resource: Resource, world: World, properties: Record<string, unknown>) => Identity

/** How one type of resource comes to life here. */
export type Handler = {
  /** Lower numbers are made first. */
  phase: number
  identify: Identify
  /** Makes it; what it answers is added to the attributes. */
  create?: (declared: Declared) => Promise<Record<string, unknown> | undefined> | Record<string, unknown> | undefined
}

export const hash = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length)

/** A name for a resource without one, as CloudFormation makes them: stack, logical id; the same in every run. */
export const physicalName = (resource: Resource, given: unknown, most = 80): string => {
  if (given !== undefined) return String(given)
  const name = `${resource.stack}-${resource.logicalId}`
  return name.length <= most ? name : `${name.slice(0, most - 9)}-${hash(name, 8)}`
}

/** An ARN in this Region and account. */
export const arnOf = (world: World, service: string, rest: string): string =>
  `arn:aws:${service}:${world.region}:${ACCOUNT}:${rest}`

export const stringsOf = (value: unknown): string[] =>
  value === undefined || value === null ? [] : (Array.isArray(value) ? value : [value]).map(String)

export const recordOf = (value: unknown): Record<string, unknown> => (value ?? {}) as Record<string, unknown>

/** Words for people out of a construct's path: `App/Listen/Door/Resource` is `listen-door`. */
export const labelOf = (resource: Resource): string => {
  const parts = resource.path.split('/').filter((part) => !['Resource', 'Default', 'Function'].includes(part))
  return parts.length > 1 ? parts.slice(1).join('-').toLowerCase() : resource.logicalId
}
