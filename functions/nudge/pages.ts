import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { brandSchema, nudgeSettingsSchema } from '../../shared/domain/settings.ts'
import { sendMessage } from '../../shared/platform/aws.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { httpHandler } from '../../shared/platform/handler.ts'
import { cachedSecrets } from '../../shared/platform/secrets.ts'
import { cachedTokenKeys } from '../../shared/platform/token-keys.ts'
import { openTable } from '../../shared/store/table.ts'
import { confirm } from './pages-confirm.ts'
import { preferences } from './pages-preferences.ts'
import { redirect } from './pages-redirect.ts'
import { unsubscribe } from './pages-unsubscribe.ts'

const env = readEnv({
  TABLE_NAME: text,
  NUDGES: json(nudgeSettingsSchema),
  BRAND: json(brandSchema),
  TOKENS_SECRET_ID: text,
  SEND_QUEUE_URL: text,
})

const deps = {
  table: openTable(env.TABLE_NAME),
  brand: env.BRAND,
  settings: env.NUDGES,
  keys: cachedTokenKeys(cachedSecrets(), env.TOKENS_SECRET_ID),
  enqueue: (body: string) => sendMessage(env.SEND_QUEUE_URL, body),
  now: () => Date.now(),
}

const PAGES: Record<string, (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>> = {
  u: (event) => unsubscribe(event, deps),
  p: (event) => preferences(event, deps),
  c: (event) => confirm(event, deps),
  r: (event) => redirect(event, deps),
}

/** `/u/{token}` stops emails, `/p/{token}` has all choices, `/c/{token}` takes a yes, `/r/{token}` leads to content. */
export const handler = httpHandler((event: APIGatewayProxyEventV2) => {
  const page = PAGES[event.rawPath.split('/')[1] ?? ''] ?? redirect
  return page(event, deps)
})
