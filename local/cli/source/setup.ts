import type { SourceType } from '../../../shared/domain/listen/source-settings.ts'
import { doorToken, senderSecret, verifyToken } from '../../../shared/sources/door.ts'
import { verifications } from '../../../shared/sources/verification.ts'
import { guideOf } from './guides/index.ts'
import type { Declared } from './work.ts'

/** What to paste into a platform, and where. */
export type Setup = {
  source: string
  type: SourceType
  where: string
  address: string
  /** What has to be typed in; missing where the platform has its own, or none. */
  secret?: string
  /** Only where the platform asks for one (Meta). */
  verifyToken?: string
  fields: Record<string, string>
  events: readonly string[]
  note?: string
}

/** The address of a source's door. @throws SourceSecretError without a secret */
export const addressOf = (appUrl: string, name: string, secretJson: string): string =>
  `${appUrl}/hooks/${name}/${doorToken(secretJson)}`

/**
 * @param secretJson the source's secret
 * @param given the secret is the platform's own: nobody has to paste it
 */
export const setupOf = (
  { name, settings }: Declared,
  { appUrl, secretJson, given = false }: { appUrl: string; secretJson: string; given?: boolean },
): Setup => {
  const { type } = settings
  const { secret, where, fields = [], events = [], note } = guideOf(type)
  return {
    source: name,
    type,
    where,
    address: addressOf(appUrl, name, secretJson),
    ...(secret === 'ours' && !given ? { secret: senderSecret(type, secretJson) } : {}),
    ...(verifications[type].verifyToken ? { verifyToken: verifyToken(secretJson) } : {}),
    fields: Object.fromEntries(fields),
    events,
    ...(note ? { note: note.replaceAll('NAME', name) } : {}),
  }
}

const wrapped = (words: readonly string[], width: number): string[] => {
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length + 2 <= width) lines[lines.length - 1] = `${last}, ${word}`
    else lines.push(word)
  }
  return lines
}

/** Pairs of names and values, one a line, names as wide as the widest. */
export const pairs = (entries: readonly (readonly [string, string])[]): string[] => {
  const width = Math.max(...entries.map(([name]) => name.length))
  return entries.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)
}

/** The same in words for who sets it up. */
export const setupLines = (setup: Setup): string[] => {
  const guide = guideOf(setup.type)
  const events = wrapped(setup.events, 80)
  return [
    `${setup.source} (${setup.type}): ${setup.where}`,
    '',
    ...pairs([
      [guide.address ?? 'Address', setup.address],
      ...(setup.secret === undefined ? [] : [[guide.secretName ?? 'Secret', setup.secret] as const]),
      ...(setup.verifyToken === undefined ? [] : [['Verify token', setup.verifyToken] as const]),
      ...Object.entries(setup.fields),
      ...events.map((line, at) => [at === 0 ? 'Events' : '', line] as const),
    ]),
    ...(setup.note ? ['', setup.note] : []),
  ]
}
