import { parseJsonOrList } from '../json.ts'
import { noSecret } from '../key-forms.ts'
import type { SettingsOf } from '../source.ts'
import type { Rows, SourceVerification } from '../source-verification.ts'
import { type HmacScheme, plainKey, prefixed } from '../verify.ts'

/** Five minutes, as most platforms that sign a time advise. */
const TOLERANCE_SECONDS = 300

const schemeFor = ({ signature }: SettingsOf<'hmac'>): HmacScheme => {
  const { header, prefix = '', algorithm = 'sha256', encoding = 'hex', over = '{body}', timestamp, id } = signature
  return {
    header,
    parse: prefixed(prefix),
    algorithm,
    encoding,
    template: over,
    key: plainKey,
    ...(timestamp
      ? {
          timestamp: {
            header: timestamp.header,
            form: timestamp.form ?? 'seconds',
            toleranceSeconds: timestamp.toleranceSeconds ?? TOLERANCE_SECONDS,
          },
        }
      : {}),
    ...(id && over.includes('{id}') ? { idHeader: id } : {}),
  }
}

const hmacRow = (settings: SettingsOf<'hmac'>): SourceVerification<HmacScheme> => {
  const { tenant, headers = [], signature } = settings
  return {
    scheme: schemeFor(settings),
    read: parseJsonOrList,
    keep: headers,
    ...(signature.id ? { idHeader: signature.id } : {}),
    wrongTenant: (sent) =>
      tenant?.header === undefined || sent[tenant.header] === tenant.equals
        ? undefined
        : `This door is for ${tenant.equals}; the header ${tenant.header} does not say that the delivery comes from there.`,
  }
}

const UNSET: SettingsOf<'hmac'> = { type: 'hmac', signature: { header: 'x-signature' } }

/** How deliveries are checked that a mapping reads. */
export const mapped: Rows<'hmac' | 'token'> = {
  hmac: { ...hmacRow(UNSET), of: (settings) => (settings.type === 'hmac' ? hmacRow(settings) : hmacRow(UNSET)) },
  token: {
    scheme: { kind: 'token', key: noSecret },
    read: parseJsonOrList,
    keep: [],
    of: (settings) => ({
      scheme: { kind: 'token', key: noSecret },
      read: parseJsonOrList,
      keep: settings.type === 'token' ? (settings.headers ?? []) : [],
    }),
  },
}
