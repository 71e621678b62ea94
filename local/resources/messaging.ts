import { compilePattern } from '../events/pattern.ts'
import { parsePolicy } from '../iam/policy.ts'
import {
  ACCOUNT,
  arnOf,
  type Declared,
  type Handler,
  physicalName,
  recordOf,
  stringsOf,
  UnsupportedError,
} from './world.ts'

const QUEUE_ATTRIBUTES = [
  'VisibilityTimeout',
  'DelaySeconds',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'FifoQueue',
  'ContentBasedDeduplication',
] as const

const queueAttributes = (properties: Record<string, unknown>): Record<string, string> => ({
  ...Object.fromEntries(
    QUEUE_ATTRIBUTES.flatMap((name) => (properties[name] === undefined ? [] : [[name, String(properties[name])]])),
  ),
  ...(properties.RedrivePolicy ? { RedrivePolicy: JSON.stringify(properties.RedrivePolicy) } : {}),
})

export const queue: Handler = {
  phase: 1,
  identify: (resource, world, { QueueName }) => {
    const name = physicalName(resource, QueueName)
    const url = `${world.awsUrl}/${ACCOUNT}/${name}`
    return { ref: url, attributes: { Arn: arnOf(world, 'sqs', name), QueueName: name, QueueUrl: url } }
  },
  create: ({ world, properties, identity }) => {
    world.messaging.declareQueue(String(identity.attributes.QueueName), queueAttributes(properties))
    return undefined
  },
}

const policyResource = (resources: (declared: Declared) => string[]): Handler => ({
  phase: 2,
  identify: (resource) => ({ ref: physicalName(resource, undefined), attributes: {} }),
  create: (declared) => {
    const { resource, world, properties } = declared
    const statements = parsePolicy(`${resource.stack}/${resource.logicalId}`, properties.PolicyDocument)
    for (const arn of resources(declared)) world.ledger.addResourcePolicy(arn, statements)
    return undefined
  },
})

export const queuePolicy = policyResource(({ world, properties }) =>
  stringsOf(properties.Queues).map((url) => arnOf(world, 'sqs', url.split('/').pop() ?? '')),
)
export const topicPolicy = policyResource(({ properties }) => stringsOf(properties.Topics))
export const bucketPolicy = policyResource(({ properties }) => [`arn:aws:s3:::${properties.Bucket}`])

export const topic: Handler = {
  phase: 1,
  identify: (resource, world, { TopicName }) => {
    const name = physicalName(resource, TopicName)
    const arn = arnOf(world, 'sns', name)
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } }
  },
  create: ({ world, identity }) => {
    world.messaging.declareTopic(String(identity.attributes.TopicName))
    return undefined
  },
}

/** Only queues hear of topics here; an email address hears nothing. */
export const subscription: Handler = {
  phase: 3,
  identify: (resource, world) => ({
    ref: arnOf(world, 'sns', physicalName(resource, undefined)),
    attributes: {},
  }),
  create: ({ resource, world, properties }) => {
    const { Protocol, TopicArn, Endpoint, FilterPolicy, FilterPolicyScope, RawMessageDelivery } = properties
    if (Protocol === 'email' || Protocol === 'email-json') return undefined
    if (Protocol !== 'sqs')
      throw new UnsupportedError(resource, `the protocol ${Protocol} is not supported; known: sqs, email.`)
    if (FilterPolicy) compilePattern(FilterPolicy)
    world.messaging.declareSubscription(String(TopicArn), String(Endpoint), {
      ...(FilterPolicy ? { FilterPolicy: JSON.stringify(FilterPolicy) } : {}),
      ...(FilterPolicyScope ? { FilterPolicyScope: String(FilterPolicyScope) } : {}),
      ...(RawMessageDelivery ? { RawMessageDelivery: String(RawMessageDelivery) } : {}),
    })
    world.subscriptions.push({ topicArn: String(TopicArn), queueArn: String(Endpoint) })
    return undefined
  },
}

export const bucket: Handler = {
  phase: 1,
  identify: (resource, world, { BucketName }) => {
    const name = physicalName(resource, BucketName, 63).toLowerCase()
    const host = `${name}.s3.${world.region}.amazonaws.com`
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: host,
        RegionalDomainName: host,
        DualStackDomainName: host,
      },
    }
  },
  create: ({ world, identity }) => {
    world.messaging.declareBucket(identity.ref)
    return undefined
  },
}

export const secret: Handler = {
  phase: 1,
  identify: (resource, world, { Name }) => {
    const arn = world.secrets.arnOf(physicalName(resource, Name, 500))
    return { ref: arn, attributes: { Id: arn } }
  },
  create: ({ resource, world, properties }) => {
    const { SecretString, GenerateSecretString } = properties
    const name = physicalName(resource, properties.Name, 500)
    world.secrets.declare(name, {
      ...(SecretString === undefined ? {} : { value: String(SecretString) }),
      ...(GenerateSecretString ? { generate: recordOf(GenerateSecretString) } : {}),
    })
    return undefined
  },
}
