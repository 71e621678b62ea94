import { parsePath, textOf, valueAt } from '../domain/listen/mapping/path.ts'
import { normaliseMapped } from './mapped.ts'
import type { Normalise } from './source.ts'

/**
 * Any platform that signs with an HMAC, by its settings; what its deliveries mean is in the source's mapping. A tenant that is
 * told in the body is looked at here: a refusal at the door would count against the webhook as a whole.
 */
export const normaliseHmac: Normalise<'hmac'> = (body, context) => {
  const { tenant } = context.settings
  const path = tenant?.path === undefined ? undefined : parsePath(tenant.path)
  if (tenant && path) {
    const roots = { thing: body, body, headers: {}, receivedAt: '' }
    if (textOf(valueAt(path, roots, () => undefined)) !== tenant.equals)
      return { activities: [], ignored: 'tenant not in the settings' }
  }
  return normaliseMapped(body, context)
}
