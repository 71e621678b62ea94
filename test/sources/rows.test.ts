import { describe, expect, it } from '@jest/globals'
import type { SourceType } from '../../shared/domain/listen/source-settings.ts'
import { sources } from '../../shared/sources/index.ts'
import type { Source } from '../../shared/sources/source.ts'
import { schemeOf, verifications } from '../../shared/sources/verification.ts'

describe('the door’s rows and the worker’s', () => {
  it.each(Object.keys(verifications) as SourceType[])('agree on %s', (type) => {
    const { read, unverified = false }: Pick<Source, 'read' | 'unverified'> = sources[type]
    expect(unverified).toBe(schemeOf(type).kind === 'token')
    expect(read).toBe(verifications[type].read)
  })
})
