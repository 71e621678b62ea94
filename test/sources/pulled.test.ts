import { describe, expect, it } from '@jest/globals'
import { PULLED_TYPES } from '../../shared/domain/listen/pull-settings.ts'
import type { Sources } from '../../shared/domain/listen/source-settings.ts'
import { doorToken } from '../../shared/sources/door.ts'
import { schemeOf } from '../../shared/sources/verification.ts'
import { doorEvent, openDoor, SECRETS, SOURCES } from '../support/door.ts'

/** Sources that are asked have nothing to sign with, so the contract of doors is that there is none. */

const PULLED: Sources = {
  sky: { type: 'bluesky', terms: ['tea'] },
  blog: { type: 'feed', url: 'https://blog.example/feed.xml' },
  guides: {
    ...{ type: 'sitemap', url: 'https://guides.example/sitemap.xml', under: ['https://guides.example/'] },
    ...{ kind: 'guide', stage: 'use', language: 'en' },
  },
}

describe.each(Object.keys(PULLED))('the door of %s', (source) => {
  it.each(['GET', 'POST', 'OPTIONS'])('is not there for %s, whatever the token', async (method) => {
    const door = openDoor({ ...SOURCES, ...PULLED }, { ...SECRETS, [source]: '{"current":"x"}' })
    for (const token of ['', 'token', doorToken('{"current":"x"}'), doorToken(SECRETS.code ?? '')]) {
      const answer = await door.send(doorEvent(source, token, { headers: {}, body: '{}', method }))
      const stranger = await door.send(doorEvent('nobody', token, { headers: {}, body: '{}', method }))
      expect([answer.status, answer.text]).toEqual([404, stranger.text])
    }
    expect(door.queue).toEqual([])
  })
})

it('no type that is asked has a scheme to sign with', () => {
  expect(PULLED_TYPES.map((type) => schemeOf(type).kind)).toEqual(['inside', 'inside', 'inside'])
})
