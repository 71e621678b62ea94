import { CONDITION_OPERATORS, matchesPattern } from './conditions.ts'

/** What a request means to IAM: one action on one resource. */
export type Access = { action: string; resource: string; context?: RequestContext }
/** Condition keys of a request (lower-case) and their values. */
export type RequestContext = Record<string, string | string[]>

export type Statement = {
  effect: 'Allow' | 'Deny'
  actions: string[]
  notActions: string[]
  resources: string[]
  notResources: string[]
  /** Who a resource policy speaks of: `service:sns.amazonaws.com`, `aws:arn...`, `*`. Empty in identity policies. */
  principals: string[]
  conditions: { operator: string; key: string; values: string[] }[]
}

export type Decision = 'allowed' | 'explicit-deny' | 'no-allow'

/** A policy document says something that the evaluator does not know. */
export class PolicyError extends Error {
  override name = 'PolicyError'
}

const strings = (value: unknown): string[] =>
  value === undefined ? [] : (Array.isArray(value) ? value : [value]).map((one) => String(one))

const parseConditions = (where: string, block: unknown): Statement['conditions'] =>
  Object.entries((block ?? {}) as Record<string, Record<string, unknown>>).flatMap(([operator, keys]) => {
    if (!CONDITION_OPERATORS.has(operator))
      throw new PolicyError(
        `${where}: the condition operator ${operator} is unknown to the local runner; known: ${[...CONDITION_OPERATORS.keys()].join(', ')}.`,
      )
    return Object.entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), values: strings(values) }))
  })

const parsePrincipals = (principal: unknown): string[] => {
  if (principal === undefined) return []
  if (typeof principal === 'string') return [principal]
  return Object.entries(principal as Record<string, unknown>).flatMap(([kind, values]) =>
    strings(values).map((value) => (value === '*' ? '*' : `${kind.toLowerCase()}:${value}`)),
  )
}

/**
 * Parses a policy document.
 * @param where names the policy in messages
 * @throws PolicyError on an unknown condition operator or NotPrincipal
 */
export const parsePolicy = (where: string, document: unknown): Statement[] => {
  const { Statement: raw } = (document ?? {}) as { Statement?: unknown }
  const list = (Array.isArray(raw) ? raw : raw ? [raw] : []) as Record<string, unknown>[]
  return list.map((statement) => {
    if (statement.NotPrincipal !== undefined) throw new PolicyError(`${where}: NotPrincipal is not supported.`)
    return {
      effect: statement.Effect === 'Deny' ? 'Deny' : 'Allow',
      actions: strings(statement.Action),
      notActions: strings(statement.NotAction),
      resources: strings(statement.Resource),
      notResources: strings(statement.NotResource),
      principals: parsePrincipals(statement.Principal),
      conditions: parseConditions(where, statement.Condition),
    }
  })
}

const matchesAny = (patterns: readonly string[], value: string, ignoreCase = false): boolean =>
  patterns.some((pattern) => matchesPattern(pattern, value, ignoreCase))

const covers = (statement: Statement, { action, resource, context = {} }: Access): boolean =>
  (statement.notActions.length > 0
    ? !matchesAny(statement.notActions, action, true)
    : matchesAny(statement.actions, action, true)) &&
  (statement.notResources.length > 0
    ? !matchesAny(statement.notResources, resource)
    : matchesAny(statement.resources, resource)) &&
  statement.conditions.every(({ operator, key, values }) => CONDITION_OPERATORS.get(operator)?.(context[key], values))

/**
 * IAM's rule: an explicit Deny wins over everything, without an Allow nothing goes.
 * @returns the decision and the statement that made it
 */
export const evaluate = (
  statements: readonly Statement[],
  access: Access,
): { decision: Decision; by?: Statement | undefined } => {
  const covering = statements.filter((statement) => covers(statement, access))
  const deny = covering.find(({ effect }) => effect === 'Deny')
  if (deny) return { decision: 'explicit-deny', by: deny }
  const allow = covering.find(({ effect }) => effect === 'Allow')
  return allow ? { decision: 'allowed', by: allow } : { decision: 'no-allow' }
}

/** The statements of a resource policy that speak of `principal` (`service:sns.amazonaws.com`, `aws:<role arn>`). */
export const statementsFor = (statements: readonly Statement[], principal: string): Statement[] =>
  statements.filter(({ principals }) => principals.some((pattern) => pattern === '*' || pattern === principal))
