import { noSecret } from '../key-forms.ts'
import type { Rows } from '../source-verification.ts'
import { pairs, plainKey } from '../verify.ts'
import { overBody, sameInstance } from './common.ts'

/** `x-name` by `name`. */
const withoutX = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name.replace(/^x-/, ''), name]))

/** How deliveries of these platforms are checked. */
export const commerce: Rows<'shopify' | 'stripe' | 'woocommerce' | 'trustpilot'> = {
  shopify: {
    scheme: overBody('x-shopify-hmac-sha256', '', 'base64'),
    // The headers of its newer family, "Events", have the same meaning and no x- before them.
    aliases: withoutX([
      'x-shopify-hmac-sha256',
      'x-shopify-topic',
      'x-shopify-shop-domain',
      'x-shopify-webhook-id',
      'x-shopify-triggered-at',
    ]),
    keep: ['x-shopify-topic', 'x-shopify-triggered-at'],
    idHeader: 'x-shopify-webhook-id',
    wrongTenant: (headers, settings) =>
      settings.type !== 'shopify' || headers['x-shopify-shop-domain']?.toLowerCase() === settings.shop
        ? undefined
        : `This door is for ${settings.shop}; the delivery does not say that it comes from there.`,
    success: 200,
  },
  stripe: {
    scheme: {
      header: 'stripe-signature',
      parse: pairs('t', 'v1'),
      algorithm: 'sha256',
      encoding: 'hex',
      template: '{ts}.{body}',
      key: plainKey,
      timestamp: { toleranceSeconds: 300 },
    },
    // Everything is in the body, the id too.
    keep: [],
  },
  woocommerce: {
    scheme: overBody('x-wc-webhook-signature', '', 'base64'),
    keep: ['x-wc-webhook-topic'],
    idHeader: 'x-wc-webhook-delivery-id',
    unsignedPing: (headers, body) =>
      headers['x-wc-webhook-signature'] === undefined &&
      body.length < 40 &&
      /^webhook_id=\d{1,20}$/.test(Buffer.from(body).toString('latin1')),
    wrongTenant: (headers, settings) =>
      settings.type !== 'woocommerce' || sameInstance(headers['x-wc-webhook-source'] ?? '', settings.site)
        ? undefined
        : `This door is for ${settings.site}; the delivery does not say that it comes from there.`,
  },
  // support.trustpilot.com, "How to set up Trustpilot Webhooks": no signature, no id.
  trustpilot: { scheme: { kind: 'token', key: noSecret }, keep: [] },
}
