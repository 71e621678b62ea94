import * as z from 'zod/mini'
import { type SourceSettings, sourcesSchema } from '../../shared/domain/listen/source-settings.ts'
import { json, readEnv } from '../../shared/platform/env.ts'
import { doorToken, senderSecret, signatureHeader } from '../../shared/sources/door.ts'
import { SourceSecretError } from '../../shared/sources/errors.ts'
import type { World } from './world.ts'

/** A source as tools need it to send signed deliveries. */
export type LocalSource = { name: string; url: string; secret: string; header: string }

const addressOf = (appUrl: string, name: string, settings: SourceSettings, value: string): LocalSource[] => {
  try {
    const url = `${appUrl}/hooks/${name}/${doorToken(value)}`
    return [{ name, url, secret: senderSecret(settings.type, value), header: signatureHeader(settings) }]
  } catch (error) {
    // A door that is closed, because somebody emptied its secret, keeps nobody from starting.
    if (error instanceof SourceSecretError) return []
    throw error
  }
}

/** The sources of the function that has `SOURCES` and `SOURCE_SECRETS`: the door. */
export const localSources = (world: World): LocalSource[] => {
  const door = world.functions.find(({ environment }) => environment.SOURCES && environment.SOURCE_SECRETS)
  if (!door) return []
  const { SOURCES: sources, SOURCE_SECRETS: secrets } = readEnv(
    { SOURCES: json(sourcesSchema), SOURCE_SECRETS: json(z.record(z.string(), z.string())) },
    door.environment,
  )
  return Object.entries(sources).flatMap(([name, settings]) => {
    const secret = world.secrets.find(secrets[name] ?? '')
    return secret ? addressOf(world.appUrl, name, settings, secret.value) : []
  })
}
