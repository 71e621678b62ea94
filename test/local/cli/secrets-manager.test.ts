import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { readSecret, replaceSecret, SecretChangedError } from '../../../local/cli/secrets-manager.ts'
import { createSecrets, type Secrets } from '../../../local/gateway/secrets.ts'
import { openStore } from '../../../local/state/store.ts'
import { AwsCallError } from '../../../shared/platform/aws-call.ts'

let secrets: Secrets
let denied = ''
/** What AWS does, and then hangs up instead of saying so, once. */
let unsaid = ''
const seen: { action: string; body: Record<string, unknown>; auth: string }[] = []
const server = createServer(async (request, response) => {
  let text = ''
  for await (const part of request) text += String(part)
  const action = String(request.headers['x-amz-target']).split('.').pop() ?? ''
  const body = JSON.parse(text) as Record<string, unknown>
  seen.push({ action, body, auth: String(request.headers.authorization) })
  const answer =
    action === denied ? { status: 400, body: { __type: 'AccessDeniedException' } } : secrets.call(action, body)
  if (action === unsaid) {
    unsaid = ''
    request.socket.destroy()
  } else response.writeHead(answer.status).end(JSON.stringify(answer.body))
})
let env: Record<string, string>

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  env = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
  }
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})
beforeEach(() => {
  secrets = createSecrets(openStore(), { region: 'eu-central-1', account: '0' })
  secrets.declare('a', { value: 'one' })
  seen.length = 0
  denied = ''
})

const read = async () => {
  const secret = await readSecret('a', env)
  if (!secret) throw new Error('The secret is gone')
  return secret
}

describe('a secret', () => {
  it('is read with its version, signed for its service and Region', async () => {
    expect(await read()).toEqual({ text: 'one', version: expect.stringMatching(/^[\w-]{36}$/) })
    expect(seen[0]?.auth).toContain('/eu-central-1/secretsmanager/aws4_request')
    expect(await readSecret('b', env)).toBeUndefined()
  })

  it('is replaced by way of a version that waits, and the label moves from the one that was read', async () => {
    const before = await read()
    await replaceSecret('a', before, 'two', env)
    expect((await read()).text).toBe('two')
    expect(seen.map(({ action }) => action)).toEqual([
      'GetSecretValue',
      'PutSecretValue',
      'UpdateSecretVersionStage',
      'GetSecretValue',
    ])
    expect(seen[1]?.body).toMatchObject({ VersionStages: ['AWSPENDING'] })
    expect(seen[2]?.body).toMatchObject({ RemoveFromVersionId: before.version })
  })

  it('is not replaced by what it is already', async () => {
    await replaceSecret('a', await read(), 'one', env)
    expect(seen.map(({ action }) => action)).toEqual(['GetSecretValue'])
  })

  it('is left alone when it was changed since it was read', async () => {
    const before = await read()
    secrets.call('PutSecretValue', { SecretId: 'a', SecretString: 'theirs' })
    await expect(replaceSecret('a', before, 'mine', env)).rejects.toThrow(SecretChangedError)
    expect((await read()).text).toBe('theirs')
  })

  it.each(['PutSecretValue', 'UpdateSecretVersionStage'])(
    'is ours when AWS did as it was told by %s, but could not say so before it was told again',
    async (action) => {
      const before = await read()
      unsaid = action
      await replaceSecret('a', before, 'mine', env)
      expect(seen.filter((call) => call.action === action)).toHaveLength(2)
      expect((await read()).text).toBe('mine')
    },
  )

  it('stays what it was when the label may not be moved, and AWS’s own reason is told', async () => {
    const before = await read()
    denied = 'UpdateSecretVersionStage'
    const refused = replaceSecret('a', before, 'mine', env)
    await expect(refused).rejects.toThrow(AwsCallError)
    await expect(refused).rejects.toMatchObject({ code: 'AccessDeniedException' })
    expect((await read()).text).toBe('one')
  })
})
