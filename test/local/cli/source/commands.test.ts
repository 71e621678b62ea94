import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Outcome } from '../../../../local/cli/command.ts'
import { SecretChangedError } from '../../../../local/cli/secrets-manager.ts'
import { add } from '../../../../local/cli/source/add.ts'
import { guideOf } from '../../../../local/cli/source/guides/index.ts'
import { list, type Row } from '../../../../local/cli/source/list.ts'
import { remove } from '../../../../local/cli/source/remove.ts'
import { rotate } from '../../../../local/cli/source/rotate.ts'
import { doorToken, verifyTokens } from '../../../../shared/sources/door.ts'
import { SOURCES } from '../../../support/door.ts'
import { openSourceWork, type SourceWork } from '../../../support/source-work.ts'

/** Slack's signing secret, of the form that it has. */
const SLACK = '8f742231b10e8888abcd99ddd0aa85a5'
let it_: SourceWork

beforeEach(async () => {
  it_ = await openSourceWork()
})
afterEach(() => it_.close())

const addressOf = ({ data }: Outcome): string => (data as { address: string }).address
const fieldsOf = (name: string): Record<string, string> => JSON.parse(it_.secretOf(name))
const rows = async (show = false): Promise<Row[]> => (await list(it_.work, { show })).data as Row[]
const words = ({ lines }: Outcome): string => lines.join('\n')

describe('add', () => {
  it('prints address and secret where Earshot makes it, and changes nothing, however often', async () => {
    const before = it_.secretOf('code')
    const first = await add(it_.work, 'code', {})
    expect(first.ok).toBe(true)
    expect(words(first)).toContain(fieldsOf('code').current)
    expect(words(first)).toMatch(/Payload URL +http:\/\/127.*\/hooks\/code\/[\w-]{32}/)
    expect(await add(it_.work, 'code', {})).toEqual(first)
    expect(it_.secretOf('code')).toBe(before)
  })

  it('prints a verify token where the platform asks for one, which stays when the platform’s secret comes in', async () => {
    it_.answers.push('0123456789abcdef0123456789abcdef')
    const outcome = await add(it_.work, 'page', {})
    const [, printed] = /Verify token +([\w-]{32})$/m.exec(it_.said.join('\n')) ?? []
    expect(outcome).toMatchObject({ data: { verifyToken: printed } })
    it_.answers.push('f'.repeat(32))
    expect(await rotate(it_.work, 'page', {})).toMatchObject({ data: { verifyToken: printed } })
    expect(verifyTokens(it_.secretOf('page'))).toContain(printed)
  })

  it('tells the address first, asks for the platform’s secret, and leaves the address where it is', async () => {
    const before = doorToken(it_.secretOf('workspace'))
    it_.answers.push(SLACK)
    const outcome = await add(it_.work, 'workspace', {})
    expect(it_.said.join('\n')).toMatch(new RegExp(`/hooks/workspace/${before}[\\s\\S]*Paste the secret`))
    expect(fieldsOf('workspace')).toMatchObject({ current: SLACK, token: before })
    expect(addressOf(outcome)).toContain(before)
    expect([...it_.said, JSON.stringify(outcome)].join('\n')).not.toContain(SLACK)
    expect(await add(it_.work, 'workspace', {})).toMatchObject({ ok: true, data: { secretGiven: true } })
  })

  it('takes no secret that cannot be one, and does not repeat it', async () => {
    const before = it_.secretOf('workspace')
    for (const wrong of ['', 'short', 'with blanks in between', 'xoxb-1234-5678-a-bot-token-instead']) {
      it_.answers.push(wrong)
      const refusal = await add(it_.work, 'workspace', {}).catch((error: Error) => error.message)
      expect(refusal).toMatch(/cannot be the secret/)
      if (wrong) expect(refusal).not.toContain(wrong)
    }
    expect(it_.secretOf('workspace')).toBe(before)
  })

  it('prints the line for infra/config.ts when the source is not declared, and says that there is more to do', async () => {
    const outcome = await add(it_.work, 'chat', { type: 'slack' })
    expect(outcome.ok).toBe(false)
    expect(words(outcome)).toContain("chat: { type: 'slack', team: 'T0123ABCD'")
    expect(words(outcome)).toContain('EARSHOT_STAGE=prod npm run deploy')
    await expect(add(it_.work, 'chat', {})).rejects.toThrow('--type')
    await expect(add(it_.work, 'chat', { type: 'slak' })).rejects.toThrow('did you mean "slack"?')
    await expect(add(it_.work, 'Chat Room', { type: 'slack' })).rejects.toThrow('cannot be a source')
    await expect(add(it_.work, 'forun', {})).rejects.toThrow('did you mean "forum"?')
    await expect(add(it_.work, 'forum', { type: 'slack' })).rejects.toThrow('declared as discourse')
  })

  it('says that a source is declared and not deployed', async () => {
    const { sources } = it_.work.target.stage
    sources.later = { type: 'trustpilot' }
    await expect(add(it_.work, 'later', {})).rejects.toThrow(/not deployed.*EARSHOT_STAGE=prod npm run deploy/)
    expect(await rows()).toContainEqual(expect.objectContaining({ name: 'later', secret: 'not deployed' }))
  })

  it('fills a secret that is empty', async () => {
    it_.put('code', '{"current":""}')
    expect((await add(it_.work, 'code', {})).ok).toBe(true)
    expect(fieldsOf('code').current).toMatch(/^\w{32}$/)
  })
})

describe('rotate', () => {
  it('makes a second secret and not a third, until it is finished', async () => {
    const { current: first } = fieldsOf('code')
    const rotated = await rotate(it_.work, 'code', {})
    const both = fieldsOf('code')
    expect(both).toMatchObject({ previous: first })
    expect(words(rotated)).toContain(both.current)
    expect(words(rotated)).not.toContain(first)
    expect(addressOf(await rotate(it_.work, 'code', {}))).toBe(addressOf(rotated))
    expect(fieldsOf('code')).toEqual(both)
    expect((await rotate(it_.work, 'code', { finish: true })).ok).toBe(true)
    expect(fieldsOf('code')).toEqual({ current: both.current })
    expect(words(await rotate(it_.work, 'code', { finish: true }))).toContain('nothing to finish')
  })

  it('asks for the platform’s next secret, and the address stays', async () => {
    it_.answers.push(SLACK)
    const address = addressOf(await add(it_.work, 'workspace', {}))
    it_.answers.push(SLACK)
    await expect(rotate(it_.work, 'workspace', {})).rejects.toThrow('counts already')
    it_.answers.push('f'.repeat(32))
    const rotated = await rotate(it_.work, 'workspace', {})
    expect(addressOf(rotated)).toBe(address)
    expect(fieldsOf('workspace')).toMatchObject({ current: 'f'.repeat(32), previous: SLACK })
    expect([...it_.said, JSON.stringify(rotated)].join('\n')).not.toMatch(new RegExp(`${SLACK}|f{32}`))
  })

  it('does not begin with a secret that was never given', async () => {
    await expect(rotate(it_.work, 'workspace', {})).rejects.toThrow('npm run source -- add workspace')
  })

  it('takes the sender’s own secret at the generic door when told so', async () => {
    const own = `whsec_${Buffer.from('q'.repeat(24)).toString('base64')}`
    it_.answers.push('whsec_not base64', own)
    await expect(rotate(it_.work, 'shop', { given: true })).rejects.toThrow('cannot be the secret')
    expect((await rotate(it_.work, 'shop', { given: true })).ok).toBe(true)
    expect(fieldsOf('shop').current).toBe(own)
  })

  it('overwrites nothing when somebody else rotates at the same moment', async () => {
    it_.beforeMove(() => it_.put('code', '{"current":"somebody-elses"}'))
    await expect(rotate(it_.work, 'code', {})).rejects.toThrow(SecretChangedError)
    expect(fieldsOf('code')).toEqual({ current: 'somebody-elses' })
  })

  it('lets exactly one of two go through', async () => {
    const { current: first } = fieldsOf('code')
    const results = await Promise.allSettled([rotate(it_.work, 'code', {}), rotate(it_.work, 'code', {})])
    expect(results.map(({ status }) => status).filter((status) => status === 'fulfilled').length).toBeGreaterThan(0)
    const winner = results.find((result) => result.status === 'fulfilled')
    expect(winner).toMatchObject({ value: { data: { secret: fieldsOf('code').current } } })
    expect(fieldsOf('code').previous).toBe(first)
  })
})

describe('remove', () => {
  it('asks, and closes the door to every address and secret of before', async () => {
    const before = it_.secretOf('code')
    it_.answers.push('n')
    await expect(remove(it_.work, 'code', {})).rejects.toThrow('Nothing was changed')
    expect(it_.secretOf('code')).toBe(before)
    it_.answers.push('y')
    const outcome = await remove(it_.work, 'code', {})
    expect(words(outcome)).toMatch(/delete "code" from stages.prod.sources/)
    expect(it_.secretOf('code')).not.toContain(JSON.parse(before).current)
    const address = `${it_.work.target.appUrl}/hooks/code/${doorToken(before)}`
    expect((await fetch(address, { method: 'POST', body: '{}' })).status).toBe(404)
    expect(words(await remove(it_.work, 'code', {}))).toContain('has been closed since')
    await expect(rotate(it_.work, 'code', {})).rejects.toThrow('closed')
    const closed = fieldsOf('code').current
    expect(words(await add(it_.work, 'code', {}))).not.toContain(closed)
    expect(fieldsOf('code').closed).toBeUndefined()
  })
})

describe('a place that does not answer', () => {
  it.each([
    ['local', /npm start/],
    ['aws', /AWS cannot be reached/],
  ] as const)('is named, %s', async (place, reason) => {
    const { target } = it_.work
    const gone = { ...target, place, env: { ...target.env, AWS_ENDPOINT_URL: 'http://127.0.0.1:2' } }
    await expect(add({ ...it_.work, target: gone }, 'code', {})).rejects.toThrow(reason)
    await expect(list({ ...it_.work, target: gone }, {})).rejects.toThrow(reason)
  })
})

describe('list', () => {
  it('says of every source how far it is, and shows nothing that opens a door', async () => {
    const outcome = await list(it_.work, {})
    for (const { name, type, secret } of outcome.data as Row[]) {
      const { secret: maker } = guideOf(type as Parameters<typeof guideOf>[0])
      expect([name, secret]).toEqual([
        name,
        { ours: 'set', theirs: 'to be given', none: 'not needed', doorless: 'no door' }[maker],
      ])
      const json = it_.secretOf(name)
      expect(words(outcome)).not.toContain(doorToken(json))
      expect(JSON.stringify(outcome)).not.toContain(JSON.parse(json).current)
    }
    expect((outcome.data as Row[]).length).toBe(Object.keys(SOURCES).length)
  })

  it('shows addresses and secrets when asked to, but none that nobody has to paste', async () => {
    it_.answers.push(SLACK)
    await add(it_.work, 'workspace', {})
    const shown = await rows(true)
    expect(shown.find(({ name }) => name === 'code')).toMatchObject({ value: fieldsOf('code').current })
    expect(shown.find(({ name }) => name === 'workspace')).toMatchObject({
      secret: 'set',
      address: expect.stringContaining(String(fieldsOf('workspace').token)),
    })
    expect(JSON.stringify(shown)).not.toContain(SLACK)
  })

  it('reminds of a rotation that takes longer than a day, and of a door that is closed or was never deployed', async () => {
    it_.put('code', JSON.stringify({ current: 'new', previous: 'old', rotated: '2026-11-20T19:59:59.000Z' }))
    it_.put('forum', JSON.stringify({ current: 'new', previous: 'old', rotated: '2026-11-21T19:59:59.000Z' }))
    await remove(it_.work, 'shop', { yes: true })
    const text = words(await list(it_.work, {}))
    expect(text).toContain('rotate code --finish')
    expect(text).not.toContain('rotate forum --finish')
    expect((await rows()).find(({ name }) => name === 'shop')).toMatchObject({ secret: 'closed', address: '-' })
  })
})
