import type { SourceSettings, SourceType } from '../domain/listen/source-settings.ts'
import type { Scheme } from './scheme.ts'
import type { Rows, SourceVerification } from './source-verification.ts'
import { commerce } from './verification/commerce.ts'
import { community } from './verification/community.ts'
import { doors } from './verification/doors.ts'
import { events } from './verification/events.ts'
import { mapped } from './verification/mapped.ts'
import { pulled } from './verification/pulled.ts'
import { social } from './verification/social.ts'
import { support } from './verification/support.ts'

/**
 * How each platform's deliveries are checked; one row per platform, its source named beside it.
 */
export const verifications: Rows<SourceType> = {
  ...community,
  ...social,
  ...commerce,
  ...support,
  ...doors,
  ...events,
  ...mapped,
  ...pulled,
}

/** How deliveries of a source are checked: its platform's row, or one that its settings make. */
export const verificationOf = (settings: SourceSettings): SourceVerification => {
  const row: SourceVerification = verifications[settings.type]
  return row.of?.(settings) ?? row
}

/** How deliveries of a platform are checked. */
export const schemeOf = (type: SourceType): Scheme => verifications[type].scheme
