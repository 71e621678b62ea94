import { busNameOf } from '../events/bus.ts'
import { nextRun } from '../events/schedule.ts'
import { createBusRule } from './bus-rule.ts'
import {
  ACCOUNT,
  arnOf,
  type Declared,
  type Handler,
  hash,
  physicalName,
  recordOf,
  stringsOf,
  type Target,
  UnsupportedError,
} from './world.ts'

const addTarget = (
  { resource, world }: Declared,
  target: Record<string, unknown>,
  schedule: Pick<Target, 'name' | 'expression' | 'timeZone' | 'ruleArn'>,
  input: () => unknown,
): void => {
  const arn = String(target.Arn)
  if (!arn.startsWith('arn:aws:lambda:'))
    throw new UnsupportedError(resource, `the target ${arn} is not supported; known: Lambda functions.`)
  nextRun(schedule.expression, 0, schedule.timeZone)
  const retries = Number(recordOf(target.RetryPolicy).MaximumRetryAttempts ?? 2)
  world.schedules.push({ ...schedule, functionArn: arn, input, retries })
}

/** A bus of the stage's own. Archives and schemas of it mean nothing here. */
export const eventBus: Handler = {
  phase: 1,
  identify: (resource, world, { Name }) => {
    const name = physicalName(resource, Name, 256)
    return { ref: name, attributes: { Arn: arnOf(world, 'events', `event-bus/${name}`), Name: name } }
  },
  create: ({ world, identity }) => {
    world.buses.add(identity.ref)
    return undefined
  },
}

/** EventBridge rules: with a schedule for functions, with a pattern for queues. */
export const rule: Handler = {
  phase: 6,
  identify: (resource, world, { Name, EventBusName }) => {
    const name = physicalName(resource, Name, 64)
    const bus = busNameOf(EventBusName)
    const arn = arnOf(world, 'events', bus === 'default' ? `rule/${name}` : `rule/${bus}/${name}`)
    return { ref: bus === 'default' ? name : `${bus}|${name}`, attributes: { Arn: arn } }
  },
  create: (declared) => {
    const { world, properties, identity } = declared
    if (properties.State === 'DISABLED') return undefined
    if (properties.EventPattern) {
      createBusRule(declared)
      return undefined
    }
    const schedule = {
      name: identity.ref,
      expression: String(properties.ScheduleExpression),
      timeZone: undefined,
      ruleArn: String(identity.attributes.Arn),
    }
    for (const target of (properties.Targets ?? []) as Record<string, unknown>[]) {
      const input = target.Input === undefined ? undefined : JSON.parse(String(target.Input))
      const event = (): unknown => ({
        version: '0',
        id: crypto.randomUUID(),
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account: ACCOUNT,
        time: new Date(world.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
        region: world.region,
        resources: [identity.attributes.Arn],
        detail: {},
      })
      addTarget(declared, target, schedule, input === undefined ? event : () => input)
    }
    return undefined
  },
}

/** EventBridge Scheduler's schedules. */
export const schedule: Handler = {
  phase: 6,
  identify: (resource, world, { Name }) => {
    const name = physicalName(resource, Name, 64)
    return { ref: name, attributes: { Arn: arnOf(world, 'scheduler', `schedule/default/${name}`) } }
  },
  create: (declared) => {
    const { properties, identity } = declared
    if (properties.State === 'DISABLED') return undefined
    const target = recordOf(properties.Target)
    const zone = properties.ScheduleExpressionTimezone
    const input = target.Input === undefined ? {} : JSON.parse(String(target.Input))
    addTarget(
      declared,
      target,
      {
        name: identity.ref,
        expression: String(properties.ScheduleExpression),
        timeZone: zone === undefined ? undefined : String(zone),
        ruleArn: undefined,
      },
      () => input,
    )
    return undefined
  },
}

export const userPool: Handler = {
  phase: 1,
  identify: (resource, world) => {
    const id = `${world.region}_${hash(`${resource.stack}/${resource.logicalId}`, 9)}`
    const provider = `cognito-idp.${world.region}.amazonaws.com/${id}`
    return {
      ref: id,
      attributes: {
        UserPoolId: id,
        ProviderName: provider,
        ProviderURL: `https://${provider}`,
        Arn: arnOf(world, 'cognito-idp', `userpool/${id}`),
      },
    }
  },
  create: ({ world, identity }) => {
    world.userPools.set(identity.ref, { id: identity.ref, clients: [], scopes: [], groups: [] })
    return undefined
  },
}

const poolOf = ({ resource, world, properties }: Declared) => {
  const pool = world.userPools.get(String(properties.UserPoolId))
  if (!pool) throw new UnsupportedError(resource, `its user pool ${properties.UserPoolId} is not declared.`)
  return pool
}

export const userPoolClient: Handler = {
  phase: 2,
  identify: (resource) => {
    const id = hash(`${resource.stack}/${resource.logicalId}`, 26)
    return { ref: id, attributes: { ClientId: id, Name: resource.logicalId } }
  },
  create: (declared) => {
    poolOf(declared).clients.push(declared.identity.ref)
    return undefined
  },
}

export const userPoolGroup: Handler = {
  phase: 2,
  identify: (resource, _, { GroupName }) => ({ ref: String(GroupName ?? resource.logicalId), attributes: {} }),
  create: (declared) => {
    poolOf(declared).groups.push(declared.identity.ref)
    return undefined
  },
}

export const resourceServer: Handler = {
  phase: 2,
  identify: (resource, _, { Identifier }) => ({ ref: String(Identifier ?? resource.logicalId), attributes: {} }),
  create: (declared) => {
    const scopes = (declared.properties.Scopes ?? []) as { ScopeName: string }[]
    poolOf(declared).scopes.push(...scopes.map(({ ScopeName }) => `${declared.properties.Identifier}/${ScopeName}`))
    return undefined
  },
}

export const emailIdentity: Handler = {
  phase: 1,
  identify: (_, __, { EmailIdentity }) => ({
    ref: String(EmailIdentity),
    attributes: Object.fromEntries(
      [1, 2, 3].flatMap((at) => [
        [`DkimDNSTokenName${at}`, `local${at}._domainkey.${EmailIdentity}`],
        [`DkimDNSTokenValue${at}`, `local${at}.dkim.amazonses.com`],
      ]),
    ),
  }),
  create: ({ world, identity }) => {
    world.sesIdentities.push(identity.ref)
    return undefined
  },
}

export const configurationSet: Handler = {
  phase: 1,
  identify: (resource, _, { Name }) => ({ ref: physicalName(resource, Name, 64), attributes: {} }),
  create: ({ world, identity }) => {
    world.configurationSets[identity.ref] = { topicArns: [], events: [] }
    return undefined
  },
}

export const eventDestination: Handler = {
  phase: 2,
  identify: (resource) => ({
    ref: physicalName(resource, undefined),
    attributes: { Id: physicalName(resource, undefined) },
  }),
  create: ({ resource, world, properties }) => {
    const set = world.configurationSets[String(properties.ConfigurationSetName)]
    const { Enabled, MatchingEventTypes, SnsDestination } = recordOf(properties.EventDestination)
    if (!set)
      throw new UnsupportedError(resource, `its configuration set ${properties.ConfigurationSetName} is not declared.`)
    if (!SnsDestination) throw new UnsupportedError(resource, 'only SNS destinations are supported.')
    if (Enabled === false) return undefined
    set.topicArns.push(String(recordOf(SnsDestination).TopicARN))
    set.events.push(...stringsOf(MatchingEventTypes))
    return undefined
  },
}

export const logGroup: Handler = {
  phase: 1,
  identify: (resource, world, { LogGroupName }) => {
    const name = physicalName(resource, LogGroupName, 512)
    return { ref: name, attributes: { Arn: arnOf(world, 'logs', `log-group:${name}:*`) } }
  },
}

/** Accepted, and nothing comes of it here. */
export const accepted: Handler = {
  phase: 1,
  identify: (resource, world) => {
    const name = physicalName(resource, undefined)
    return { ref: name, attributes: { Arn: arnOf(world, 'local', name), Id: name } }
  },
}
