import { writeFileSync } from 'node:fs'
import { matchesPattern } from './conditions.ts'
import { type Access, evaluate, type Statement } from './policy.ts'

/** A role of the template. `name` is the function's short name where a function has it, for people. */
type Role = { arn: string; name: string; statements: Statement[] }

type Entry = { function: string; action: string; resource: string; count: number }
/** A grant: one action pattern and resource pattern of a role's policies. */
type Grant = { function: string; action: string; resource: string }

/** What was asked of IAM while the runner ran. */
type IamReport = { used: Entry[]; denied: (Entry & { why: string })[]; neverUsed: Grant[] }

/** Evaluates every access of every function, and remembers it. */
export type Ledger = {
  addRole(role: Role): void
  role(arn: string): Role | undefined
  /** Statements on a resource (bucket and queue policies), by the resource's ARN. */
  addResourcePolicy(resourceArn: string, statements: Statement[]): void
  resourcePolicy(resourceArn: string): readonly Statement[]
  /** @returns undefined when allowed, else AWS's sentence about the denial */
  check(role: Role, access: Access): string | undefined
  report(): IamReport
  /** Writes the report when it has changed. */
  save(): void
}

const EVERYWHERE = { 'aws:securetransport': 'true' }

const sentence = (role: Role, { action, resource }: Access, explicit: boolean): string =>
  `User: ${role.arn.replace(':role/', ':assumed-role/').replace(':iam:', ':sts:')}/${role.name} is not authorized to perform: ${action} on resource: ${resource} because ${
    explicit ? 'an explicit deny in a policy forbids it' : `no identity-based policy allows the ${action} action`
  }`

const grantsOf = (role: Role): Grant[] =>
  role.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ actions, resources }) =>
      actions.flatMap((action) => resources.map((resource) => ({ function: role.name, action, resource }))),
    )

const resourceKey = (resource: string): string =>
  resource.startsWith('arn:aws:s3:::') ? (resource.split('/')[0] ?? resource) : resource

/** @param file where the report is kept for tools; not written when absent */
export const createLedger = (file?: string): Ledger => {
  const roles = new Map<string, Role>()
  const resourcePolicies = new Map<string, Statement[]>()
  const used = new Map<string, Entry>()
  const denied = new Map<string, Entry & { why: string }>()
  let changed = true

  const count = <E extends Entry>(into: Map<string, E>, entry: E): void => {
    const key = [entry.function, entry.action, entry.resource].join(' ')
    const known = into.get(key)
    if (known) known.count++
    else into.set(key, entry)
    changed = true
  }

  const decide = (role: Role, access: Access) => {
    const whole = { ...access, context: { ...EVERYWHERE, 'aws:principalarn': role.arn, ...access.context } }
    const onResource = (resourcePolicies.get(resourceKey(access.resource)) ?? []).filter(
      ({ principals, effect }) =>
        effect === 'Deny' && principals.some((one) => one === '*' || one === `aws:${role.arn}`),
    )
    return evaluate([...role.statements, ...onResource], whole)
  }

  const report = (): IamReport => ({
    used: [...used.values()],
    denied: [...denied.values()],
    neverUsed: [...roles.values()]
      .flatMap(grantsOf)
      .filter(
        (grant) =>
          ![...used.values()].some(
            (entry) =>
              entry.function === grant.function &&
              matchesPattern(grant.action, entry.action, true) &&
              matchesPattern(grant.resource, entry.resource),
          ),
      ),
  })

  return {
    addRole: (role) => roles.set(role.arn, role),
    role: (arn) => roles.get(arn),
    addResourcePolicy: (arn, statements) =>
      void resourcePolicies.set(arn, [...(resourcePolicies.get(arn) ?? []), ...statements]),
    resourcePolicy: (arn) => resourcePolicies.get(arn) ?? [],
    check: (role, access) => {
      const { decision } = decide(role, access)
      const entry = { function: role.name, action: access.action, resource: access.resource, count: 1 }
      if (decision === 'allowed') {
        count(used, entry)
        return undefined
      }
      const why = sentence(role, access, decision === 'explicit-deny')
      count(denied, { ...entry, why })
      return why
    },
    report,
    save: () => {
      if (!file || !changed) return
      changed = false
      writeFileSync(file, `${JSON.stringify(report(), null, 2)}\n`)
    },
  }
}
