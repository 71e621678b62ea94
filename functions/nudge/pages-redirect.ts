import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { isbot } from 'isbot'
import { labelClick } from '../../shared/domain/measure/clicks.ts'
import { isAllowedLink } from '../../shared/domain/nudge/content.ts'
import { readClickToken } from '../../shared/domain/nudge/tokens.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { recordClick } from '../../shared/store/clicks.ts'
import { getDecision } from '../../shared/store/decisions.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import { type PageDeps, redirectAnswer } from './pages-answer.ts'

/** Keeps the hit. Somebody who wants to read something never waits for, or fails on, our counting. */
const note = async ({ table, now }: PageDeps, event: APIGatewayProxyEventV2, decision: DecisionItem): Promise<void> => {
  const at = isoOf(now())
  const deliveredAt = decision.deliveredAt ?? decision.sentAt ?? decision.sendingAt
  const click = { at, link: 'content', userAgent: event.headers['user-agent'] }
  try {
    const label = await recordClick(table, decision, { at, hit: event.requestContext.requestId }, (others) =>
      labelClick(click, { isBot: isbot, deliveredAt, others }),
    )
    count({ Clicks: 1 }, { label })
  } catch (error) {
    log.error('click not recorded', error, { decision: decision.id })
  }
}

/**
 * `GET /r/{token}` leads to the content of a decision. Where to is looked up, never taken from the address, and has to be
 * https and an allowed host still. A token that is not ours leads to the community's home. `HEAD` never counts.
 */
export const redirect = async (
  event: APIGatewayProxyEventV2,
  deps: PageDeps,
): Promise<APIGatewayProxyStructuredResultV2> => {
  const home = redirectAnswer(deps.brand.community)
  try {
    const claim = readClickToken(await deps.keys(), event.pathParameters?.token ?? '')
    const decision = claim && (await getDecision(deps.table, claim.iid, claim.id))
    const url = decision?.content?.url
    if (!url || !isAllowedLink(url, deps.settings.contentHosts)) return home
    if (event.requestContext.http.method === 'GET') await note(deps, event, decision)
    // A header takes plain ASCII: parsed, the address is written so.
    return redirectAnswer(new URL(url).href)
  } catch (error) {
    log.error('redirect failed', error)
    return home
  }
}
