import type { SourceType } from '../../../shared/domain/listen/source-settings.ts'
import { name as nameSchema } from '../../../shared/domain/name.ts'
import type { Outcome } from '../command.ts'
import { nearest } from '../nearest.ts'
import type { Versioned } from '../secrets-manager.ts'
import type { Target } from '../target.ts'
import { lacksApiToken, takeApiToken } from './api-token.ts'
import { givenSecret } from './given.ts'
import { guideOf, snippetOf, TYPES } from './guides/index.ts'
import { adopted, newSecret, opened, stateOf } from './secret.ts'
import { addressOf, pairs, setupLines, setupOf } from './setup.ts'
import {
  commandFor,
  type Declared,
  declaredSource,
  SourceCommandError,
  secretOf,
  type Work,
  writeSecret,
} from './work.ts'

const typeOf = (text: string): SourceType => {
  const type = TYPES.find((one) => one === text)
  if (type) return type
  const near = nearest(text, TYPES)
  throw new SourceCommandError(
    `There is no type "${text}"${near ? `; did you mean "${near}"?` : '.'} The types: ${TYPES.join(', ')}.`,
  )
}

const again = (target: Target, name: string): string[] => [
  target.place === 'local'
    ? 'Then stop Earshot and start it again (npm start), and:'
    : `Then EARSHOT_STAGE=${target.stageName} npm run deploy, and:`,
  `  ${commandFor(target, `add ${name}`)}`,
]

/** What to write into infra/config.ts for a source that is not declared yet. */
const undeclared = (target: Target, name: string, wanted: string | undefined): Outcome => {
  if (!nameSchema.safeParse(name).success)
    throw new SourceCommandError(
      `"${name}" cannot be a source's name: expected 1 to 31 lower-case letters, digits and dashes, a letter first.`,
    )
  if (wanted === undefined) {
    declaredSourceHint(target, name)
    throw new SourceCommandError(
      `The stage "${target.stageName}" has no source "${name}". Say of which type it is: ${commandFor(target, `add ${name} --type TYPE`)}. The types: ${TYPES.join(', ')}.`,
    )
  }
  const type = typeOf(wanted)
  const snippet = snippetOf(name, type)
  return {
    ok: false,
    data: { source: name, type, declared: false, snippet },
    lines: [
      `"${name}" is not declared. In infra/config.ts, under stages.${target.stageName}.sources, add and fill in:`,
      '',
      `  ${snippet}`,
      '',
      'docs/configuration.md says what each field means, and which more there are.',
      ...again(target, name),
    ],
  }
}

/** A name that is nearly one of those declared is more likely a slip than a new source. */
const declaredSourceHint = (target: Target, name: string): void => {
  if (nearest(name, Object.keys(target.stage.sources))) declaredSource(target, name)
}

/** A usable secret: a closed door opens with a new one, and an empty one is filled. */
const usable = async (work: Work, name: string): Promise<Versioned> => {
  const secret = await secretOf(work.target, name)
  if (stateOf(secret.text).usable) return secret
  await writeSecret(work.target, name, secret, opened(newSecret(), work.now()))
  return await secretOf(work.target, name)
}

/** Takes the platform's own secret in; the address is told first, as some platforms give the secret only for it. */
const takeIn = async (work: Work, declared: Declared, secret: Versioned): Promise<string> => {
  const { name } = declared
  const { target, say } = work
  for (const line of setupLines(setupOf(declared, { appUrl: target.appUrl, secretJson: secret.text, given: true })))
    say(line)
  say('')
  const given = await givenSecret(work, declared)
  const text = adopted(secret.text, given, work.now())
  await writeSecret(target, name, secret, text)
  return text
}

const ready = ({ target }: Work, declared: Declared, secretJson: string, said: string[]): Outcome => {
  const { name, settings } = declared
  const { given } = stateOf(secretJson)
  const setup = setupOf(declared, { appUrl: target.appUrl, secretJson, given: given !== undefined })
  return {
    ok: true,
    data: { ...setup, secretGiven: given !== undefined, declared: true },
    lines: [
      ...(said.length > 0 ? said : setupLines(setup)),
      '',
      ...(given && said.length === 0 && guideOf(settings.type).secret === 'theirs'
        ? [`The platform's secret is set, since ${given}. Another one: ${commandFor(target, `rotate ${name}`)}`]
        : []),
      `When that is done: ${commandFor(target, `test ${name}`)}`,
    ],
  }
}

/**
 * Sets a source's secret up and says what to paste into the platform. Safe to run again: what is there stays.
 * @param options.type for a source that is not declared yet
 * @param options.given the platform gives a secret of its own, although for this type Earshot makes one
 */
export const add = async (
  work: Work,
  name: string,
  { type, given = false }: { type?: string | undefined; given?: boolean },
): Promise<Outcome> => {
  const { target } = work
  if (!Object.hasOwn(target.stage.sources, name)) return undeclared(target, name, type)
  const declared = declaredSource(target, name)
  const guide = guideOf(declared.settings.type)
  if (type !== undefined && typeOf(type) !== declared.settings.type)
    throw new SourceCommandError(
      `"${name}" is declared as ${declared.settings.type} in infra/config.ts, not as ${type}.`,
    )
  if (guide.secret === 'doorless')
    return {
      ok: true,
      data: { source: name, type: declared.settings.type, door: false },
      lines: [`${name} (${declared.settings.type}): ${guide.where}.`, 'It has no door and no secret.'],
    }
  const secret = await usable(work, name)
  const theirs = guide.secret === 'theirs' || given
  if (lacksApiToken(declared, secret.text)) return ready(work, declared, await takeApiToken(work, declared, secret), [])
  if (!theirs || stateOf(secret.text).given) return ready(work, declared, secret.text, [])
  const text = await takeIn(work, declared, secret)
  const stays = addressOf(target.appUrl, name, text)
  return ready(work, declared, text, [
    'The secret is set, and the address stays as it is:',
    '',
    ...pairs([['Address', stays]]),
  ])
}
