import { describe, expect, it } from '@jest/globals'
import { doorsOf } from '../../infra/doors.ts'
import { tokenMatches, verifyTokens } from '../../shared/sources/door.ts'

describe('npm run doors', () => {
  it('says for each source what to paste into its platform', async () => {
    const secrets: Record<string, string> = {
      'earshot/prod/source/forum': '{"current":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}',
      'earshot/prod/source/shop': '{"current":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"}',
      'earshot/prod/source/page': '{"current":"cccccccccccccccccccccccccccccccc"}',
    }
    const pages: string[] = ['*']
    const stage = {
      sources: {
        forum: { type: 'discourse', instance: 'https://forum.example.com' },
        shop: { type: 'standard' },
        page: { type: 'facebook', pages },
      },
    } as const

    const doors = await doorsOf(
      { stageName: 'prod', stage, appUrl: 'https://abc.example.com/' },
      async (name) => secrets[name] ?? '',
    )

    expect(doors.map(({ source, type, secret }) => [source, type, secret])).toEqual([
      ['forum', 'discourse', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
      ['shop', 'standard', `whsec_${'b'.repeat(32)}`],
      ['page', 'facebook', 'c'.repeat(32)],
    ])
    const tokens = verifyTokens(secrets['earshot/prod/source/page'] ?? '')
    expect(doors.map(({ verifyToken }) => verifyToken)).toEqual([undefined, undefined, tokens[0]])
    for (const { source, address } of doors) {
      const [, token = ''] =
        new RegExp(`^https://abc\\.example\\.com/hooks/${source}/([\\w-]{32})$`).exec(address) ?? []
      expect(tokenMatches(secrets[`earshot/prod/source/${source}`] ?? '', token)).toBe(true)
    }
  })
})
