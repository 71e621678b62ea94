import { type Resolver, resolverOf } from '../assembly/intrinsics.ts'
import type { Assembly, Resource } from '../assembly/read.ts'
import type { Identity } from '../assembly/walker.ts'
import { HANDLERS } from './table.ts'
import { ACCOUNT, type Handler, UnsupportedError, type World } from './world.ts'

const handlerOf = (resource: Resource): Handler => {
  const handler = Object.hasOwn(HANDLERS, resource.type) ? HANDLERS[resource.type] : undefined
  if (!handler)
    throw new UnsupportedError(
      resource,
      `the local runner does not know this resource type. Supported: ${Object.keys(HANDLERS).join(', ')}.`,
    )
  return handler
}

const identifier = (world: () => World, resolver: () => Resolver) => {
  const known = new Map<Resource, Identity>()
  const under = new Set<Resource>()
  return (resource: Resource): Identity => {
    const found = known.get(resource)
    if (found) return found
    if (under.has(resource)) throw new UnsupportedError(resource, 'its name depends on itself.')
    under.add(resource)
    // Names depend on few properties; those of the rest may not be resolvable before the resource exists.
    const named = Object.fromEntries(
      Object.entries(resource.properties)
        .filter(([name]) => /Name$|^EmailIdentity$|^Identifier$/.test(name))
        .map(([name, value]) => [name, resolver().resolve(resource.stack, resource.logicalId, value)]),
    )
    const identity = handlerOf(resource).identify(resource, world(), named)
    known.set(resource, identity)
    return identity
  }
}

/**
 * Makes everything that the assembly declares.
 * @returns the stacks' outputs by name, without those that only stacks use among themselves
 * @throws UnsupportedError, IntrinsicError, PolicyError, ... that name the resource and what is not supported
 */
export const deploy = async (assembly: Assembly, world: World): Promise<Record<string, string>> => {
  const identify = identifier(
    () => world,
    () => resolver,
  )
  const pseudo = {
    'AWS::Region': world.region,
    'AWS::AccountId': ACCOUNT,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
  }
  const resolver = resolverOf({ assembly, pseudo, identify })
  const resources = assembly.stacks
    .flatMap((stack) => stack.resources)
    .filter(({ stack, condition }) => condition === undefined || resolver.holds(stack, condition))
  for (const resource of resources) handlerOf(resource)
  const ordered = [...resources].sort((a, b) => handlerOf(a).phase - handlerOf(b).phase)
  for (const resource of ordered) {
    const { create } = handlerOf(resource)
    if (!create) continue
    const identity = identify(resource)
    const properties = resolver.resolve(resource.stack, resource.logicalId, resource.properties) as Record<
      string,
      unknown
    >
    const more = await create({ resource, world, properties, identity })
    if (more) Object.assign(identity.attributes, more)
  }
  return Object.fromEntries(
    assembly.stacks.flatMap(({ name, outputs }) =>
      Object.entries(outputs).flatMap(([id, { Value, Export }]) =>
        Export ? [] : [[id, String(resolver.resolve(name, `output ${id}`, Value))]],
      ),
    ),
  )
}
