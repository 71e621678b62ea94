import type { PulledType } from '../../domain/listen/pull-settings.ts'
import { noSecret } from '../key-forms.ts'
import type { InsideScheme } from '../scheme.ts'
import type { Rows, SourceVerification } from '../source-verification.ts'

/** Nobody delivers: the source is asked, from within the account. Its name opens no door. */
const noDoor: SourceVerification<InsideScheme> = { scheme: { kind: 'inside', key: noSecret }, keep: [] }

/** Types without a door. */
export const pulled: Rows<PulledType> = { bluesky: noDoor, feed: noDoor, sitemap: noDoor }
