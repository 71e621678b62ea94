import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { readClickToken, readUnsubscribeToken } from '../../../shared/domain/nudge/tokens.ts'
import { MINUTE } from '../../../shared/domain/time.ts'
import { ADDRESS, AUTHOR, EMAIL, openWorld, type World } from './send-world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

describe('sending', () => {
  it('sends one email, marks the decision, counts against the cap and on the content', async () => {
    const { id } = await world.queue()
    await world.send(id)
    expect(world.ses.emails()).toHaveLength(1)
    const [email] = world.ses.emails()
    expect(email).toMatchObject({
      to: [ADDRESS],
      from: 'Cloud Nine <hello@news.example.com>',
      configurationSet: 'nudge',
    })
    expect(email?.text).toContain('Hello Mika,')
    expect(email?.text).toContain('You asked “How do I descale it?” on 9 June 2026')
    expect(await world.decision(id)).toMatchObject({
      state: 'sent',
      reason: 'sent',
      sesMessageId: email?.id,
      emailIid: EMAIL,
    })
    expect(await world.budget()).toMatchObject({ sent: [{ id, at: world.now() }] })
    expect(await world.content()).toMatchObject({ sends: 1, clickers: 0 })
  })

  it('puts tokens into the links that lead back to the decision and the address', async () => {
    const { id } = await world.queue()
    await world.send(id)
    const text = world.ses.emails()[0]?.text ?? ''
    const token = (path: string) => new RegExp(`https://app\\.example/${path}/([\\w-]+)`).exec(text)?.[1] ?? ''
    expect(readClickToken(world.tokenKeys, token('r'))).toEqual({ iid: AUTHOR, id })
    expect(readUnsubscribeToken(world.tokenKeys, token('u'))).toEqual({ emailIid: EMAIL, topic: 'answers' })
    expect(text + world.ses.emails()[0]?.html).not.toContain(ADDRESS)
  })

  it('keeps what identifies somebody else out of the title that it leads to', async () => {
    const title = 'Ask jane@other.example'
    const url = 'https://community.example/t/1'
    const content = { id: 'c1', kind: 'guide' as const, title, url, language: 'en', why: [] }
    const { id } = await world.queue('help', { content })
    await world.send(id)
    const [email] = world.ses.emails()
    expect(email?.text).toContain('Ask [email]')
    expect(`${email?.text}${email?.html}`).not.toContain('jane@')
  })

  it('keeps SES from tracking anything', async () => {
    const asked: unknown[] = []
    const { id } = await world.queue()
    await world.send(id, { deliver: async (request) => String(asked.push(request.ConfigurationOverrides)) })
    expect(asked).toEqual([{ Tracking: { OpenTrackingEnabled: 'DISABLED', ClickTrackingEnabled: 'DISABLED' } }])
  })

  it('sends once however often and by how many at once it is asked', async () => {
    const { id } = await world.queue()
    await Promise.all(Array.from({ length: 6 }, () => world.send(id)))
    await world.send(id)
    expect(world.ses.calls()).toBe(1)
    expect(await world.decision(id)).toMatchObject({ state: 'sent' })
  })

  it('sends one of two decisions for the same person, and the other waits for the cap', async () => {
    const first = await world.queue('help')
    const second = await world.queue('other')
    await Promise.all([world.send(first.id), world.send(second.id)])
    expect(world.ses.emails()).toHaveLength(1)
    const states = (await world.decisions()).map(({ state }) => state).sort()
    expect(states).toEqual(['sent', 'waiting'])
    expect((await world.budget())?.sent).toHaveLength(1)
  })

  it.each(['waiting', 'held', 'sent', 'failed', 'unknown'] as const)(
    'leaves a decision that is %s alone',
    async (state) => {
      const { id } = await world.queue('help', { state })
      await world.send(id)
      expect(world.ses.calls()).toBe(0)
      expect(await world.decision(id)).toMatchObject({ state })
    },
  )

  it('lets go of a decision that is gone', async () => {
    await world.send('no such decision')
    expect(world.ses.calls()).toBe(0)
  })

  it('never sends what somebody has begun to send, and calls it unknown after a while', async () => {
    const { id } = await world.queue('help', { state: 'sending', sendingAt: world.now() })
    await world.send(id)
    expect(await world.decision(id)).toMatchObject({ state: 'sending' })
    world.pass(16 * MINUTE)
    await world.send(id)
    expect(await world.decision(id)).toMatchObject({ state: 'unknown', reason: 'unknown' })
    expect(world.ses.calls()).toBe(0)
  })
})

describe('a worker that dies', () => {
  class Killed extends Error {}

  /** A table whose client dies right before or after its n-th write. */
  const dying = (nth: number, when: 'before' | 'after') => {
    let writes = 0
    const client = new Proxy(world.table.client, {
      get: (target, name) =>
        name !== 'send'
          ? Reflect.get(target, name)
          : async (command: { constructor: { name: string } }) => {
              const writing = /^(Put|Update|TransactWrite)/.test(command.constructor.name)
              const now = writing && ++writes === nth
              if (now && when === 'before') throw new Killed()
              const answer = await target.send(command as never)
              if (now) throw new Killed()
              return answer
            },
    })
    return { ...world.table, client }
  }

  it.each([
    [1, 'before', 1],
    [1, 'after', 0],
    [2, 'before', 1],
    [2, 'after', 1],
  ] as const)('at write %i (%s it) leaves at most one email behind', async (nth, when, emails) => {
    const { id } = await world.queue()
    await expect(world.send(id, { table: dying(nth, when) })).rejects.toThrow(Killed)
    await world.send(id)
    world.pass(16 * MINUTE)
    await world.send(id)
    expect(world.ses.emails()).toHaveLength(emails)
    await world.feedback()
    expect(await world.decision(id)).toMatchObject({ state: emails ? 'sent' : 'unknown' })
  })
})
