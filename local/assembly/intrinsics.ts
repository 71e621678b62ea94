import type { Assembly, Resource, Stack } from './read.ts'

/** What a resource is to others: the value of `Ref` and those of `Fn::GetAtt`. */
export type Identity = { ref: string; attributes: Record<string, unknown> }

/** Where a value stands, for messages. */
type Place = { stack: Stack; resource: string }

/** A template says something that the local runner cannot make sense of. */
export class IntrinsicError extends Error {
  override name = 'IntrinsicError'
  constructor(place: { stack: string; resource: string }, problem: string) {
    super(`${place.stack}/${place.resource}: ${problem}`)
  }
}

export type Resolver = {
  /** Replaces every intrinsic in `value`. `AWS::NoValue` vanishes. */
  resolve(stack: string, resource: string, value: unknown): unknown
  /** Whether a condition of a stack holds. */
  holds(stack: string, condition: string): boolean
}

type Context = {
  pseudo: Record<string, string>
  /** The identity of a resource; called only when somebody refers to it. */
  identify: (resource: Resource) => Identity
}

const NO_VALUE = Symbol('AWS::NoValue')

/** @throws IntrinsicError that names the resource and the intrinsic, for anything unknown */
export const resolverOf = (assembly: Assembly, { pseudo, identify }: Context): Resolver => {
  const stacks = new Map(assembly.stacks.map((stack) => [stack.name, stack]))

  const fail = (place: Place, problem: string): never => {
    throw new IntrinsicError({ stack: place.stack.name, resource: place.resource }, problem)
  }

  const text = (place: Place, value: unknown, what: string): string => {
    const out = walk(place, value)
    if (typeof out === 'string' || typeof out === 'number' || typeof out === 'boolean') return String(out)
    return fail(place, `${what} expects a string, but got ${JSON.stringify(out)}.`)
  }

  const list = (place: Place, value: unknown, what: string): unknown[] => {
    const out = walk(place, value)
    return Array.isArray(out) ? out : fail(place, `${what} expects a list, but got ${JSON.stringify(out)}.`)
  }

  const find = (place: Place, id: string, what: string): Resource =>
    place.stack.resources.find(({ logicalId }) => logicalId === id) ??
    fail(place, `${what} points to ${id}, which stack ${place.stack.name} does not have.`)

  const ref = (place: Place, id: string): unknown => {
    if (id === 'AWS::NoValue') return NO_VALUE
    if (id === 'AWS::StackName') return place.stack.name
    if (id === 'AWS::StackId')
      return `arn:aws:cloudformation:${pseudo['AWS::Region']}:${pseudo['AWS::AccountId']}:stack/${place.stack.name}/local`
    if (id.startsWith('AWS::')) return pseudo[id] ?? fail(place, `the pseudo parameter ${id} is unknown here.`)
    const parameter = place.stack.parameters[id]
    if (parameter) {
      if (parameter.Default === undefined)
        return fail(place, `parameter ${id} has no default; the local runner has no other value.`)
      return String(parameter.Default)
    }
    return identify(find(place, id, 'Ref')).ref
  }

  const attribute = (place: Place, id: string, name: string): unknown => {
    const resource = find(place, id, 'Fn::GetAtt')
    const { attributes } = identify(resource)
    return name in attributes
      ? attributes[name]
      : fail(
          place,
          `Fn::GetAtt asks ${id} (${resource.type}) for ${name}; known: ${Object.keys(attributes).join(', ') || 'none'}.`,
        )
  }

  const substitute = (place: Place, argument: unknown): string => {
    const [template, given] = Array.isArray(argument) ? argument : [argument, {}]
    const values = given as Record<string, unknown>
    return String(template).replace(/\$\{([^}]+)\}/g, (_, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`
      if (name in values) return text(place, values[name], 'Fn::Sub')
      const dot = name.indexOf('.')
      return String(dot < 0 ? ref(place, name) : attribute(place, name.slice(0, dot), name.slice(dot + 1)))
    })
  }

  const importValue = (place: Place, argument: unknown): unknown => {
    const wanted = text(place, argument, 'Fn::ImportValue')
    for (const stack of assembly.stacks)
      for (const [id, output] of Object.entries(stack.outputs)) {
        const there = { stack, resource: `output ${id}` }
        if (output.Export && walk(there, output.Export.Name) === wanted) return walk(there, output.Value)
      }
    return fail(place, `Fn::ImportValue asks for ${wanted}, which no stack exports.`)
  }

  const condition = (place: Place, name: string): boolean => {
    if (!(name in place.stack.conditions)) return fail(place, `condition ${name} is not declared.`)
    return walk({ stack: place.stack, resource: `condition ${name}` }, place.stack.conditions[name]) === true
  }

  const truths = (place: Place, argument: unknown): boolean[] =>
    list(place, argument, 'a logical function').map((one) => one === true)

  const intrinsics: Record<string, (place: Place, argument: unknown) => unknown> = {
    Ref: (place, argument) => ref(place, String(argument)),
    Condition: (place, argument) => condition(place, String(argument)),
    'Fn::GetAtt': (place, argument) => {
      const [id, ...rest] = Array.isArray(argument) ? argument : String(argument).split('.')
      return attribute(place, String(id), rest.map((part) => text(place, part, 'Fn::GetAtt')).join('.'))
    },
    'Fn::Sub': substitute,
    'Fn::Join': (place, argument) => {
      const [separator, parts] = argument as [string, unknown]
      return list(place, parts, 'Fn::Join')
        .map((part) => text(place, part, 'Fn::Join'))
        .join(separator)
    },
    'Fn::Select': (place, argument) => {
      const [at, from] = argument as [unknown, unknown]
      const options = list(place, from, 'Fn::Select')
      const index = Number(text(place, at, 'Fn::Select'))
      return options[index] ?? fail(place, `Fn::Select asks for entry ${index} of ${options.length}.`)
    },
    'Fn::Split': (place, argument) => {
      const [separator, from] = argument as [string, unknown]
      return text(place, from, 'Fn::Split').split(separator)
    },
    'Fn::ImportValue': importValue,
    'Fn::If': (place, argument) => {
      const [name, yes, no] = argument as [string, unknown, unknown]
      return walk(place, condition(place, name) ? yes : no)
    },
    'Fn::Equals': (place, argument) => {
      const [a, b] = list(place, argument, 'Fn::Equals')
      return JSON.stringify(a) === JSON.stringify(b)
    },
    'Fn::Not': (place, argument) => !truths(place, argument)[0],
    'Fn::And': (place, argument) => truths(place, argument).every(Boolean),
    'Fn::Or': (place, argument) => truths(place, argument).some(Boolean),
    'Fn::FindInMap': (place, argument) => {
      const keys = list(place, argument, 'Fn::FindInMap').map(String)
      const found = keys.reduce<unknown>(
        (from, key) => (from as Record<string, unknown> | undefined)?.[key],
        place.stack.mappings,
      )
      return found ?? fail(place, `Fn::FindInMap finds nothing at ${keys.join(' / ')}.`)
    },
    'Fn::Base64': (place, argument) => Buffer.from(text(place, argument, 'Fn::Base64')).toString('base64'),
    'Fn::GetAZs': () => ['a', 'b', 'c'].map((zone) => `${pseudo['AWS::Region']}${zone}`),
  }

  const walk = (place: Place, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((one) => walk(place, one)).filter((one) => one !== NO_VALUE)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value)
    const [only] = entries
    if (only && entries.length === 1 && (only[0] === 'Ref' || only[0].startsWith('Fn::') || only[0] === 'Condition')) {
      const intrinsic = Object.hasOwn(intrinsics, only[0]) ? intrinsics[only[0]] : undefined
      // A policy statement with nothing but conditions is written { Condition: {...} } as well.
      if (only[0] !== 'Condition' || typeof only[1] === 'string') {
        if (!intrinsic)
          return fail(
            place,
            `the intrinsic ${only[0]} is unknown to the local runner; known: ${Object.keys(intrinsics).join(', ')}.`,
          )
        return intrinsic(place, only[1])
      }
    }
    return Object.fromEntries(
      entries.map(([key, one]) => [key, walk(place, one)] as const).filter(([, one]) => one !== NO_VALUE),
    )
  }

  const placeOf = (stack: string, resource: string): Place => {
    const found = stacks.get(stack)
    if (!found) throw new IntrinsicError({ stack, resource }, 'there is no such stack.')
    return { stack: found, resource }
  }

  return {
    resolve: (stack, resource, value) => {
      const out = walk(placeOf(stack, resource), value)
      return out === NO_VALUE ? undefined : out
    },
    holds: (stack, name) => condition(placeOf(stack, `condition ${name}`), name),
  }
}
