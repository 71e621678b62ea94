import { SourceSecretError } from './errors.ts'
import type { KeyForm } from './verify.ts'

/** The source's secret makes the door's address, and nobody types it in. */
export const noSecret: KeyForm = { bytes: (secret) => Buffer.from(secret, 'utf8'), shown: () => '' }

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Standard Webhooks: base64 of 24 to 64 bytes, with or without `whsec_`; 32 letters and digits are such base64. */
export const whsecKey: KeyForm = {
  bytes: (secret) => {
    const text = secret.replace(/^whsec_/, '')
    const key = Buffer.from(text, 'base64')
    if (!BASE64.test(text) || key.length < 24 || key.length > 64)
      throw new SourceSecretError(
        'The secret of a Standard Webhooks source has to be base64 of 24 to 64 bytes: 32 letters and digits will do.',
      )
    return key
  },
  shown: (secret) => `whsec_${secret.replace(/^whsec_/, '')}`,
}
