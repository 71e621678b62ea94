import { describe, expect, it } from '@jest/globals'
import { startSes } from '../../../local/ses/server.ts'
import { content, NOW, request, sesPerTest } from './ses-per-test.ts'

const { open, opened } = sesPerTest()

describe('a request that SES would refuse', () => {
  it.each<[string, object, string]>([
    ['content that is not Simple', { Content: { Raw: { Data: Buffer.from('x') } } }, 'BadRequestException'],
    ['no sender', { FromEmailAddress: undefined }, 'BadRequestException'],
    ['a sender with other than ASCII', { FromEmailAddress: 'Café <hello@news.example.com>' }, 'BadRequestException'],
    ['a sender that is not verified', { FromEmailAddress: 'hello@elsewhere.example' }, 'MessageRejected'],
    ['no recipient', { Destination: {} }, 'BadRequestException'],
    ['two recipients', { Destination: { ToAddresses: ['a@b.c'], BccAddresses: ['d@e.f'] } }, 'BadRequestException'],
    ['a recipient that is none', { Destination: { ToAddresses: ['nobody'] } }, 'BadRequestException'],
    ['a subject of two lines', content({ Subject: { Data: 'a\nBcc: x' } }), 'BadRequestException'],
    ['no subject', content({ Subject: { Data: '' } }), 'BadRequestException'],
    ['no words', content({ Body: {} }), 'BadRequestException'],
    ['a header of two lines', content({ Headers: [{ Name: 'X', Value: 'a\r\nBcc: x' }] }), 'BadRequestException'],
    ['a header with other than ASCII', content({ Headers: [{ Name: 'X', Value: 'ü' }] }), 'BadRequestException'],
    ['a header with a colon', content({ Headers: [{ Name: 'X:', Value: 'x' }] }), 'BadRequestException'],
    ['a long header', content({ Headers: [{ Name: 'X', Value: 'x'.repeat(996) }] }), 'BadRequestException'],
    [
      'a header longer with its name',
      content({ Headers: [{ Name: 'X'.repeat(9), Value: 'x'.repeat(990) }] }),
      'BadRequestException',
    ],
    ['a header of its own', content({ Headers: [{ Name: 'bcc', Value: 'x@y.z' }] }), 'BadRequestException'],
    [
      'a header twice',
      content({
        Headers: [
          { Name: 'X', Value: '1' },
          { Name: 'x', Value: '2' },
        ],
      }),
      'BadRequestException',
    ],
    ['a tag with a colon', { EmailTags: [{ Name: 'nudge_of', Value: 'email:x' }] }, 'BadRequestException'],
    ['a long tag', { EmailTags: [{ Name: 'x', Value: 'x'.repeat(257) }] }, 'BadRequestException'],
    ['a configuration set that is not there', { ConfigurationSetName: 'nothing' }, 'NotFoundException'],
  ])('%s', async (_, over, name) => {
    const { ses, send } = await open()
    await expect(send(over)).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: name === 'NotFoundException' ? 404 : 400 },
    })
    expect(ses.emails()).toEqual([])
    expect(ses.calls()).toBe(1)
  })

  it('is refused for every sender while no identity is verified', async () => {
    const { send } = await open({ identities: () => [] })
    await expect(send()).rejects.toMatchObject({ name: 'MessageRejected' })
  })

  it('is taken from every sender when nothing is said of identities', async () => {
    const ses = await startSes({
      now: () => NOW,
      publish: async () => {},
      configurationSets: () => ({}),
      inboxPath: '',
    })
    opened.push(ses)
    const body = JSON.stringify({ ...request(), ConfigurationSetName: undefined, FromEmailAddress: 'a@b.c' })
    expect((await fetch(`${ses.url}/v2/email/outbound-emails`, { method: 'POST', body })).status).toBe(200)
  })
})
