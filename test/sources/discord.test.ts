import { describe, expect, it } from '@jest/globals'
import { discordEvent, discordLobbyDelete, discordMessage, discordPing } from '../../local/payloads/discord.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import type { Sources } from '../../shared/domain/listen/source-settings.ts'
import { openDoor, publicKeyOf, SECRETS, SEEDS, SOURCES, signed } from '../support/door.ts'
import { normalised } from '../support/normalised.ts'
import { sourceContract } from './contract.ts'
import { rio, said } from './fixtures/lobby.ts'

const AT = '2026-11-20T10:00:00.123456Z'
const LATER = '2026-11-20T11:00:00.000000Z'
const edited = said({ content: 'good night', editedTimestamp: '2026-11-20T11:00:00.000000+00:00' })
const direct = said({ id: '1405614357781545021', channel: '1405604229820715098', lobby: '' })

const settings = { ...SOURCES.discord, type: 'discord', application: '1234567765431056709' } as const
const chatty: Sources = { discord: { ...settings, publicKey: publicKeyOf(SEEDS.discord), directMessages: true } }

const normalise = (payload: Payload, sources?: Sources) => normalised('discord', payload, { sources })
const first = (payload: Payload, sources?: Sources) => normalise(payload, sources).activities[0]

describe('Discord', () => {
  sourceContract({
    type: 'discord',
    source: 'discord',
    payload: discordMessage('LOBBY_MESSAGE_CREATE', AT, said()),
    ofSize: (bytes) => {
      const { headers, body } = discordMessage('LOBBY_MESSAGE_CREATE', AT, said({ content: '' }))
      return { headers, body: body.replace('"content":""', `"content":"${'x'.repeat(bytes - body.length)}"`) }
    },
    histories: {
      'a message is edited and deleted': [
        discordMessage('LOBBY_MESSAGE_CREATE', AT, said()),
        discordMessage('LOBBY_MESSAGE_UPDATE', LATER, edited),
        discordLobbyDelete('2026-11-20T12:00:00.000000Z', said().id, said().lobby ?? ''),
      ],
      'a message is edited twice': [
        discordMessage('LOBBY_MESSAGE_CREATE', AT, said()),
        discordMessage('LOBBY_MESSAGE_UPDATE', LATER, said({ content: 'z', editedTimestamp: LATER })),
        discordMessage('LOBBY_MESSAGE_UPDATE', '2026-11-20T12:00:00.000000Z', said({ content: 'a' })),
      ],
    },
  })

  it('makes a reply of a message in a lobby', () => {
    expect(first(discordMessage('LOBBY_MESSAGE_CREATE', AT, said({ replyTo: '42', type: 19 })))).toEqual({
      kind: 'reply',
      source: 'discord',
      platform: 'discord',
      id: '1397729799727878254',
      at: '2026-11-20T10:00:00.000Z',
      revision: expect.stringMatching(/^2026-11-20T10:00:00\.000Z\|0\|/),
      author: {
        id: '111178765189277770',
        handle: 'rio',
        name: 'Rio',
        avatar: 'https://cdn.discordapp.com/avatars/111178765189277770/a1b2c3.png',
      },
      text: 'welcome to the party!',
      thread: { id: 'lobby:1397729744753266719' },
      parent: { id: '42' },
      createdAt: '2026-11-20T10:00:00.000Z',
    })
  })

  it('finds in an id when a message was written, and takes the time of an event as UTC', () => {
    const { timestamp: _, ...message } = said()
    // discord-api-docs, "Snowflakes": this id was made at 2016-04-30 11:18:25.796 UTC.
    const created = discordMessage('LOBBY_MESSAGE_CREATE', AT, { ...message, id: '175928847299117063' })
    expect(first(created)).toMatchObject({ at: '2016-04-30T11:18:25.796Z', createdAt: '2016-04-30T11:18:25.796Z' })
    expect(first(discordMessage('LOBBY_MESSAGE_UPDATE', AT, said()))).toMatchObject({
      at: '2026-11-20T10:00:00.123Z',
      editedAt: '2026-11-20T10:00:00.123Z',
    })
  })

  it('knows that a message is gone, of whom it is not told', () => {
    expect(first(discordLobbyDelete(LATER, '1397729799727878254', '7'))).toMatchObject({
      kind: 'reply',
      id: '1397729799727878254',
      deleted: true,
      author: { id: 'unknown' },
      thread: { id: 'lobby:7' },
    })
  })

  it.each(['CREATE', 'UPDATE', 'DELETE'])('takes what two people write to each other only if told to: %s', (change) => {
    const payload = discordMessage(`GAME_DIRECT_MESSAGE_${change}`, AT, direct)
    expect(normalise(payload)).toEqual({ activities: [], ignored: 'direct message' })
    expect(first(payload, chatty)).toMatchObject({
      author: { id: rio.id },
      thread: { id: 'channel:1405604229820715098' },
    })
    expect(first(payload, chatty)?.deleted).toBe(change === 'DELETE' ? true : undefined)
  })

  it('leaves alone what is no words, and what is of another app', () => {
    const why = (payload: Payload) => normalise(payload).ignored
    for (const type of ['APPLICATION_AUTHORIZED', 'APPLICATION_DEAUTHORIZED', 'ENTITLEMENT_CREATE', 'constructor'])
      expect(why(discordEvent(type, AT, { user: rio }))).toBe(`event not mapped: ${type}`)
    expect(why(discordMessage('LOBBY_MESSAGE_CREATE', AT, said({ type: 7 })))).toBe('type of message not mapped: 7')
    expect(why(discordMessage('LOBBY_MESSAGE_CREATE', AT, said(), '1'))).toBe('application not in the settings')
  })

  it('answers the ping with 204, a type and no body, and queues nothing', async () => {
    const door = openDoor()
    const answer = await door.post('discord', signed('discord', SECRETS.discord ?? '', discordPing()))
    expect(answer).toMatchObject({ status: 204, headers: { 'content-type': 'application/json; charset=utf-8' } })
    expect(answer.text).toBe('')
    expect((await door.post('discord', discordPing())).status).toBe(401)
    expect(door.queue).toEqual([])
  })

  it('says 204 and nothing else when it has taken a delivery', async () => {
    const payload = discordMessage('LOBBY_MESSAGE_CREATE', AT, said())
    const answer = await openDoor().post('discord', signed('discord', SECRETS.discord ?? '', payload))
    expect(answer).toMatchObject({ status: 204, text: '' })
  })

  it('names the field that is wrong', () => {
    const { headers, body } = discordMessage('LOBBY_MESSAGE_CREATE', AT, said())
    const wrong = { headers, body: body.replace('"content":"welcome', '"content":7,"x":"') }
    expect(() => normalise(wrong)).toThrow(/^event\.data\.content: expected string/)
  })
})
