import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readLocalFile } from '../../local/cli/local-file.ts'
import { runSource } from '../../local/cli/source.ts'
import { githubIssue } from '../../local/payloads/github.ts'
import { sign } from '../../local/sign.ts'
import { type Earshot, startEarshot } from '../support/earshot.ts'

/** `npm run source` as it is typed, against a whole Earshot: its Secrets Manager, its door, its file for tools. */

let earshot: Earshot
beforeAll(async () => {
  earshot = await startEarshot('source')
}, 120_000)
afterAll(() => earshot.stop())

const run = async (line: string, typed = ''): Promise<{ code: number; out: string; err: string }> => {
  let [out, err] = ['', '']
  const stderr = new PassThrough()
  stderr.on('data', (chunk) => {
    err += String(chunk)
  })
  const code = await runSource([...line.split(' '), '--data', earshot.data], {
    input: Readable.from(typed === '' ? [] : [typed]),
    out: (text) => {
      out += text
    },
    err: stderr,
  })
  return { code, out, err }
}

const door = (name: string) => {
  const found = readLocalFile(earshot.data).sources.find((one) => one.name === name)
  if (!found) throw new Error(`local.json has no ${name}`)
  return found
}

/** Ends the door's process at its next call, so that the next one knows no secret. */
const forget = async (): Promise<void> => {
  await earshot.chaos({ before: 1, functions: ['listen-door'] })
  await post(door('standard'), '{}')
  await earshot.chaos({})
}

const post = async ({ url, secret }: { url: string; secret: string }, body?: string): Promise<number> => {
  const issue = githubIssue(
    {
      id: 1,
      number: 1,
      title: 'Hello',
      body: 'It works',
      by: { id: 7, login: 'writer' },
      createdAt: '2026-11-20T10:00:00Z',
    },
    { action: 'opened', repository: { id: 1, fullName: 'cloud-nine/nimbus' }, sender: { id: 7, login: 'writer' } },
  )
  const text = body ?? issue.body
  const headers = { ...issue.headers, ...sign('github', secret, text, Date.now()) }
  const standard = sign('standard', secret.startsWith('whsec_') ? secret : `whsec_${secret}`, text, Date.now())
  const response = await fetch(url, { method: 'POST', headers: { ...headers, ...standard }, body: text })
  return response.status
}

describe('npm run source', () => {
  it('lists the sources without what opens them', async () => {
    const { code, out } = await run('list')
    expect(code).toBe(0)
    for (const { name, url, secret } of earshot.local.sources) {
      expect(out).toContain(name)
      if (secret) expect(out).not.toContain(secret)
      expect(out).not.toContain(url.split('/').at(-1))
    }
  })

  it('prints what to paste', async () => {
    const { out } = await run('add github')
    expect(out).toContain(door('github').url)
    expect(out).toContain(door('github').secret)
  })

  it.each(['discourse', 'github', 'standard'])('tests the real door of %s, and nothing comes of it', async (name) => {
    const { code, out } = await run(`test ${name}`)
    expect([code, out]).toEqual([0, expect.stringMatching(/^ok {4}a signed.*\nok {4}a wrong signature \(401\)/)])
    await earshot.runner.settle()
    expect((await earshot.api.get<{ items: unknown[] }>('/api/mentions')).items).toEqual([])
  })

  it('shows what was refused, and how the sources are doing', async () => {
    const refused = (await run('rejected github')).out
    expect(refused).toMatch(/github +signature_mismatch +POST +\d+ /)
    expect(refused).not.toContain('discourse')
    expect((await run('rejected')).out).toContain('discourse')
    expect((await run('rejected githup')).err).toContain('did you mean "github"')
    await earshot.runner.tick()
    await earshot.runner.settle()
    const { code, out } = await run('health')
    expect([code, out]).toEqual([0, expect.stringMatching(/\nstandard +standard +\d{4}-.{11} +- +1 +1 +0 +1 +fine\n/)])
    expect((await run('health github')).out).not.toContain('discourse')
    expect(JSON.parse((await run('health --json')).out)).toMatchObject({ ok: true, result: expect.any(Array) })
  })

  it('rotates: both addresses and secrets count until it is finished, then one does', async () => {
    const before = door('github')
    expect(await post(before)).toBe(202)
    expect((await run('rotate github')).code).toBe(0)
    const after = door('github')
    expect(after.url).not.toBe(before.url)
    await forget()
    expect([await post(before), await post(after)]).toEqual([202, 202])
    expect((await run('rotate github')).out).toContain(after.secret)
    expect((await run('rotate github --finish')).code).toBe(0)
    await forget()
    expect([await post(before), await post(after)]).toEqual([404, 202])
    expect(await post({ url: after.url, secret: before.secret })).toBe(401)
  })

  it('takes a secret from a pipe, keeps the address, and repeats it nowhere', async () => {
    const secret = `whsec_${Buffer.from('the sender made this itself').toString('base64')}`
    const { code, out, err } = await run('rotate standard --given --secret-stdin', `${secret}\n`)
    expect([code, out.includes(secret), err.includes(secret)]).toEqual([0, false, false])
    expect(door('standard')).toMatchObject({ secret })
    expect(door('standard').url).toBe(earshot.local.sources.find(({ name }) => name === 'standard')?.url)
  })

  it('closes a door, and a runner that is started again stands by it', async () => {
    const before = door('discourse')
    expect((await run('remove discourse')).err).toContain('--yes')
    expect((await run('remove discourse --yes')).code).toBe(0)
    await earshot.crashAndRestart()
    expect(await post(before)).toBe(404)
    expect((await run('list')).out).toMatch(/discourse +discourse +- +closed/)
    expect((await run('test discourse')).err).toContain('closed')
    expect((await run('add discourse')).out).toContain(door('discourse').url)
    await forget()
    expect((await run('test discourse')).code).toBe(0)
  }, 60_000)

  it('shows, tries, puts and takes away what says what deliveries mean', async () => {
    const file = (name: string, value: unknown): string => {
      const path = join(earshot.data, name)
      writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
      return path
    }
    const mapping = {
      rules: [{ make: { kind: 'post', id: '{id}', at: '{at}', 'author.id': '{who}', text: '{words}' } }],
    }
    const good = file('good.json', mapping)
    const bad = file('bad.json', { rules: [{ make: { kind: 'poem' } }] })
    const body = file('body.json', '{"id": 9007199254740993, "at": "2026-11-20T10:00:00Z", "who": 7, "words": "hello"}')
    expect((await run('mapping cloudevents')).out).toContain('has no mapping')

    const tried = await run(`mapping cloudevents ${good} --sample ${body} --json`)
    expect([tried.code, JSON.parse(tried.out).result]).toMatchObject([
      0,
      { problems: [], activities: [{ kind: 'post', id: '9007199254740993', text: 'hello' }] },
    ])
    expect((await run('mapping cloudevents')).out).toContain('has no mapping')
    expect(await run(`mapping cloudevents ${bad} --sample ${body}`)).toMatchObject({
      code: 1,
      out: expect.stringContaining('mapping.rules[0].make.kind'),
    })
    expect(await run(`mapping cloudevents ${bad}`)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/nothing was changed[\s\S]*rules\[0\].make.kind/),
    })

    expect(await run(`mapping cloudevents ${good}`)).toMatchObject({
      code: 0,
      out: expect.stringContaining('change 1'),
    })
    expect(JSON.parse((await run('mapping cloudevents')).out)).toEqual(mapping)
    expect((await run(`mapping cloudevents --sample ${body}`)).out).toContain('It makes 1 activity')
    expect((await run('mapping cloudevents --delete')).code).toBe(0)
    expect((await run('mapping cloudevents')).out).toContain('has no mapping')
    expect((await run(`mapping github ${good}`)).err).toContain('need no mapping')
    expect((await run('mapping cloudevents /nowhere.json')).err).toContain('cannot be read')
  })

  it('answers in JSON, and says what was probably meant', async () => {
    expect(JSON.parse((await run('list --json')).out)).toMatchObject({ ok: true })
    const missing = await run('test gihub --json')
    expect(missing.code).toBe(1)
    expect(JSON.parse(missing.out)).toMatchObject({ ok: false, error: expect.stringContaining('"github"') })
    expect((await run('tset github')).err).toContain('did you mean "test"?')
    expect((await run('list --nonsense')).code).toBe(1)
    expect((await run('--help')).code).toBe(0)
  })

  it('leaves no secret of a rotation in what the runner logs', async () => {
    const file = JSON.parse(readFileSync(join(earshot.data, 'local.json'), 'utf8')) as { sources: { secret: string }[] }
    const secrets = file.sources.map(({ secret }) => secret).filter((secret) => secret !== '')
    expect(secrets.length).toBeGreaterThan(2)
    for (const secret of secrets) expect(earshot.log()).not.toContain(secret)
  })
})
