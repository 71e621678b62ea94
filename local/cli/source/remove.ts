import type { Outcome } from '../command.ts'
import { newSecret, shut, stateOf } from './secret.ts'
import { commandFor, declaredSource, SourceCommandError, secretOf, type Work, withDoor, writeSecret } from './work.ts'

const whatIsLeft = ({ target }: Work, name: string): string[] => [
  `To be rid of it for good: remove the webhook in the platform, then delete "${name}" from stages.${target.stageName}.sources in infra/config.ts`,
  target.place === 'local'
    ? 'and start Earshot again.'
    : `and run EARSHOT_STAGE=${target.stageName} npm run deploy, which deletes the secret.`,
  `What came from it stays until its retention ends. To open the door again instead: ${commandFor(target, `add ${name}`)}`,
]

/**
 * Closes a source's door: its secret becomes one that nobody knows, so the address leads nowhere and no signature fits. The
 * secret itself stays, or the next deployment would stumble over it.
 * @param options.yes do not ask
 */
export const remove = async (work: Work, name: string, { yes = false }: { yes?: boolean }): Promise<Outcome> => {
  const { target } = work
  withDoor(declaredSource(target, name))
  const secret = await secretOf(target, name)
  const { closed } = stateOf(secret.text)
  if (closed)
    return {
      ok: true,
      data: { source: name, closed },
      lines: [`The door of "${name}" has been closed since ${closed}.`, ...whatIsLeft(work, name)],
    }
  if (
    !yes &&
    !(await work.confirm(
      `Close the door of "${name}" (${target.stageName})? Its address and its secret stop working. [y/N] `,
    ))
  )
    throw new SourceCommandError('Nothing was changed.')
  const now = work.now()
  await writeSecret(target, name, secret, shut(newSecret(), now))
  return {
    ok: true,
    data: { source: name, closed: now },
    lines: [
      `The door of "${name}" is closed. A function that still remembers the old secret goes by it for up to five minutes; after that its address answers 404.`,
      ...whatIsLeft(work, name),
    ],
  }
}
