import { describe, expect, it } from '@jest/globals'
import { doorToken, senderSecret } from '../../shared/sources/door.ts'
import { doorEvent, NOW, openDoor, SECRETS, SOURCES, signed } from '../support/door.ts'
import { activitiesOf, bodies, meaning } from './contract.ts'
import type { Subject } from './contract-subject.ts'

const OLD = 'oldoldoldoldoldoldoldoldoldoldol'
const NEW = 'newnewnewnewnewnewnewnewnewnewne'

const addresses = ({ type, source, payload }: Subject): void => {
  const good = { headers: payload.headers, body: payload.body }
  const rotated = { ...SECRETS, [source]: JSON.stringify({ current: NEW, previous: OLD }) }
  const at = (current: string) => doorEvent(source, doorToken(JSON.stringify({ current })), good)

  it('takes a delivery at its address, and nowhere else', async () => {
    const door = openDoor()
    expect((await door.post(source, good)).status).toBe(202)
    expect(Buffer.from(door.queue[0]?.body ?? '', 'base64').toString()).toBe(payload.body)
    const token = doorToken(SECRETS[source] ?? '')
    for (const wrong of ['', 'wrong', `${token}x`, token.slice(1), token.toUpperCase(), token.toLowerCase()])
      expect((await door.send(doorEvent(source, wrong, good))).status).toBe(404)
    for (const other of Object.keys(SOURCES).filter((name) => name !== source))
      expect((await door.send(doorEvent(source, doorToken(SECRETS[other] ?? ''), good))).status).toBe(404)
    expect(door.queue).toHaveLength(1)
  })

  it('opens at the current and the previous address while a rotation is under way, and at no third one', async () => {
    const door = openDoor(SOURCES, rotated)
    for (const current of [NEW, OLD]) expect((await door.send(at(current))).status).toBe(202)
    expect((await door.send(at(OLD.replaceAll('o', 'a')))).status).toBe(404)
    expect(door.queue).toHaveLength(2)
  })

  it('reads the secret again when the address does not fit, so that a rotation is seen at once', async () => {
    const door = openDoor(SOURCES, { ...SECRETS, [source]: JSON.stringify({ current: OLD }) })
    door.state.fresh = JSON.stringify({ current: NEW })
    expect((await door.send(at(NEW))).status).toBe(202)
    expect(door.state.reads).toEqual([`${source}:`, `${source}:60000`])
  })

  it('fails closed without a secret', async () => {
    for (const broken of ['', '{}', '[]', 'null', '{"current":""}', '{"current":7}']) {
      const door = openDoor(SOURCES, { ...SECRETS, [source]: broken })
      expect((await door.send(at('x'))).status).toBe(503)
    }
  })

  it('has no secret to type in, and no signature', () => {
    expect(senderSecret(type, SECRETS[source] ?? '')).toBe('')
    expect(signed(type, SECRETS[source] ?? '', payload, NOW).headers).toEqual(payload.headers)
  })
}

/** What is asked of a source whose platform signs nothing: the secret address is all there is, and the mark says so. */
export const tokenContract = (subject: Subject): void => {
  describe('addresses', () => addresses(subject))
  describe('bodies', () => bodies(subject))
  describe('meaning', () => {
    meaning(subject)
    it('marks what it says as unverified', () => {
      for (const payload of [subject.payload, ...Object.values(subject.histories).flat()])
        for (const activity of activitiesOf(subject, payload)) expect(activity.unverified).toBe(true)
    })
  })
}
