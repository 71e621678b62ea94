import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * moto's CloudFormation (5.2) passes over these types, and then trips over whatever refers to them. It also lacks
 * termination protection. The check deploys a copy of the assembly without them; cfn-lint sees the whole.
 */
const UNKNOWN_TO_MOTO = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudWatch::Alarm',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolGroup',
  'AWS::S3::BucketPolicy',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::SES::ConfigurationSet',
  'AWS::SES::ConfigurationSetEventDestination',
  'AWS::SES::EmailIdentity',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::SecretsManager::Secret',
])

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Resource = { Type: string; DependsOn?: string | string[]; Properties?: Json }
type Template = { Resources: Record<string, Resource>; Outputs?: Json }

/** The resource that an intrinsic points at, if `node` is such an intrinsic. */
const target = (node: { [key: string]: Json }): string | undefined => {
  if (typeof node.Ref === 'string') return node.Ref
  const path = node['Fn::GetAtt']
  return Array.isArray(path) && typeof path[0] === 'string' ? path[0] : undefined
}

/** What stands before the name where moto wants an ARN. */
const ARNS: Readonly<Record<string, string>> = {
  'AWS::KinesisFirehose::DeliveryStream': 'arn:aws:firehose:us-east-1:123456789012:deliverystream/',
  'AWS::SecretsManager::Secret': 'arn:aws:secretsmanager:us-east-1:123456789012:secret:',
}

/** A value of the form that the real one has, as far as moto looks at it. */
const standIn = (id: string, type: string): string => `${ARNS[type] ?? ''}unknown-to-moto-${id}`

/** `gone`: the types of what is left out. `buses`: moto does not know what `Ref` gives of a bus, which is its name. */
type Seen = { gone: ReadonlyMap<string, string>; buses: ReadonlySet<string> }

const adapted = (node: Json, seen: Seen): Json => {
  if (Array.isArray(node)) return node.map((inner) => adapted(inner, seen))
  if (typeof node !== 'object' || node === null) return node
  if (typeof node.Ref === 'string' && seen.buses.has(node.Ref)) return { 'Fn::GetAtt': [node.Ref, 'Name'] }
  const pointed = target(node)
  const type = seen.gone.get(pointed ?? '')
  if (pointed !== undefined) return type === undefined ? node : standIn(pointed, type)
  return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, adapted(inner, seen)]))
}

const copyOf = (template: Template): { template: Template; created: string[]; left: string[] } => {
  const entries = Object.entries(template.Resources)
  const gone = new Map(entries.filter(([, { Type }]) => UNKNOWN_TO_MOTO.has(Type)).map(([id, { Type }]) => [id, Type]))
  const buses = new Set(entries.flatMap(([id, { Type }]) => (Type === 'AWS::Events::EventBus' ? [id] : [])))
  const seen = { gone, buses }
  const Resources = Object.fromEntries(
    entries
      .filter(([id]) => !gone.has(id))
      .map(([id, resource]) => {
        const DependsOn = [resource.DependsOn ?? []].flat().filter((other) => !gone.has(other))
        const Properties = adapted(resource.Properties ?? {}, seen)
        return [id, { ...resource, DependsOn, Properties }]
      }),
  )
  return {
    template: { ...template, Resources, Outputs: adapted(template.Outputs ?? {}, seen) },
    created: Object.values(Resources).map(({ Type }) => Type),
    left: [...gone.values()],
  }
}

/**
 * Rewrites a cloud assembly in place into one that moto can deploy.
 * @returns the types of the resources that stay and of those left out, one entry per resource
 */
export const adaptForMoto = async (assembly: string): Promise<{ created: string[]; left: string[] }> => {
  const all = { created: [] as string[], left: [] as string[] }
  for (const file of (await readdir(assembly)).filter((name) => name.endsWith('.template.json'))) {
    const { template, created, left } = copyOf(JSON.parse(await readFile(join(assembly, file), 'utf8')) as Template)
    await writeFile(join(assembly, file), JSON.stringify(template))
    all.created.push(...created)
    all.left.push(...left)
  }
  const manifest = join(assembly, 'manifest.json')
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replaceAll(/"terminationProtection": *true,?/g, ''))
  return all
}
