import { randomBytes } from 'node:crypto'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import * as z from 'zod/mini'
import { claimSettingsSchema } from '../../shared/domain/connect/claim-settings.ts'
import { brandSchema } from '../../shared/domain/settings.ts'
import { sendMessage } from '../../shared/platform/aws.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { publicFetch } from '../../shared/platform/fetch.ts'
import { httpHandler } from '../../shared/platform/handler.ts'
import { cachedSecrets } from '../../shared/platform/secrets.ts'
import { cachedTokenKeys } from '../../shared/platform/token-keys.ts'
import { openTable } from '../../shared/store/table.ts'
import { answerClaim } from './claim-pages.ts'
import type { ClaimDeps } from './claim-request.ts'

/** Names of secrets, by what they are for. */
const secretsSchema = z.object({ github: z.optional(z.string()) })

const env = readEnv({
  TABLE_NAME: text,
  CLAIM: json(claimSettingsSchema),
  LANGUAGE: text,
  CLAIM_SECRETS: json(secretsSchema),
  CLAIMS_QUEUE_URL: text,
  BRAND: json(brandSchema),
  TOKENS_SECRET_ID: text,
  APP_URL: text,
})

const secrets = cachedSecrets()

const deps: ClaimDeps = {
  table: openTable(env.TABLE_NAME),
  brand: env.BRAND,
  settings: env.CLAIM,
  language: env.LANGUAGE,
  appUrl: env.APP_URL,
  keys: cachedTokenKeys(secrets, env.TOKENS_SECRET_ID),
  random: randomBytes,
  enqueue: (body) => sendMessage(env.CLAIMS_QUEUE_URL, body),
  fetch: publicFetch,
  githubSecret: () => secrets(env.CLAIM_SECRETS.github ?? ''),
  now: () => Date.now(),
}

/** `/claim`: people connect an account with their address, and take it back. */
export const handler = httpHandler((event: APIGatewayProxyEventV2) => answerClaim(deps, event))
