import { describe, expect, it } from '@jest/globals'
import type { SourceSettings, SourceType } from '../../shared/domain/listen/source-settings.ts'
import { sources } from '../../shared/sources/index.ts'
import type { Source } from '../../shared/sources/source.ts'
import { schemeOf, verificationOf, verifications } from '../../shared/sources/verification.ts'

describe('the door’s rows and the worker’s', () => {
  it.each(Object.keys(verifications) as SourceType[])('agree on %s', (type) => {
    const { read, unverified = false }: Pick<Source, 'read' | 'unverified'> = sources[type]
    if (typeof unverified !== 'function') expect(unverified).toBe(schemeOf(type).kind === 'token')
    expect(read).toBe(verifications[type].read)
  })

  it('agree on CloudEvents with and without a Bearer token', () => {
    const { unverified } = sources.cloudevents
    for (const bearer of [true, false]) {
      const settings: SourceSettings = { type: 'cloudevents', sources: ['a'], bearer }
      const row = verificationOf(settings)
      expect(row.scheme.kind).toBe(bearer ? 'bearer' : 'token')
      expect(typeof unverified === 'function' && unverified(settings)).toBe(!bearer)
      expect(row.read).toBe(sources.cloudevents.read)
    }
  })
})
