import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { getSecretValue, sendMessage } from '../../shared/platform/aws.ts'
import { AwsCallError, AwsSilentError, callAws } from '../../shared/platform/aws-call.ts'

type Answer = (response: ServerResponse, request: IncomingMessage) => void
const taken: Answer = (response) => response.end('{"MessageId":"m"}')
const status =
  (code: number): Answer =>
  (response) =>
    response.writeHead(code).end('{"__type":"com.amazonaws.sqs#Busy"}')
const throttled: Answer = (response) =>
  response.writeHead(400).end('{"__type":"com.amazonaws.eventbridge#ThrottlingException"}')
const hangUp: Answer = (_, request) => request.socket.destroy()
const silence: Answer = () => {}
const UPGRADE = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: any\r\n\r\n'

let answers: Answer[]
let sockets: Set<Socket>
let calls: { socket: Socket; body: string }[]
let server: Server
let env: Record<string, string>

const envAt = (port: number): Record<string, string> => ({
  ...{ AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'eu-central-1' },
  AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
})

beforeEach(async () => {
  ;[answers, calls, sockets] = [[], [], new Set()]
  server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    calls.push({ socket: request.socket, body })
    ;(answers.shift() ?? taken)(response, request)
  })
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  env = envAt((server.address() as AddressInfo).port)
})
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
  jest.restoreAllMocks()
})

const send = () => sendMessage('https://sqs.example/1/queue', 'hello', env)
const account = (patience?: number) =>
  callAws({ call: 'ses:GetAccount', service: 'ses', url: env.AWS_ENDPOINT_URL ?? '', method: 'GET' }, env, patience)

describe('a call of AWS', () => {
  it('goes over the connection that the last one left', async () => {
    await send()
    await send()
    expect(calls[0]?.socket).toBe(calls[1]?.socket)
  })

  it.each([
    ['hangs up', hangUp],
    ['is overloaded', status(503)],
    ['asks for patience', status(429)],
    ['has too much to do, which its JSON protocols call a mistake of the caller', throttled],
    [
      'hangs up in the middle of its answer',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': 100 }).write('{"MessageId":')
        setImmediate(() => response.destroy())
      },
    ],
  ])('is made again, whole, when AWS %s', async (_, first: Answer) => {
    answers = [first, first]
    await send()
    expect(calls.map(({ body }) => JSON.parse(body).MessageBody)).toEqual(['hello', 'hello', 'hello'])
  })

  it('that finds its kept connections closed takes a new one', async () => {
    await Promise.all([send(), send(), send()])
    const kept = sockets.size
    answers = [hangUp]
    await send()
    expect(calls.at(-2)?.socket).not.toBe(calls.at(-1)?.socket)
    expect(sockets.size).toBe(kept + 1)
  })

  it('takes a new connection after a sleep that was longer than the function noticed', async () => {
    await account()
    answers = [silence]
    const woken = Date.now() + 6_000
    jest.spyOn(Date, 'now').mockImplementation(() => woken)
    await account(200).catch(() => undefined)
    expect(calls[0]?.socket).not.toBe(calls[1]?.socket)
    await new Promise(setImmediate)
    expect(calls[0]?.socket.destroyed).toBe(true)
  })

  it('says that AWS made nothing of it, and not what it said, when the answer is no JSON', async () => {
    answers = [(response) => response.end('{"SecretString":"hush')]
    await expect(getSecretValue('a', env)).rejects.toThrow(
      new AwsCallError('secretsmanager:GetSecretValue', 200, 'without JSON'),
    )
  })

  it('fails when AWS goes on hanging up, is overloaded for long, or says nothing of the message', async () => {
    answers = [hangUp, hangUp, hangUp]
    await expect(send()).rejects.toThrow(AwsSilentError)
    answers = [status(500), status(500), status(503)]
    await expect(send()).rejects.toMatchObject({ status: 503, code: 'Busy' })
    answers = [(response) => response.end('{}')]
    await expect(send()).rejects.toThrow(AwsCallError)
    answers = [(response) => response.end('<html>Welcome to this network</html>')]
    await expect(send()).rejects.toThrow(AwsCallError)
    expect(calls).toHaveLength(8)
  })

  it('is not made again when AWS refuses it', async () => {
    answers = [status(403)]
    await expect(send()).rejects.toThrow(new AwsCallError('sqs:SendMessage', 403, 'Busy'))
    expect(calls).toHaveLength(1)
  })

  it.each([
    ['never answers', silence],
    ['wants to go on in another protocol', (response: ServerResponse) => response.socket?.write(UPGRADE)],
    [
      'never ends its answer',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': 100 }).write('{')
      },
    ],
  ])('does not wait for ever, and not three times, when AWS %s', async (_, answer: Answer) => {
    answers = [answer, answer, answer]
    await expect(account(100)).rejects.toThrow('ses:GetAccount got no answer from AWS: its time is up.')
    expect(calls).toHaveLength(1)
  })

  it('says why nobody is there', async () => {
    const port = await new Promise<number>((known) => {
      const nobody = createTcpServer().listen(0, '127.0.0.1', () => {
        const { port } = nobody.address() as AddressInfo
        nobody.close(() => known(port))
      })
    })
    env = envAt(port)
    await expect(account()).rejects.toThrow(/^ses:GetAccount got no answer from AWS: .*ECONNREFUSED/)
    env = { ...env, AWS_ENDPOINT_URL: `http://localhost:${port}` }
    await expect(account()).rejects.toThrow(/ECONNREFUSED/)
  })
})
