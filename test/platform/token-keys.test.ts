import { describe, expect, it } from '@jest/globals'
import { clickToken, readClickToken } from '../../shared/domain/nudge/tokens.ts'
import { cachedTokenKeys } from '../../shared/platform/token-keys.ts'

const secretOf = (current: string, previous?: string): string => JSON.stringify({ current, previous })
const [first, second] = ['the first secret, long enough', 'the second secret, long enough']

describe('the keys behind tokens', () => {
  it('are derived once as long as the secret stays the same', async () => {
    const keys = cachedTokenKeys(async () => secretOf(first), 'tokens')
    expect(await keys()).toBe(await keys())
  })

  it('follow a rotation, and old tokens go on working', async () => {
    let secret = secretOf(first)
    const keys = cachedTokenKeys(async () => secret, 'tokens')
    const claim = { iid: 'forum:7', id: 'D' }
    const old = clickToken(await keys(), claim)
    secret = secretOf(second, first)
    const fresh = clickToken(await keys(), claim)
    expect(fresh).not.toBe(old)
    for (const token of [old, fresh]) expect(readClickToken(await keys(), token)).toEqual(claim)
  })
})
