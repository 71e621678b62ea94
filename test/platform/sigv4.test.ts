import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { describe, expect, it } from '@jest/globals'
import { AwsV4Signer } from 'aws4fetch'
import fc from 'fast-check'
import { encodeSegment, signedHeaders, type Unsigned } from '../../shared/platform/sigv4.ts'

const AT = new Date('2015-08-30T12:36:00Z')
const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const US = { region: 'us-east-1', service: 'service' }
const plain: Unsigned = { method: 'POST', host: 'example.amazonaws.com', path: '/', headers: {}, body: '' }

/** What another signer says of the same request. */
const byAws4fetch = async (
  { method, host, path, headers, body }: Unsigned,
  credentials: typeof KEYS & { sessionToken?: string },
  scope: typeof US,
): Promise<string | null> => {
  const all = { ...headers }
  const datetime = AT.toISOString().replace(/[:-]|\.\d{3}/g, '')
  const asked = { ...credentials, ...scope, method, url: `https://${host}${path}`, headers: all, datetime }
  const signer = new AwsV4Signer({ ...asked, body: body === '' ? null : body, allHeaders: true })
  return (await signer.sign()).headers.get('authorization')
}

const word = fc.stringMatching(/^[A-Za-z0-9+/=_-]{1,40}$/)
const text = fc.string({ unit: 'binary', maxLength: 300 })
const body = fc.oneof(text, fc.uint8Array({ maxLength: 300 }))
const credentials = fc.record(
  { accessKeyId: word, secretAccessKey: word, sessionToken: word },
  { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
)
const headers = fc.dictionary(
  fc.stringMatching(/^x-[a-z][a-z0-9-]{0,12}$/).filter((name) => !name.startsWith('x-amz')),
  fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/),
  { maxKeys: 4 },
)

describe('a signature', () => {
  it('is the one that AWS publishes for its own example', () => {
    expect(signedHeaders(plain, KEYS, US, AT).authorization).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, ' +
        'Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    )
  })

  it('is what another signer makes of the same request, whatever is in it', async () => {
    const scope = fc.record({
      region: fc.constantFrom('eu-central-1', 'us-east-1'),
      service: fc.constantFrom('sqs', 'events', 'ses'),
    })
    await fc.assert(
      fc.asyncProperty(credentials, scope, headers, body, async (keys, where, given, bytes) => {
        const request = { ...plain, path: '/v2/email/account', headers: given, body: bytes }
        expect(signedHeaders(request, keys, where, AT).authorization).toBe(await byAws4fetch(request, keys, where))
      }),
    )
  })

  it('holds for a name in S3 whatever characters it has, and for the bytes behind it', async () => {
    const s3 = { region: 'eu-central-1', service: 's3' }
    const name = fc.array(
      text.filter((part) => part.isWellFormed() && !/^\.{0,2}$/.test(part)),
      { minLength: 1, maxLength: 4 },
    )
    await fc.assert(
      fc.asyncProperty(name, body, async (parts, bytes) => {
        const request = { ...plain, method: 'PUT', path: `/${parts.map(encodeSegment).join('/')}`, body: bytes }
        const { authorization, 'x-amz-content-sha256': digest = '' } = signedHeaders(request, KEYS, s3, AT)
        const told = { ...request, headers: { 'x-amz-content-sha256': digest } }
        expect(authorization).toBe(await byAws4fetch(told, KEYS, s3))
      }),
    )
  })

  it('of a message is the one that the SDK sends it with', async () => {
    type Sent = { hostname: string; path: string; method: string; headers: Record<string, string>; body: string }
    const seen: Sent[] = []
    const requestHandler = {
      handle: async (request: Sent) => {
        seen.push(request)
        throw new Error('far enough')
      },
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
    }
    const client = new SQSClient({ region: 'eu-central-1', credentials: KEYS, maxAttempts: 1, requestHandler })
    await fc.assert(
      fc.asyncProperty(text, async (MessageBody) => {
        await client
          .send(new SendMessageCommand({ QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/1/q', MessageBody }))
          .catch(() => {})
        const sent = seen.at(-1)
        if (!sent) throw new Error('The SDK has sent nothing.')
        const theirs = sent.headers.authorization ?? ''
        const signed = /SignedHeaders=([^,]+)/.exec(theirs)?.[1]?.split(';') ?? []
        const rest = signed.filter((name) => name !== 'host' && name !== 'x-amz-date')
        const request: Unsigned = {
          ...{ method: sent.method, host: sent.hostname, path: sent.path, body: sent.body },
          headers: Object.fromEntries(rest.map((name) => [name, sent.headers[name] ?? ''])),
        }
        const time = (sent.headers['x-amz-date'] ?? '').replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5')
        const ours = signedHeaders(request, KEYS, { region: 'eu-central-1', service: 'sqs' }, new Date(time))
        expect(ours.authorization).toBe(theirs)
      }),
    )
  })

  it('is made with the day’s key, the Region’s and the secret’s, whichever was used before', async () => {
    const days = ['2026-11-20T23:59:59Z', '2026-11-21T00:00:00Z', '2026-11-20T23:59:59Z'].map((day) => new Date(day))
    const first = days.map((day) => signedHeaders(plain, KEYS, US, day).authorization)
    expect(first[0]).toBe(first[2])
    expect(first[0]).not.toBe(first[1])
    const other = { ...KEYS, secretAccessKey: 'another' }
    expect(signedHeaders(plain, other, US, AT).authorization).toBe(await byAws4fetch(plain, other, US))
    expect(signedHeaders(plain, KEYS, US, AT).authorization).toBe(await byAws4fetch(plain, KEYS, US))
  })
})
