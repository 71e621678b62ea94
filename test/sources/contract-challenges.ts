import { expect, it } from '@jest/globals'
import type { Payload } from '../../local/payloads/payload.ts'
import { doorToken } from '../../shared/sources/door.ts'
import { doorEvent, openDoor, SECRETS, signed } from '../support/door.ts'
import { type Question, type Subject, settingsOf } from './contract-subject.ts'

/** A platform makes sure of its door before it sends anything: it is answered, and nobody else is. */
export const challenged = (subject: Subject): void => {
  const { source, challenges = [] } = subject
  const settings = settingsOf(subject)
  const secret = SECRETS[source] ?? ''
  const ask = (question: Question, token = doorToken(secret), body?: Payload) => {
    const door = openDoor()
    const event =
      'query' in question
        ? { headers: {}, method: 'GET', query: question.query }
        : (body ?? signed(settings, secret, question))
    return { door, answer: door.send(doorEvent(source, token, event)) }
  }

  it.each(challenges.map(({ what }) => what))('answers, and queues nothing: %s', async (what) => {
    for (const { asked, answer: expected } of challenges.filter((one) => one.what === what)) {
      const { door, answer } = ask(asked)
      const { status, text, headers } = await answer
      expect(status).toBe(200)
      if (typeof expected === 'string') {
        expect(text).toBe(expected)
        expect(headers).toEqual({ 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' })
      } else expect(JSON.parse(text)).toEqual(expected)
      expect(door.queue).toEqual([])
    }
  })

  it.each(challenges.map(({ what }) => what))('tells nobody else, and echoes nothing made up: %s', async (what) => {
    for (const { asked, refused } of challenges.filter((one) => one.what === what)) {
      expect((await ask(asked, 'wrong').answer).status).toBe(404)
      if ('body' in asked) expect((await ask(asked, undefined, asked).answer).status).toBe(401)
      for (const question of refused) {
        const { door, answer } = ask(question)
        const { status, text } = await answer
        expect(status).toBe(403)
        const told = 'query' in question ? Object.values(question.query) : [JSON.parse(question.body).challenge]
        for (const part of told.filter((value) => value.length > 9)) expect(text).not.toContain(part)
        expect(door.queue).toEqual([])
      }
    }
  })

  it('answers a GET that asks nothing with what the door is for', async () => {
    expect(await ask({ query: {} }).answer).toMatchObject({ status: 405, headers: { allow: 'POST' } })
    expect((await ask({ query: { challenge: 'x', 'hub.other': 'y' } }).answer).status).toBe(405)
  })
}
