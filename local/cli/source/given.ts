import { senderSecret } from '../../../shared/sources/door.ts'
import { guideOf } from './guides/index.ts'
import { type Declared, SourceCommandError, type Work } from './work.ts'

/**
 * Asks for the secret that a platform gives, and looks whether it can be one. It is never part of a message.
 * @throws SourceCommandError when it cannot
 */
export const givenSecret = async (work: Work, { settings }: Declared): Promise<string> => {
  const { secretName = 'the secret', form } = guideOf(settings.type)
  const secret = await work.askSecret(`Paste the secret here; it is not shown (${secretName}): `)
  const wrong = (expected: string): SourceCommandError =>
    new SourceCommandError(
      `That cannot be the secret: it has ${secret.length} characters; expected ${expected} (${secretName}). Nothing was changed.`,
    )
  if (secret.length < 8 || /\s/.test(secret)) throw wrong('at least 8, and no spaces')
  if (form && !form.pattern.test(secret)) throw wrong(form.words)
  try {
    senderSecret(settings.type, JSON.stringify({ current: secret }))
  } catch (cause) {
    throw new SourceCommandError(`That cannot be the secret. ${cause instanceof Error ? cause.message : ''}`, { cause })
  }
  return secret
}
