import { afterEach } from '@jest/globals'
import type { SettingsOf } from '../../../shared/sources/source.ts'
import { startGithub } from '../../support/github-api.ts'
import { startPulling } from '../../support/pulls.ts'
import type { TestTable } from '../../support/table.ts'

export const TOKEN = 'ghp_a-token-that-github-would-take'

/** GitHub, a door that answers as it is told, and looks at the source, all by one clock; closed after each test. */
export const pullGithubOn = (test: TestTable) => {
  const running: { close: () => Promise<void> }[] = []
  let sources = 0

  afterEach(() => Promise.all(running.splice(0).map((one) => one.close())))

  return async (options: { of?: string } = {}) => {
    const source = `code${++sources}`
    const pulls = startPulling(test.table)
    const { state } = pulls
    state.secret = JSON.stringify({ current: 'c'.repeat(32), apiToken: TOKEN })
    const door = { status: 202 as number | undefined, took: [] as string[], ring: (): void => undefined }
    const github = await startGithub<string>({
      now: () => state.now,
      bring: async ({ guid }) => {
        if (door.status !== undefined && door.status < 300) door.took.push(guid)
        door.ring()
        return door.status
      },
      ...options,
    })
    running.push(github)
    const settings: SettingsOf<'github'> = {
      type: 'github',
      repositories: ['*'],
      redeliver: { hooks: [github.hook], api: github.url },
    }
    const look = async () => {
      const pulled = await pulls.pull(source, settings)
      await github.settle()
      return pulled
    }
    const pass = async (ms: number) => {
      state.now += ms
      return await look()
    }
    const happen = async (count: number, prefix = 'g') => {
      for (let n = 0; n < count; n++) {
        await github.send('', `${prefix}${n}`)
        state.now += 1_000
      }
    }
    const close = async () => {
      running.splice(running.indexOf(github), 1)
      await github.close()
    }
    const posts = () => github.state.calls.filter(({ method }) => method === 'POST').length
    const gets = () => github.state.calls.filter(({ method }) => method === 'GET').length
    return {
      ...pulls,
      close,
      door,
      github,
      settings,
      look,
      pass,
      happen,
      posts,
      gets,
      stored: () => pulls.cursor(source),
    }
  }
}
