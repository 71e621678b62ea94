import type { SourceSettings } from '../../../shared/domain/listen/source-settings.ts'
import type { Versioned } from '../secrets-manager.ts'
import { stateOf, withApiToken } from './secret.ts'
import { type Declared, SourceCommandError, type Work, writeSecret } from './work.ts'

/** What a source's settings need a token for the platform's own API for, in words; undefined when they need none. */
const apiTokenUse = (settings: SourceSettings): string | undefined => {
  if (settings.type !== 'github' || !settings.redeliver) return undefined
  const hooks = settings.redeliver.hooks.map(({ of }) => of).join(', ')
  return `A token of GitHub's, to ask again for what failed. It needs write access to the webhooks of ${hooks}: “Webhooks: read and write” (fine-grained), or admin:repo_hook and, for organizations, admin:org_hook (classic).`
}

/** Whether a source still lacks the token that its settings need. */
export const lacksApiToken = ({ settings }: Declared, secretJson: string): boolean =>
  apiTokenUse(settings) !== undefined && stateOf(secretJson).apiToken === undefined

/**
 * Asks for the token and writes it beside the source's secret.
 * @returns the secret's new text
 * @throws SourceCommandError when the source needs none, or what was pasted can be none
 */
export const takeApiToken = async (work: Work, { name, settings }: Declared, secret: Versioned): Promise<string> => {
  const use = apiTokenUse(settings)
  if (use === undefined)
    throw new SourceCommandError(
      `"${name}" (${settings.type}) asks no API, so it needs no token. A github source with redeliver in infra/config.ts does.`,
    )
  work.say(use)
  const token = await work.askSecret('Paste the token here; it is not shown: ')
  if (!/^[A-Za-z0-9_.-]{20,500}$/.test(token))
    throw new SourceCommandError(
      `That cannot be the token: it has ${token.length} characters; expected at least 20 letters, digits, _ . and -. Nothing was changed.`,
    )
  const text = withApiToken(secret.text, token, work.now())
  await writeSecret(work.target, name, secret, text)
  return text
}
