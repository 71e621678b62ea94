import type { SourceType } from '../domain/listen/source-settings.ts'
import type { Scheme } from './scheme.ts'
import type { Rows } from './source-verification.ts'
import { commerce } from './verification/commerce.ts'
import { community } from './verification/community.ts'
import { doors } from './verification/doors.ts'
import { social } from './verification/social.ts'
import { support } from './verification/support.ts'

/**
 * How each platform's deliveries are checked; one row per platform, its source named beside it.
 */
export const verifications: Rows<SourceType> = { ...community, ...social, ...commerce, ...support, ...doors }

/** How deliveries of a platform are checked. */
export const schemeOf = (type: SourceType): Scheme => verifications[type].scheme
