import './support/help.ts'

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { BUILD, buildFunctions } from '../infra/build.ts'
import { githubIssueComment } from '../local/payloads/github.ts'
import { sign } from '../local/sign.ts'
import { doorToken } from '../shared/sources/door.ts'

/**
 * Processor time of the door under load over that of a bare HTTP server of Node that reads the same requests and answers
 * the same: two programs in turns, A B A B. The door is its bundle, as it is deployed, behind the same server; SQS and
 * Secrets Manager are a program of their own, which counts what comes.
 *
 *   npm run bench:door -- [deliveries, 100000] [rounds, 4]
 */

const SECRET = JSON.stringify({ current: 'doordoordoordoordoordoordoordoor' })
const AT_ONCE = 32

const bodyOf = async (from: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of from) chunks.push(chunk)
  return Buffer.concat(chunks)
}

type Handle = (request: IncomingMessage, body: Buffer) => Promise<{ status: number; body: string }>

/** Serves until the parent goes, and says when asked how much processor time it has had. */
const serve = async (handle: Handle): Promise<void> => {
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const { status, body } = await handle(request, await bodyOf(request))
    response
      .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
      .end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.send?.({ port: (server.address() as AddressInfo).port })
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.({ microseconds: user + system, counted: counted.size })
  })
}

/** The ids of what has come in, in the program that stands for AWS. */
const counted = new Set<string>()

const ROLES: Readonly<Record<string, () => Promise<void>>> = {
  bare: () => serve(async () => ({ status: 202, body: '{"id":"x"}' })),
  aws: () =>
    serve(async ({ headers }, body) => {
      if (headers['x-amz-target'] === 'secretsmanager.GetSecretValue')
        return { status: 200, body: JSON.stringify({ SecretString: SECRET }) }
      counted.add(JSON.parse(JSON.parse(body.toString()).MessageBody).id)
      return { status: 200, body: '{"MessageId":"m"}' }
    }),
  door: async () => {
    const { handler } = await import(join(BUILD, 'listen-door', 'index.mjs'))
    // Its log goes where Lambda would take it, at no cost of its own.
    process.stdout.write = () => true
    await serve(async ({ headers, url = '', method }, body) => {
      const [, , source, token] = url.split('/')
      const answer = await handler(
        {
          version: '2.0',
          routeKey: 'POST /hooks/{source}/{token}',
          rawPath: url,
          rawQueryString: '',
          headers,
          pathParameters: { source, token },
          requestContext: { http: { method, path: url } },
          body: body.toString('base64'),
          isBase64Encoded: true,
        },
        {},
      )
      return { status: answer.statusCode, body: answer.body }
    })
  },
}

const answerOf = async <T>(child: ChildProcess): Promise<T> => {
  const [message] = await once(child, 'message')
  return message as T
}

type Program = { child: ChildProcess; port: number }

const start = async (role: string, env: Record<string, string> = {}): Promise<Program> => {
  const child = fork(import.meta.filename, ['--role', role], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  return { child, ...(await answerOf<{ port: number }>(child)) }
}

const usage = async ({ child }: Program): Promise<{ microseconds: number; counted: number }> => {
  child.send('how much?')
  return await answerOf(child)
}

const frame = { action: 'created', repository: { id: 9, fullName: 'octo/tool' }, sender: { id: 101, login: 'mona' } }
const issue = {
  id: 3_001,
  number: 7,
  title: 'Export',
  body: 'Broken.',
  by: frame.sender,
  createdAt: '2026-11-20T10:00:00Z',
}

/** A signed comment of its own for each number. */
const delivery = (number: number): { headers: Record<string, string>; body: string } => {
  const comment = {
    id: number,
    body: `Mine too, number ${number}.`,
    by: frame.sender,
    createdAt: '2026-11-20T11:00:00Z',
  }
  const { headers, body } = githubIssueComment(issue, comment, frame)
  return { headers: { ...headers, ...sign('github', JSON.parse(SECRET).current, body, 0) }, body }
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
const path = `/hooks/code/${doorToken(SECRET)}`

const post = (port: number, { headers, body }: ReturnType<typeof delivery>): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request({ agent, host: '127.0.0.1', port, path, method: 'POST', headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.on('error', reject).end(body)
  })

/** Sends deliveries, so many at once. @returns how many were answered with 202 */
const load = async (port: number, from: number, to: number): Promise<number> => {
  let [next, accepted] = [from, 0]
  const lane = async (): Promise<void> => {
    while (next < to) if ((await post(port, delivery(next++))) === 202) accepted++
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return accepted
}

/** Microseconds of processor time per delivery. */
const cost = async (program: Program, from: number, to: number): Promise<{ each: number; accepted: number }> => {
  const before = await usage(program)
  const accepted = await load(program.port, from, to)
  return { each: ((await usage(program)).microseconds - before.microseconds) / (to - from), accepted }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

const measure = async (total: number, rounds: number): Promise<void> => {
  await buildFunctions()
  const aws = await start('aws')
  const door = await start('door', {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${aws.port}`,
    SOURCES: JSON.stringify({ code: { type: 'github', repositories: ['octo/*'] } }),
    SOURCE_SECRETS: JSON.stringify({ code: 'source/code' }),
    DELIVERIES_QUEUE_URL: `http://127.0.0.1:${aws.port}/1/deliveries`,
    ARCHIVE_BUCKET: 'archive',
  })
  const bare = await start('bare')
  try {
    const warm = 10_000
    await load(bare.port, 0, warm)
    const warmed = await load(door.port, 0, warm)
    const share = Math.ceil(total / rounds)
    const [ratios, doors]: [number[], number[]] = [[], []]
    let accepted = warmed
    for (let round = 0; round < rounds; round++) {
      const [from, to] = [warm + round * share, warm + Math.min(total, (round + 1) * share)]
      const b = await cost(bare, from, to)
      const a = await cost(door, from, to)
      accepted += a.accepted
      ratios.push(a.each / b.each)
      doors.push(a.each)
      process.stdout.write(
        `round ${round + 1}: door ${a.each.toFixed(0)} µs, bare server ${b.each.toFixed(0)} µs, ratio ${(a.each / b.each).toFixed(2)}\n`,
      )
    }
    const { counted: queued } = await usage(aws)
    process.stdout.write(
      `sent ${warm + total}, accepted ${accepted}, in the queue ${queued}, lost ${warm + total - queued}\n`,
    )
    process.stdout.write(
      `door ÷ bare server, processor time per delivery: ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})\n`,
    )
    if (queued !== warm + total || accepted !== queued) process.exitCode = 1
  } finally {
    for (const { child } of [aws, door, bare]) child.kill()
    agent.destroy()
  }
}

const [first, second] = process.argv.slice(2)
if (first === '--role') await ROLES[second ?? '']?.()
else await measure(Number(first ?? 100_000), Number(second ?? 4))
