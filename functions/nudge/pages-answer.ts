import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { TokenKeys } from '../../shared/domain/nudge/tokens.ts'
import type { Brand, NudgeSettings } from '../../shared/domain/settings.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { log } from '../../shared/platform/logger.ts'
import { recordChoicesVisit } from '../../shared/store/clicks.ts'
import type { IdentityId } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'

/** What the pages need. */
export type PageDeps = {
  table: Table
  brand: Brand
  settings: Pick<NudgeSettings, 'topics' | 'contentHosts' | 'language' | 'quietHours' | 'timeZone'>
  keys: () => Promise<TokenKeys>
  /** Puts a message into the send queue. */
  enqueue: (body: string) => Promise<void>
  /** Milliseconds since the epoch. */
  now: () => number
}

/** For telling machines from people only: a page is shown whether it can be noted or not. */
export const noteVisit = async ({ table, now }: PageDeps, emailIid: IdentityId): Promise<void> => {
  try {
    await recordChoicesVisit(table, emailIid, isoOf(now()))
  } catch (error) {
    log.error('visit not recorded', error)
  }
}

/** A way on that nobody remembers: not the browser, not the place it leads to, not a search engine. */
export const redirectAnswer = (location: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 302,
  headers: {
    location,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
  },
  body: '',
})
