import type { Outcome } from '../command.ts'
import { takeApiToken } from './api-token.ts'
import { givenSecret } from './given.ts'
import { guideOf } from './guides/index.ts'
import { currentOf, finished, newSecret, rotated, stateOf } from './secret.ts'
import { setupLines, setupOf } from './setup.ts'
import {
  commandFor,
  type Declared,
  declaredSource,
  SourceCommandError,
  secretOf,
  type Work,
  withDoor,
  writeSecret,
} from './work.ts'

/** What to change in the platform, while both secrets count. */
const overlap = (work: Work, declared: Declared, secretJson: string, first: string): Outcome => {
  const { rotated: since, given } = stateOf(secretJson)
  const setup = setupOf(declared, { appUrl: work.target.appUrl, secretJson, given: given !== undefined })
  return {
    ok: true,
    data: { ...setup, rotated: since, previousCounts: true },
    lines: [
      first,
      '',
      ...setupLines(setup),
      '',
      'The door sees the new secret within a minute of its first use, at the latest after five. Until you say so, the old one counts too:',
      'only you know when the platform sends with the new one, and a secret that ended by itself would lose what comes in between. Then:',
      `  ${commandFor(work.target, `rotate ${declared.name} --finish`)}`,
    ],
  }
}

const finish = async (work: Work, { name }: Declared): Promise<Outcome> => {
  const { target } = work
  const secret = await secretOf(target, name)
  if (!stateOf(secret.text).previous)
    return {
      ok: true,
      data: { source: name, previousCounts: false },
      lines: [`"${name}" has one secret only: there is nothing to finish.`],
    }
  await writeSecret(target, name, secret, finished(secret.text))
  return {
    ok: true,
    data: { source: name, previousCounts: false, finished: true },
    lines: [
      `The previous secret of "${name}" is gone; the door forgets it, and the address that went with it, within five minutes.`,
    ],
  }
}

/** Only the token for the platform's own API: no platform has to be told. */
const rotateApiToken = async (work: Work, declared: Declared): Promise<Outcome> => {
  const { name } = declared
  await takeApiToken(work, declared, await secretOf(work.target, name))
  return {
    ok: true,
    data: { source: name, apiToken: true },
    lines: [`"${name}" has a new API token; it counts from the next look on. The old one can be revoked.`],
  }
}

/** The next secret: ours is made, the platform's own is asked for. */
const nextSecret = async (work: Work, declared: Declared, theirs: boolean, current: string): Promise<string> => {
  if (!theirs) return newSecret()
  const next = await givenSecret(work, declared)
  if (next !== current) return next
  throw new SourceCommandError('That is the secret that counts already. Make a new one in the platform first.')
}

/**
 * Puts a new secret beside the one that counts; both count until `finish`. Run twice, it says the same again and makes no
 * third one.
 * @param options.given the platform gives a secret of its own, although for this type Earshot makes one
 */
export const rotate = async (
  work: Work,
  name: string,
  options: { finish?: boolean; given?: boolean; 'api-token'?: boolean },
): Promise<Outcome> => {
  const { target } = work
  const declared = withDoor(declaredSource(target, name))
  if (options.finish) return await finish(work, declared)
  if (options['api-token']) return await rotateApiToken(work, declared)
  const secret = await secretOf(target, name)
  const state = stateOf(secret.text)
  if (!state.usable)
    throw new SourceCommandError(`The door of "${name}" is closed. To open it: ${commandFor(target, `add ${name}`)}`)
  if (state.previous)
    return overlap(
      work,
      declared,
      secret.text,
      `A rotation has been under way${state.rotated ? ` since ${state.rotated}` : ''}; nothing was changed.`,
    )
  const { secret: maker } = guideOf(declared.settings.type)
  if (maker === 'theirs' && !state.given)
    throw new SourceCommandError(
      `The platform's secret was never given. To set it: ${commandFor(target, `add ${name}`)}`,
    )
  const theirs = maker === 'theirs' || options.given === true || state.given !== undefined
  const next = await nextSecret(work, declared, theirs, currentOf(secret.text) ?? '')
  const text = rotated(secret.text, next, work.now(), theirs)
  await writeSecret(target, name, secret, text)
  return overlap(work, declared, text, `"${name}" has a new secret. Now change it in the platform:`)
}
