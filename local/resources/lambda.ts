import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Resource } from '../assembly/read.ts'
import { MANAGED_POLICIES } from '../iam/managed.ts'
import { parsePolicy, type Statement } from '../iam/policy.ts'
import {
  ACCOUNT,
  arnOf,
  type Declared,
  type Handler,
  hash,
  labelOf,
  physicalName,
  recordOf,
  stringsOf,
  UnsupportedError,
} from './world.ts'

const codeDir = ({ resource, world, properties }: Declared): string => {
  const { S3Key, ZipFile } = recordOf(properties.Code)
  if (ZipFile !== undefined) {
    const dir = join(world.assembly.dir, '.inline', resource.logicalId)
    mkdirSync(dir, { recursive: true })
    writeFileSync(join(dir, 'index.js'), String(ZipFile))
    return dir
  }
  const dir = world.assembly.assets.get(String(S3Key).replace(/\.zip$/, ''))
  if (!dir) throw new UnsupportedError(resource, `its code asset ${S3Key} is not in the cloud assembly.`)
  return dir
}

/** What people call a function: its tag `function`, a name of its own, or its construct's path. */
const nameForPeople = (resource: Resource, { Tags, FunctionName }: Record<string, unknown>, name: string): string => {
  const tags = (Array.isArray(Tags) ? Tags : []) as { Key?: string; Value?: string }[]
  return tags.find(({ Key }) => Key === 'function')?.Value ?? (FunctionName ? name : labelOf(resource))
}

/** Functions of the Node.js runtimes, from assets or inline code. */
export const lambdaFunction: Handler = {
  phase: 5,
  identify: (resource, world, { FunctionName }) => {
    const name = physicalName(resource, FunctionName, 64)
    return { ref: name, attributes: { Arn: arnOf(world, 'lambda', `function:${name}`) } }
  },
  create: (declared) => {
    const { resource, world, properties, identity } = declared
    const { Runtime, PackageType, Layers, ReservedConcurrentExecutions: reserved } = properties
    if (PackageType === 'Image' || !String(Runtime).startsWith('nodejs'))
      throw new UnsupportedError(resource, `the runtime ${Runtime ?? PackageType} is not supported; known: nodejs*.`)
    if (stringsOf(Layers).length > 0) throw new UnsupportedError(resource, 'layers are not supported.')
    const variables = recordOf(recordOf(properties.Environment).Variables)
    world.functions.push({
      name: identity.ref,
      arn: String(identity.attributes.Arn),
      label: nameForPeople(resource, properties, identity.ref),
      codeDir: codeDir(declared),
      handler: String(properties.Handler),
      runtime: String(Runtime),
      memoryMb: Number(properties.MemorySize ?? 128),
      timeoutMs: Number(properties.Timeout ?? 3) * 1_000,
      environment: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)])),
      roleArn: String(properties.Role),
      reservedConcurrency: reserved === undefined ? undefined : Number(reserved),
    })
    return undefined
  },
}

/** Lets a service invoke a function. */
export const permission: Handler = {
  phase: 6,
  identify: (resource) => ({ ref: physicalName(resource, undefined), attributes: {} }),
  create: ({ resource, world, properties }) => {
    const name = String(properties.FunctionName)
    const arn = name.startsWith('arn:') ? name : arnOf(world, 'lambda', `function:${name}`)
    const sourceArn = properties.SourceArn
    const statement = {
      Effect: 'Allow',
      Action: properties.Action,
      Resource: arn,
      Principal: { Service: properties.Principal },
      ...(sourceArn ? { Condition: { ArnLike: { 'aws:SourceArn': sourceArn } } } : {}),
    }
    const [parsed] = parsePolicy(`${resource.stack}/${resource.logicalId}`, { Statement: statement })
    if (parsed) world.invokers.set(arn, [...(world.invokers.get(arn) ?? []), parsed])
    return undefined
  },
}

const managed = (declared: Declared, arn: string): Statement[] => {
  const name = arn.split(':policy/')[1] ?? arn
  const actions = MANAGED_POLICIES[name]
  if (!actions)
    throw new UnsupportedError(
      declared.resource,
      `the managed policy ${name} is unknown to the local runner; known: ${Object.keys(MANAGED_POLICIES).join(', ')}.`,
    )
  return parsePolicy(arn, { Statement: { Effect: 'Allow', Action: actions, Resource: '*' } })
}

/** Roles with their inline and known managed policies. */
export const role: Handler = {
  phase: 2,
  identify: (resource, _, { RoleName }) => {
    const name = physicalName(resource, RoleName, 64)
    const id = `AROA${hash(name, 17).toUpperCase()}`
    return { ref: name, attributes: { Arn: `arn:aws:iam::${ACCOUNT}:role/${name}`, RoleId: id } }
  },
  create: (declared) => {
    const { world, properties, identity, resource } = declared
    const inline = ((properties.Policies ?? []) as Record<string, unknown>[]).flatMap((policy) =>
      parsePolicy(`${resource.logicalId}/${policy.PolicyName}`, policy.PolicyDocument),
    )
    world.ledger.addRole({
      arn: String(identity.attributes.Arn),
      name: labelOf(resource),
      statements: [...inline, ...stringsOf(properties.ManagedPolicyArns).flatMap((arn) => managed(declared, arn))],
    })
    return undefined
  },
}

/** Policies that are attached to roles. */
export const policy: Handler = {
  phase: 3,
  identify: (resource) => {
    const name = physicalName(resource, undefined)
    return { ref: `arn:aws:iam::${ACCOUNT}:policy/${name}`, attributes: { PolicyArn: name, Id: name } }
  },
  create: ({ resource, world, properties }) => {
    const statements = parsePolicy(`${resource.stack}/${resource.logicalId}`, properties.PolicyDocument)
    for (const name of stringsOf(properties.Roles)) {
      const arn = `arn:aws:iam::${ACCOUNT}:role/${name}`
      const known = world.ledger.role(arn)
      if (!known) throw new UnsupportedError(resource, `it is for the role ${name}, which no template declares.`)
      known.statements.push(...statements)
    }
    return undefined
  },
}
