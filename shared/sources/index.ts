import type { SourceType } from '../domain/settings.ts'
import { normaliseDiscord } from './discord.ts'
import { normaliseDiscourse } from './discourse.ts'
import { normaliseFacebook } from './facebook.ts'
import { normaliseGithub } from './github.ts'
import { normaliseInstagram } from './instagram.ts'
import { normaliseIntercom } from './intercom.ts'
import { normaliseLinkedin } from './linkedin.ts'
import { normaliseMastodon } from './mastodon.ts'
import { normaliseShopify } from './shopify.ts'
import { normaliseSlack } from './slack.ts'
import type { Source } from './source.ts'
import { normaliseStandard } from './standard.ts'
import { normaliseStripe } from './stripe.ts'
import { normaliseTrustpilot } from './trustpilot.ts'
import { verifications } from './verification.ts'
import { normaliseWoocommerce } from './woocommerce.ts'
import { normaliseX } from './x.ts'
import { normaliseYoutube } from './youtube.ts'
import { normaliseZendesk } from './zendesk.ts'

/** Every platform by its type. A new one is a row here, a row in verification.ts and a file of its own. */
export const sources: { [T in SourceType]: Source<T> } = {
  discord: { verification: verifications.discord, normalise: normaliseDiscord },
  discourse: { verification: verifications.discourse, normalise: normaliseDiscourse },
  facebook: { verification: verifications.facebook, normalise: normaliseFacebook },
  instagram: { verification: verifications.instagram, normalise: normaliseInstagram },
  github: { verification: verifications.github, normalise: normaliseGithub },
  linkedin: { verification: verifications.linkedin, normalise: normaliseLinkedin },
  intercom: { verification: verifications.intercom, normalise: normaliseIntercom },
  mastodon: { verification: verifications.mastodon, normalise: normaliseMastodon },
  slack: { verification: verifications.slack, normalise: normaliseSlack },
  shopify: { verification: verifications.shopify, normalise: normaliseShopify },
  x: { verification: verifications.x, normalise: normaliseX },
  standard: { verification: verifications.standard, normalise: normaliseStandard },
  stripe: { verification: verifications.stripe, normalise: normaliseStripe },
  trustpilot: { verification: verifications.trustpilot, normalise: normaliseTrustpilot },
  woocommerce: { verification: verifications.woocommerce, normalise: normaliseWoocommerce },
  zendesk: { verification: verifications.zendesk, normalise: normaliseZendesk },
  youtube: { verification: verifications.youtube, normalise: normaliseYoutube },
}
