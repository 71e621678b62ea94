import type { SourceType } from '../domain/listen/source-settings.ts'
import { isUnverified } from '../domain/listen/takes-mapping.ts'
import { readFeed } from './atom.ts'
import { normaliseBluesky } from './bluesky.ts'
import { normaliseCloudEvents } from './cloudevents.ts'
import { readCloudEvents } from './cloudevents-read.ts'
import { normaliseDiscord } from './discord.ts'
import { normaliseDiscourse } from './discourse.ts'
import { normaliseFacebook } from './facebook.ts'
import { normaliseFeed } from './feed.ts'
import { normaliseGithub } from './github.ts'
import { normaliseHmac } from './hmac.ts'
import { normaliseInstagram } from './instagram.ts'
import { normaliseIntercom } from './intercom.ts'
import { parseJsonOrList } from './json.ts'
import { normaliseLinkedin } from './linkedin.ts'
import { normaliseMapped } from './mapped.ts'
import { normaliseMastodon } from './mastodon.ts'
import { normaliseEventBridge, normaliseQueue, normaliseSns } from './notices.ts'
import { normaliseShopify } from './shopify.ts'
import { normaliseSitemap } from './sitemap.ts'
import { normaliseSlack } from './slack.ts'
import type { Source } from './source.ts'
import { normaliseStandard } from './standard.ts'
import { normaliseStripe } from './stripe.ts'
import { normaliseTrustpilot } from './trustpilot.ts'
import { normaliseWoocommerce } from './woocommerce.ts'
import { normaliseX } from './x.ts'
import { normaliseYoutube } from './youtube.ts'
import { normaliseZendesk } from './zendesk.ts'

/** Every platform by its type. A new one is a row here, a row in verification/ and a file of its own. */
export const sources: { [T in SourceType]: Source<T> } = {
  bluesky: { normalise: normaliseBluesky },
  discord: { normalise: normaliseDiscord },
  discourse: { normalise: normaliseDiscourse },
  facebook: { normalise: normaliseFacebook },
  instagram: { normalise: normaliseInstagram },
  feed: { normalise: normaliseFeed },
  github: { normalise: normaliseGithub },
  linkedin: { normalise: normaliseLinkedin },
  intercom: { normalise: normaliseIntercom },
  mastodon: { normalise: normaliseMastodon },
  sitemap: { normalise: normaliseSitemap },
  slack: { normalise: normaliseSlack },
  shopify: { normalise: normaliseShopify },
  x: { normalise: normaliseX },
  standard: { normalise: normaliseStandard },
  stripe: { normalise: normaliseStripe },
  trustpilot: { normalise: normaliseTrustpilot, unverified: true },
  woocommerce: { normalise: normaliseWoocommerce },
  hmac: { normalise: normaliseHmac, read: parseJsonOrList },
  token: { normalise: normaliseMapped, read: parseJsonOrList, unverified: true },
  zendesk: { normalise: normaliseZendesk },
  youtube: { normalise: normaliseYoutube, read: readFeed },
  cloudevents: {
    normalise: normaliseCloudEvents,
    read: readCloudEvents,
    unverified: isUnverified,
  },
  sns: { normalise: normaliseSns },
  queue: { normalise: normaliseQueue, read: parseJsonOrList },
  eventbridge: { normalise: normaliseEventBridge, read: parseJsonOrList },
}
