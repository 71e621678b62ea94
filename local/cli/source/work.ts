import { types } from 'node:util'
import { sourceSecretName } from '../../../infra/source-secret-name.ts'
import type { SourceSettings } from '../../../shared/domain/listen/source-settings.ts'
import { AwsCallError, AwsSilentError } from '../../../shared/platform/aws-call.ts'
import { nearest } from '../nearest.ts'
import { readSecret, replaceSecret, type Versioned } from '../secrets-manager.ts'
import type { Target } from '../target.ts'
import { guideOf } from './guides/index.ts'

/** The command cannot do what it was asked; the message says why and what to do. */
export class SourceCommandError extends Error {
  override name = 'SourceCommandError'
}

/** What the commands need from outside. */
export type Work = {
  target: Target
  /** Something to read before the answer: instructions, progress. */
  say: (line: string) => void
  /** Asks for a secret, hidden or from standard input. */
  askSecret: (question: string) => Promise<string>
  /** Asks yes or no. */
  confirm: (question: string) => Promise<boolean>
  /** ISO 8601, real time. */
  now: () => string
  /** Waits so many milliseconds. */
  wait: (ms: number) => Promise<void>
}

/** The command to type next, for the same place. */
export const commandFor = ({ place, stageName }: Pick<Target, 'place' | 'stageName'>, words: string): string =>
  `npm run source -- ${words}${place === 'aws' ? ` --stage ${stageName}` : ''}`

/** A source as the settings have it. */
export type Declared = { name: string; settings: SourceSettings }

/** @throws SourceCommandError that names the source that was probably meant */
export const declaredSource = (target: Target, name: string): Declared => {
  const { stage, stageName } = target
  const { sources } = stage
  const settings = Object.hasOwn(sources, name) ? sources[name] : undefined
  if (settings) return { name, settings }
  const near = nearest(name, Object.keys(sources))
  const known = Object.keys(sources).join(', ') || 'none'
  throw new SourceCommandError(
    `The stage "${stageName}" has no source "${name}"${near ? `; did you mean "${near}"?` : '.'} It has: ${known}. A new one: ${commandFor(target, `add ${name} --type TYPE`)}`,
  )
}

/** @throws SourceCommandError for a source that has no door, and so no secret */
export const withDoor = (declared: Declared): Declared => {
  const { name, settings } = declared
  const { secret, where } = guideOf(settings.type)
  if (secret !== 'doorless') return declared
  throw new SourceCommandError(`"${name}" (${settings.type}) has no door, so it has no secret: ${where}.`)
}

const notDeployed = ({ place, stageName }: Target, name: string): SourceCommandError =>
  new SourceCommandError(
    place === 'local'
      ? `The Earshot that runs here has no secret for "${name}": it was started before the source was declared. Stop it and start it again (npm start).`
      : `"${name}" is declared, but not deployed: there is no secret for it. Run EARSHOT_STAGE=${stageName} npm run deploy, then this again.`,
  )

/** A call that got no answer at all. */
const unreachable = ({ place, appUrl }: Target, cause: Error): SourceCommandError =>
  new SourceCommandError(
    place === 'local'
      ? `Nobody answers for ${appUrl} any more: the Earshot that ran here has ended. Start it again: npm start.`
      : `AWS cannot be reached (${types.isNativeError(cause.cause) ? cause.cause.message : cause.message}).`,
    { cause },
  )

const explained = (target: Target, name: string, error: unknown): unknown => {
  if (error instanceof AwsSilentError) return unreachable(target, error)
  return error instanceof AwsCallError && /Denied/.test(error.code)
    ? new SourceCommandError(
        `These credentials may not do that with the secret of "${name}": ${error.message} Needed are secretsmanager:GetSecretValue, PutSecretValue and UpdateSecretVersionStage.`,
        { cause: error },
      )
    : error
}

/** A source's secret as it is now. @throws SourceCommandError when it is not deployed, or may not be read */
export const secretOf = async (target: Target, name: string): Promise<Versioned> => {
  const id = sourceSecretName(target.stageName, name)
  const secret = await readSecret(id, target.env).catch((error: unknown) => {
    throw explained(target, name, error)
  })
  if (!secret) throw notDeployed(target, name)
  return secret
}

/** Writes a source's secret, unless it was changed since it was read. @throws SecretChangedError, SourceCommandError */
export const writeSecret = async (target: Target, name: string, read: Versioned, text: string): Promise<void> => {
  const id = sourceSecretName(target.stageName, name)
  await replaceSecret(id, read, text, target.env).catch((error: unknown) => {
    throw explained(target, name, error)
  })
}
