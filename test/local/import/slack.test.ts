import { describe, expect, it } from '@jest/globals'
import { FORMATS } from '../../../local/import/formats.ts'
import { slackDeleted, slackMessage } from '../../../local/payloads/slack.ts'
import { all, askOf } from './read.ts'
import { bodyOf, live, problems, said } from './said.ts'

describe('Slack', () => {
  const message = { user: 'U1', name: 'Ada', text: 'Who can *help*?', ts: '1772362800.000100', channel: 'C1' }
  const reply = {
    ...message,
    user: 'U2',
    name: 'Bob',
    text: 'I can',
    ts: '1772362900.000200',
    threadTs: message.ts,
    parentUser: 'U1',
  }
  const edited = { ...message, ts: '1772363000.000300', text: 'Solved', editedTs: '1772363100.000000' }
  const frame = { team: 'T01' }
  const webhooks = [slackMessage(message, frame), slackMessage(reply, frame), slackMessage(edited, frame)]
  const day = webhooks.map((payload) => {
    const {
      channel: _,
      channel_type: __,
      event_ts: ___,
      ...event
    } = bodyOf<{ event: Record<string, unknown> }>(payload).event
    return event
  })
  const member = { id: 'U1', team_id: 'T01', name: 'ada', updated: 1_772_000_000, profile: { real_name: 'Ada' } }
  const files = {
    'channels.json': [{ id: 'C1', name: 'general' }],
    'dms.json': [{ id: 'D1', members: ['U1', 'U2'] }],
    'mpims.json': [{ id: 'G1', name: 'mpdm-ada--bob-1' }],
    'users.json': [member, { ...member, id: 'U8', team_id: 'T99' }, { id: 'U9', team_id: 'T01' }],
    'general/2026-03-01.json': day,
    'D1/2026-03-01.json': day,
    'mpdm-ada--bob-1/2026-03-01.json': day,
    'canvases/2026-03-01.json': [{}],
  }
  const read = (content: Record<string, string | object>, notes?: string[]) =>
    all(FORMATS.slack.read(askOf('slack', content, notes ? { note: (words) => void notes.push(words) } : {})))

  it('messages, threads and edits are what the Events API says', async () => {
    const found = await read(files)
    expect(said('slack', found).slice(1)).toEqual(live('slack', ...webhooks))
  })

  it('members of the workspace are accounts; guests are left out', async () => {
    const notes: string[] = []
    const found = await read(files, notes)
    expect(said('slack', found)[0]).toMatchObject({ kind: 'account', id: 'account:U1', at: '2026-02-25T06:13:20.000Z' })
    expect(found.filter((one) => 'skipped' in one)).toMatchObject([{ skipped: 'member of another workspace' }])
    expect(problems(found)).toEqual([[expect.any(Number), 'updated: expected the time of the profile']])
    expect(notes).toEqual(['Not in channels.json, left out: canvases.'])
  })

  it('what was deleted stays deleted, without a word', async () => {
    const grave = {
      type: 'message',
      subtype: 'tombstone',
      user: 'USLACKBOT',
      text: 'This message was deleted.',
      ts: message.ts,
    }
    const [found] = said('slack', await read({ 'channels.json': files['channels.json'], 'general/d.json': [grave] }))
    const deleted = slackDeleted({ ...message, text: '' }, '1772369999.000000', false)
    const [webhook] = live('slack', { ...deleted, body: deleted.body.replaceAll('T0001', 'T01') })
    // The author is not told either way; the clock of a delete is of no account.
    expect(found).toEqual({ ...webhook, at: found?.at })
  })

  it('bots and joins are taken as they are live', async () => {
    const bot = {
      type: 'message',
      subtype: 'bot_message',
      bot_id: 'B1',
      username: 'CI',
      text: 'built',
      ts: '1772362800.000100',
    }
    const join = { type: 'message', subtype: 'channel_join', user: 'U1', text: 'joined', ts: '1772362801.000100' }
    const found = said('slack', await read({ 'channels.json': files['channels.json'], 'general/d.json': [bot, join] }))
    expect(found).toMatchObject([{ author: { id: 'B1', role: 'bot' }, text: 'built' }])
  })

  it('another workspace’s export is refused as a whole, with the name of the workspace', async () => {
    await expect(read({ ...files, 'users.json': [{ ...member, team_id: 'T99' }] })).rejects.toThrow(
      /another workspace \(T99\).*is for T01/,
    )
  })

  it('an archive with one folder around all is read as well', async () => {
    const inside = Object.fromEntries(Object.entries(files).map(([name, content]) => [`export/${name}`, content]))
    expect(said('slack', await read(inside))).toEqual(said('slack', await read(files)))
    await expect(read({ 'a.json': [] })).rejects.toThrow(/There is no channels.json/)
  })
})
