import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { TokenKeys } from '../../shared/domain/nudge/tokens.ts'
import type { Brand, NudgeSettings } from '../../shared/domain/settings.ts'
import type { Table } from '../../shared/store/table.ts'

/** What the pages need. */
export type PageDeps = {
  table: Table
  brand: Brand
  settings: Pick<NudgeSettings, 'topics' | 'contentHosts' | 'language'>
  keys: () => Promise<TokenKeys>
  /** Milliseconds since the epoch. */
  now: () => number
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
