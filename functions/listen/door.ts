import * as z from 'zod/mini'
import { sourcesSchema } from '../../shared/domain/listen/source-settings.ts'
import { confirmSubscription, putObject, sendMessage } from '../../shared/platform/aws.ts'
import { cachedCertificates } from '../../shared/platform/certificates.ts'
import { EnvironmentError, json, readEnv, text } from '../../shared/platform/env.ts'
import { httpHandler } from '../../shared/platform/handler.ts'
import { cachedSecrets } from '../../shared/platform/secrets.ts'
import { doorHandler } from './answer.ts'
import type { DoorDeps } from './receive.ts'

/** What a token is compared with when nothing is configured at all; it opens nothing. */
const NO_SECRET = '{"current":"there is no source"}'

const depsOf = (): DoorDeps => {
  const { SOURCES, SOURCE_SECRETS, DELIVERIES_QUEUE_URL, ARCHIVE_BUCKET } = readEnv({
    SOURCES: json(sourcesSchema),
    SOURCE_SECRETS: json(z.record(z.string(), z.string())),
    DELIVERIES_QUEUE_URL: text,
    ARCHIVE_BUCKET: text,
  })
  for (const source of Object.keys(SOURCES))
    if (!Object.hasOwn(SOURCE_SECRETS, source))
      throw new EnvironmentError('SOURCE_SECRETS', `has no secret for the source "${source}"`)
  const secrets = cachedSecrets()
  const anySecret = Object.values(SOURCE_SECRETS)[0]
  return {
    sources: SOURCES,
    secretOf: async (source, maxAge) => {
      const id = Object.hasOwn(SOURCE_SECRETS, source) ? SOURCE_SECRETS[source] : anySecret
      return id === undefined ? NO_SECRET : await secrets(id, maxAge)
    },
    enqueue: (message) => sendMessage(DELIVERIES_QUEUE_URL, message),
    archive: (key, body) => putObject(ARCHIVE_BUCKET, key, body),
    sns: { fetchCertificate: cachedCertificates(), confirmSubscription },
    now: Date.now,
  }
}

export const handler = httpHandler(doorHandler(depsOf()))
