import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { add } from '../../../../local/cli/source/add.ts'
import { list } from '../../../../local/cli/source/list.ts'
import { remove } from '../../../../local/cli/source/remove.ts'
import { rotate } from '../../../../local/cli/source/rotate.ts'
import type { Sources } from '../../../../shared/domain/listen/source-settings.ts'
import { apiTokenOf } from '../../../../shared/sources/source-secret.ts'
import { openSourceWork, type SourceWork } from '../../../support/source-work.ts'

const TOKEN = 'github_pat_11AAAAAAA0aaaaaaaaaaaaa'
const OTHER = 'github_pat_22BBBBBBB0bbbbbbbbbbbbb'
const sources: Sources = {
  code: {
    type: 'github',
    repositories: ['acme/*'],
    redeliver: {
      hooks: [
        { of: 'acme/anvil', id: 11 },
        { of: 'acme', id: 12 },
      ],
    },
  },
  plain: { type: 'github', repositories: ['acme/*'] },
}

let it_: SourceWork
beforeEach(async () => {
  it_ = await openSourceWork(sources)
})
afterEach(() => it_.close())

const fields = (): Record<string, string> => JSON.parse(it_.secretOf('code'))
const told = async (command: ReturnType<typeof add>): Promise<string> => {
  const outcome = await command
  return [...it_.said, JSON.stringify(outcome)].join('\n')
}

describe('a token for the platform’s own API', () => {
  it('is asked for by add, says what it must be allowed, stands beside the secret, and is never shown', async () => {
    const { current } = fields()
    it_.answers.push(TOKEN)
    const words = await told(add(it_.work, 'code', {}))
    expect(words).toMatch(/webhooks of acme\/anvil, acme: .*read and write.*admin:repo_hook/)
    expect(words).not.toContain(TOKEN)
    expect(fields()).toMatchObject({ current, apiToken: TOKEN })
    expect(apiTokenOf(it_.secretOf('code'))).toBe(TOKEN)
    expect(await add(it_.work, 'code', {})).toMatchObject({ ok: true })
    expect(fields().apiToken).toBe(TOKEN)
  })

  it('is asked for by no source that needs none', async () => {
    expect(await add(it_.work, 'plain', {})).toMatchObject({ ok: true })
    await expect(rotate(it_.work, 'plain', { 'api-token': true })).rejects.toThrow(/needs no token/)
  })

  it('is missed by list until it is given', async () => {
    expect((await list(it_.work, {})).lines.join('\n')).toMatch(/code: the API token is still to be given: .*add code/)
    it_.answers.push(TOKEN)
    await add(it_.work, 'code', {})
    expect((await list(it_.work, { show: true })).lines.join('\n')).not.toMatch(/API token|github_pat/)
  })

  it('is replaced without a change of the secret, survives one, and goes with the door', async () => {
    it_.answers.push(TOKEN, OTHER)
    await add(it_.work, 'code', {})
    const { current } = fields()
    expect(await told(rotate(it_.work, 'code', { 'api-token': true }))).not.toContain(OTHER)
    expect(fields()).toMatchObject({ current, apiToken: OTHER })
    await rotate(it_.work, 'code', {})
    await rotate(it_.work, 'code', { finish: true })
    expect(fields()).toMatchObject({ apiToken: OTHER })
    expect(fields().current).not.toBe(current)
    await remove(it_.work, 'code', { yes: true })
    expect(fields()).not.toHaveProperty('apiToken')
  })

  it('is not taken when it cannot be one', async () => {
    for (const wrong of ['', 'short', 'with blanks in between and more']) {
      it_.answers.push(wrong)
      const refusal = await add(it_.work, 'code', {}).catch((error: Error) => error.message)
      expect(refusal).toMatch(/cannot be the token: it has \d+ characters/)
    }
    expect(fields()).not.toHaveProperty('apiToken')
  })
})
