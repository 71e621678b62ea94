import { createHash, randomInt, randomUUID } from 'node:crypto'
import type { Store } from '../state/store.ts'

/** Secrets Manager, as far as functions and people at a desk need it. Values live in the data folder. */
export type Secrets = {
  arnOf(name: string): string
  /** Makes a secret when it is not there yet; a value once made stays. */
  declare(name: string, how: { value?: string; generate?: Record<string, unknown> }): void
  /** By name, ARN, or ARN without its six random characters. */
  find(id: string): { arn: string; name: string; value: string } | undefined
  /** Calls back whenever a secret has another value. */
  watch(listener: () => void): void
  /** Answers one call of the JSON protocol. */
  call(action: string, body: Record<string, unknown>): Answer
}

const SETS = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digits: '0123456789',
  punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
}

/** A password by the rules of GenerateSecretString. */
export const generatePassword = (rules: Record<string, unknown>): string => {
  const excluded = new Set(String(rules.ExcludeCharacters ?? ''))
  const alphabets = [
    rules.ExcludeLowercase ? '' : SETS.lower,
    rules.ExcludeUppercase ? '' : SETS.upper,
    rules.ExcludeNumbers ? '' : SETS.digits,
    rules.ExcludePunctuation ? '' : SETS.punctuation,
    rules.IncludeSpace ? ' ' : '',
  ]
    .map((set) => [...set].filter((char) => !excluded.has(char)))
    .filter((set) => set.length > 0)
  const length = Number(rules.PasswordLength ?? 32)
  const all = alphabets.flat()
  const draw = (from: readonly string[]): string => from[randomInt(from.length)] ?? ''
  for (;;) {
    const password = Array.from({ length }, () => draw(all))
    if (
      rules.RequireEachIncludedType === false ||
      alphabets.every((set) => password.some((char) => set.includes(char)))
    )
      return password.join('')
  }
}

const generated = (rules: Record<string, unknown>): string => {
  const password = generatePassword(rules)
  if (!rules.GenerateStringKey) return password
  const template = JSON.parse(String(rules.SecretStringTemplate ?? '{}')) as Record<string, unknown>
  return JSON.stringify({ ...template, [String(rules.GenerateStringKey)]: password })
}

const refusal = (status: number, type: string, message: string) => ({
  status,
  body: { __type: type, message, Message: message },
})

/** A version that is not the current one (yet). */
type Staged = { version: string; value: string; stages: string[] }
type Kept = { value: string; version: string; at: number; staged?: Staged }
type Answer = { status: number; body: Record<string, unknown> }

const CURRENT = 'AWSCURRENT'

const stagesOf = (body: Record<string, unknown>): string[] =>
  Array.isArray(body.VersionStages) ? body.VersionStages.map(String) : [CURRENT]

/** @param account, region make the ARNs */
export const createSecrets = (store: Store, { region, account }: { region: string; account: string }): Secrets => {
  const names = new Set<string>()
  const base = `arn:aws:secretsmanager:${region}:${account}:secret:`

  const arnOf = (name: string): string => {
    const tail = createHash('sha256').update(name).digest('base64url').replace(/[-_]/g, 'x').slice(0, 6)
    return `${base}${name}-${tail}`
  }

  const listeners: (() => void)[] = []

  const put = (name: string, value: string, version: string = randomUUID()): Kept => {
    const kept = { value, version, at: Date.now() }
    store.set('secret', name, kept)
    for (const listener of listeners) listener()
    return kept
  }

  const putValue = (name: string, kept: Kept, body: Record<string, unknown>): Answer => {
    const version = String(body.ClientRequestToken ?? randomUUID())
    const value = String(body.SecretString)
    const stages = stagesOf(body)
    const same = [kept, kept.staged].find((one) => one?.version === version)
    if (same && same.value !== value)
      return refusal(400, 'ResourceExistsException', 'A version with this id has another value.')
    if (!same && stages.includes(CURRENT)) put(name, value, version)
    else if (!same) store.set('secret', name, { ...kept, staged: { version, value, stages } })
    return { status: 200, body: { ARN: arnOf(name), Name: name, VersionId: version, VersionStages: stages } }
  }

  /** Moves the label AWSCURRENT to the version that waits, or takes another label away from it. */
  const moveStage = (name: string, kept: Kept, body: Record<string, unknown>): Answer => {
    const { VersionStage, MoveToVersionId: to, RemoveFromVersionId: from } = body
    const { staged } = kept
    if (VersionStage !== CURRENT) {
      if (staged && from === staged.version && to === undefined)
        store.set('secret', name, { value: kept.value, version: kept.version, at: kept.at })
    } else {
      if (to !== kept.version && to !== staged?.version)
        return refusal(400, 'ResourceNotFoundException', "Secrets Manager can't find the specified version.")
      if (from !== kept.version)
        return refusal(400, 'InvalidParameterException', `${CURRENT} is not attached to RemoveFromVersionId.`)
      if (staged && to === staged.version) put(name, staged.value, staged.version)
    }
    return { status: 200, body: { ARN: arnOf(name), Name: name } }
  }

  const nameOf = (id: string): string | undefined =>
    [...names].find((name) => [name, `${base}${name}`, arnOf(name)].includes(id))

  const actions: Record<string, (name: string, kept: Kept, body: Record<string, unknown>) => Answer> = {
    GetSecretValue: (name, { value, version, at }) => ({
      status: 200,
      body: {
        ARN: arnOf(name),
        Name: name,
        SecretString: value,
        VersionId: version,
        VersionStages: [CURRENT],
        CreatedDate: at / 1_000,
      },
    }),
    DescribeSecret: (name, { version, staged }) => ({
      status: 200,
      body: {
        ARN: arnOf(name),
        Name: name,
        VersionIdsToStages: { ...(staged ? { [staged.version]: staged.stages } : {}), [version]: [CURRENT] },
      },
    }),
    PutSecretValue: putValue,
    UpdateSecretVersionStage: moveStage,
  }

  return {
    arnOf,
    declare: (name, { value, generate }) => {
      names.add(name)
      const kept = store.get<Kept>('secret', name)
      if (value !== undefined) {
        if (kept?.value !== value) put(name, value)
      } else if (!kept) put(name, generated(generate ?? {}))
    },
    find: (id) => {
      const name = nameOf(id)
      const kept = name === undefined ? undefined : store.get<Kept>('secret', name)
      return name !== undefined && kept ? { arn: arnOf(name), name, value: kept.value } : undefined
    },
    watch: (listener) => void listeners.push(listener),
    call: (action, body) => {
      if (action === 'ListSecrets')
        return { status: 200, body: { SecretList: [...names].map((name) => ({ ARN: arnOf(name), Name: name })) } }
      const work = Object.hasOwn(actions, action) ? actions[action] : undefined
      if (!work) return refusal(400, 'UnknownOperationException', `The local Secrets Manager does not know ${action}.`)
      const name = nameOf(String(body.SecretId))
      const kept = name === undefined ? undefined : store.get<Kept>('secret', name)
      if (name === undefined || !kept)
        return refusal(400, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
      return work(name, kept, body)
    },
  }
}
