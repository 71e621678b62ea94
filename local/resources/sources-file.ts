import { sourcesSchema } from '../../shared/domain/listen/source-settings.ts'
import { doorToken, senderSecret, signatureHeader } from '../../shared/sources/door.ts'
import type { World } from './world.ts'

/** A source as tools need it to send signed deliveries. */
export type LocalSource = { name: string; url: string; secret: string; header: string }

/** The sources of the function that has `SOURCES` and `SOURCE_SECRETS`: the door. */
export const localSources = (world: World): LocalSource[] => {
  const door = world.functions.find(({ environment }) => environment.SOURCES && environment.SOURCE_SECRETS)
  if (!door) return []
  const sources = sourcesSchema.parse(JSON.parse(door.environment.SOURCES ?? '{}'))
  const secrets = JSON.parse(door.environment.SOURCE_SECRETS ?? '{}') as Record<string, string>
  return Object.entries(sources).flatMap(([name, { type }]) => {
    const secret = world.secrets.find(secrets[name] ?? '')
    if (!secret) return []
    const token = doorToken(secret.value)
    return [
      {
        name,
        url: `${world.appUrl}/hooks/${name}/${token}`,
        secret: senderSecret(type, secret.value),
        header: signatureHeader(type),
      },
    ]
  })
}
