import type { Assembly, Resource, Stack } from './read.ts'

/** What a resource is to others: the value of `Ref` and those of `Fn::GetAtt`. */
export type Identity = { ref: string; attributes: Record<string, unknown> }

/** Where a value stands: decides what `Ref` means, and is named in messages. */
export type Place = { stack: Stack; resource: string }

/** A template says something that the local runner cannot make sense of. */
export class IntrinsicError extends Error {
  override name = 'IntrinsicError'
  constructor(stack: string, resource: string, problem: string) {
    super(`${stack}/${resource}: ${problem}`)
  }
}

export type Context = {
  assembly: Assembly
  pseudo: Record<string, string>
  /** The identity of a resource; called only when somebody refers to it. */
  identify: (resource: Resource) => Identity
}

/** One intrinsic function. */
export type Intrinsic = (walker: Walker, place: Place, argument: unknown) => unknown

/** Stands for `AWS::NoValue` until the property or list entry around it is dropped. */
export const NO_VALUE = Symbol('AWS::NoValue')

const isIntrinsic = (name: string, argument: unknown): boolean =>
  // A policy statement that has nothing but conditions looks like the intrinsic of that name.
  name === 'Ref' || name.startsWith('Fn::') || (name === 'Condition' && typeof argument === 'string')

/** Replaces intrinsics in values of a template. */
export class Walker {
  readonly context: Context
  readonly #intrinsics: Readonly<Record<string, Intrinsic>>

  constructor(context: Context, intrinsics: Readonly<Record<string, Intrinsic>>) {
    this.context = context
    this.#intrinsics = intrinsics
  }

  /** @throws IntrinsicError */
  fail(place: Place, problem: string): never {
    throw new IntrinsicError(place.stack.name, place.resource, problem)
  }

  walk(place: Place, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.walk(place, one)).filter((one) => one !== NO_VALUE)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value)
    const [only] = entries
    if (only && entries.length === 1 && isIntrinsic(...only)) return this.#apply(place, ...only)
    return Object.fromEntries(
      entries.map(([key, one]) => [key, this.walk(place, one)] as const).filter(([, one]) => one !== NO_VALUE),
    )
  }

  /** A value that must turn out to be text. */
  text(place: Place, value: unknown, what: string): string {
    const out = this.walk(place, value)
    if (typeof out === 'string' || typeof out === 'number' || typeof out === 'boolean') return String(out)
    return this.fail(place, `${what} expects a string, but got ${JSON.stringify(out)}.`)
  }

  /** A value that must turn out to be a list. */
  list(place: Place, value: unknown, what: string): unknown[] {
    const out = this.walk(place, value)
    return Array.isArray(out) ? out : this.fail(place, `${what} expects a list, but got ${JSON.stringify(out)}.`)
  }

  #apply(place: Place, name: string, argument: unknown): unknown {
    const intrinsic = Object.hasOwn(this.#intrinsics, name) ? this.#intrinsics[name] : undefined
    if (intrinsic) return intrinsic(this, place, argument)
    const known = Object.keys(this.#intrinsics).join(', ')
    return this.fail(place, `the intrinsic ${name} is unknown to the local runner; known: ${known}.`)
  }
}
