import { setTimeout as pause } from 'node:timers/promises'
import type { EventBridgeEvent } from 'aws-lambda'
import { isAllowedLink } from '../../shared/domain/nudge/content.ts'
import { SECOND } from '../../shared/domain/time.ts'
import { checkedJson, readEnv, text } from '../../shared/platform/env.ts'
import { publicFetch } from '../../shared/platform/fetch.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { openTable } from '../../shared/store/table.ts'
import { goRound } from './link-round.ts'

const env = readEnv({
  TABLE_NAME: text,
  LINKS: checkedJson<{ hosts: readonly string[]; unchecked: readonly string[] }>(),
})
const { hosts, unchecked } = env.LINKS

const table = openTable(env.TABLE_NAME)

/** Left of the function's time when it asks nobody any more: one link with all its redirects may take that long. */
const RESERVE = 130 * SECOND

/** Every hour, until today's round is done: whether the links of the catalogue lead anywhere. */
export const handler = eventHandler(async (_: EventBridgeEvent<string, unknown>, context) => {
  const rounded = await goRound({
    ...{ table, fetch: publicFetch, unchecked: new Set(unchecked), now: Date.now },
    mayLead: (url) => isAllowedLink(url, hosts),
    hasTime: () => context.getRemainingTimeInMillis() > RESERVE,
    pause: async (ms) => void (await pause(ms)),
  })
  if (rounded.looked === 0) return
  log.info('links looked at', rounded)
  count({ LinksLookedAt: rounded.looked, LinksDead: rounded.dead })
})
