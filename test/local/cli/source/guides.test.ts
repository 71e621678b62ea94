import { describe, expect, it } from '@jest/globals'
import { guideOf, snippetOf, TYPES } from '../../../../local/cli/source/guides/index.ts'
import { sourcesSchema } from '../../../../shared/domain/listen/source-settings.ts'
import { verifications } from '../../../../shared/sources/verification.ts'

describe('the guides', () => {
  it('are there for every type that there is', () => {
    expect([...TYPES].sort()).toEqual(expect.arrayContaining(Object.keys(verifications).sort()))
  })

  describe.each(TYPES)('%s', (type) => {
    const guide = guideOf(type)

    it('says where, and what the address and the secret are called there', () => {
      expect(guide.where.length).toBeGreaterThan(10)
      if (guide.secret === 'doorless') return
      expect(guide.address).toBeTruthy()
      expect(guide.secretName !== undefined).toBe(guide.secret !== 'none')
    })

    it('has an example for infra/config.ts that is valid as it stands', () => {
      expect(guide.example.type).toBe(type)
      expect(sourcesSchema.safeParse({ example: guide.example })).toMatchObject({ success: true })
      const written: unknown = new Function(`return { ${snippetOf('my-source', type)} }`)()
      expect(written).toEqual({ 'my-source': guide.example })
    })

    it('asks for no secret where the door has no use for one', () => {
      const row = verifications[type]
      const kind = row && (row.scheme.kind ?? 'hmac')
      if (kind === 'token' || kind === 'ed25519' || kind === 'certificate') expect(guide.secret).toBe('none')
      // YouTube's hub is told the secret by Earshot itself.
      if (type === 'youtube') expect(guide.secret).toBe('none')
      else if (kind === 'hmac' || kind === 'bearer') expect(['ours', 'theirs']).toContain(guide.secret)
      if (kind === 'inside') expect(guide.secret).toBe('doorless')
    })
  })
})
