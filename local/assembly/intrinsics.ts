import type { Resource } from './read.ts'
import { type Context, type Intrinsic, IntrinsicError, NO_VALUE, type Place, Walker } from './walker.ts'

export type Resolver = {
  /** Replaces every intrinsic in `value`. `AWS::NoValue` vanishes. */
  resolve(stack: string, resource: string, value: unknown): unknown
  /** Whether a condition of a stack holds. */
  holds(stack: string, condition: string): boolean
}

const find = (walker: Walker, place: Place, id: string, what: string): Resource =>
  place.stack.resources.find(({ logicalId }) => logicalId === id) ??
  walker.fail(place, `${what} points to ${id}, which stack ${place.stack.name} does not have.`)

const pseudoParameter = (walker: Walker, place: Place, id: string): unknown => {
  const { pseudo } = walker.context
  if (id === 'AWS::NoValue') return NO_VALUE
  if (id === 'AWS::StackName') return place.stack.name
  if (id === 'AWS::StackId')
    return `arn:aws:cloudformation:${pseudo['AWS::Region']}:${pseudo['AWS::AccountId']}:stack/${place.stack.name}/local`
  return pseudo[id] ?? walker.fail(place, `the pseudo parameter ${id} is unknown here.`)
}

const ref: Intrinsic = (walker, place, argument) => {
  const id = String(argument)
  if (id.startsWith('AWS::')) return pseudoParameter(walker, place, id)
  const parameter = place.stack.parameters[id]
  if (!parameter) return walker.context.identify(find(walker, place, id, 'Ref')).ref
  if (parameter.Default !== undefined) return String(parameter.Default)
  return walker.fail(place, `parameter ${id} has no default; the local runner has no other value.`)
}

const attribute = (walker: Walker, place: Place, id: string, name: string): unknown => {
  const resource = find(walker, place, id, 'Fn::GetAtt')
  const { attributes } = walker.context.identify(resource)
  if (name in attributes) return attributes[name]
  const known = Object.keys(attributes).join(', ') || 'none'
  return walker.fail(place, `Fn::GetAtt asks ${id} (${resource.type}) for ${name}; known: ${known}.`)
}

const getAtt: Intrinsic = (walker, place, argument) => {
  const [id, ...rest] = Array.isArray(argument) ? argument : String(argument).split('.')
  return attribute(walker, place, String(id), rest.map((part) => walker.text(place, part, 'Fn::GetAtt')).join('.'))
}

const sub: Intrinsic = (walker, place, argument) => {
  const [template, given] = Array.isArray(argument) ? argument : [argument, {}]
  const values = given as Record<string, unknown>
  return String(template).replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`
    if (Object.hasOwn(values, name)) return walker.text(place, values[name], 'Fn::Sub')
    const dot = name.indexOf('.')
    const value = dot < 0 ? ref(walker, place, name) : attribute(walker, place, name.slice(0, dot), name.slice(dot + 1))
    return String(value)
  })
}

const importValue: Intrinsic = (walker, place, argument) => {
  const wanted = walker.text(place, argument, 'Fn::ImportValue')
  for (const stack of walker.context.assembly.stacks)
    for (const [id, output] of Object.entries(stack.outputs)) {
      const there = { stack, resource: `output ${id}` }
      if (output.Export && walker.walk(there, output.Export.Name) === wanted) return walker.walk(there, output.Value)
    }
  return walker.fail(place, `Fn::ImportValue asks for ${wanted}, which no stack exports.`)
}

const condition = (walker: Walker, place: Place, name: string): boolean => {
  const { stack } = place
  if (!Object.hasOwn(stack.conditions, name)) return walker.fail(place, `condition ${name} is not declared.`)
  return walker.walk({ stack, resource: `condition ${name}` }, stack.conditions[name]) === true
}

const truths = (walker: Walker, place: Place, argument: unknown): boolean[] =>
  walker.list(place, argument, 'a logical function').map((one) => one === true)

const select: Intrinsic = (walker, place, argument) => {
  const [at, from] = argument as [unknown, unknown]
  const options = walker.list(place, from, 'Fn::Select')
  const index = Number(walker.text(place, at, 'Fn::Select'))
  return options[index] ?? walker.fail(place, `Fn::Select asks for entry ${index} of ${options.length}.`)
}

const findInMap: Intrinsic = (walker, place, argument) => {
  const keys = walker.list(place, argument, 'Fn::FindInMap').map(String)
  const found = keys.reduce<unknown>(
    (from, key) => (from as Record<string, unknown> | undefined)?.[key],
    place.stack.mappings,
  )
  return found ?? walker.fail(place, `Fn::FindInMap finds nothing at ${keys.join(' / ')}.`)
}

const join: Intrinsic = (walker, place, argument) => {
  const [separator, parts] = argument as [string, unknown]
  const texts = walker.list(place, parts, 'Fn::Join').map((part) => walker.text(place, part, 'Fn::Join'))
  return texts.join(separator)
}

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: ref,
  Condition: (walker, place, argument) => condition(walker, place, String(argument)),
  'Fn::GetAtt': getAtt,
  'Fn::Sub': sub,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': (walker, place, argument) => {
    const [separator, from] = argument as [string, unknown]
    return walker.text(place, from, 'Fn::Split').split(separator)
  },
  'Fn::ImportValue': importValue,
  'Fn::FindInMap': findInMap,
  'Fn::If': (walker, place, argument) => {
    const [name, yes, no] = argument as [string, unknown, unknown]
    return walker.walk(place, condition(walker, place, name) ? yes : no)
  },
  'Fn::Equals': (walker, place, argument) => {
    const [a, b] = walker.list(place, argument, 'Fn::Equals')
    return JSON.stringify(a) === JSON.stringify(b)
  },
  'Fn::Not': (walker, place, argument) => !truths(walker, place, argument)[0],
  'Fn::And': (walker, place, argument) => truths(walker, place, argument).every(Boolean),
  'Fn::Or': (walker, place, argument) => truths(walker, place, argument).some(Boolean),
  'Fn::Base64': (walker, place, argument) => Buffer.from(walker.text(place, argument, 'Fn::Base64')).toString('base64'),
}

/** @throws IntrinsicError that names the resource and the intrinsic, for anything unknown */
export const resolverOf = (context: Context): Resolver => {
  const walker = new Walker(context, INTRINSICS)
  const placeOf = (stackName: string, resource: string): Place => {
    const stack = context.assembly.stacks.find(({ name }) => name === stackName)
    if (!stack) throw new IntrinsicError(stackName, resource, 'there is no such stack.')
    return { stack, resource }
  }
  return {
    resolve: (stack, resource, value) => {
      const out = walker.walk(placeOf(stack, resource), value)
      return out === NO_VALUE ? undefined : out
    },
    holds: (stack, name) => condition(walker, placeOf(stack, `condition ${name}`), name),
  }
}
