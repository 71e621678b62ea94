import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sourceSecretName } from '../../infra/source-secret-name.ts'
import type { Work } from '../../local/cli/source/work.ts'
import type { Target } from '../../local/cli/target.ts'
import { createSecrets } from '../../local/gateway/secrets.ts'
import { openStore } from '../../local/state/store.ts'
import type { Sources } from '../../shared/domain/listen/source-settings.ts'
import { doorEvent, NOW, openDoor, SOURCES } from './door.ts'

/**
 * What the commands of `npm run source` work on, without a runner: the runner's Secrets Manager over HTTP, and the door's own
 * handler behind the addresses, which reads those secrets. Sources of every type.
 */

const read = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}

export type SourceWork = {
  work: Work
  door: ReturnType<typeof openDoor>
  /** What the next questions for a secret are answered with. */
  answers: string[]
  /** What was said and asked. */
  said: string[]
  /** How long was waited, in milliseconds. */
  waits: number[]
  secretOf(name: string): string
  /** Writes a secret as somebody else. */
  put(name: string, text: string): void
  /** Calls back before each write of a secret. */
  beforeMove(listener: () => void): void
  close(): void
}

const STAGE = 'prod'

export const openSourceWork = async (sources: Sources = SOURCES): Promise<SourceWork> => {
  const secrets = createSecrets(openStore(), { region: 'eu-central-1', account: '0' })
  for (const name of Object.keys(sources))
    secrets.declare(sourceSecretName(STAGE, name), {
      generate: { GenerateStringKey: 'current', PasswordLength: 32, ExcludePunctuation: true },
    })
  const textOf = (name: string): string => secrets.find(sourceSecretName(STAGE, name))?.value ?? ''
  const door = openDoor(sources, Object.fromEntries(Object.keys(sources).map((name) => [name, ''])))
  let move = (): void => {}

  const aws = async (action: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = JSON.parse(await read(request)) as Record<string, unknown>
    if (action === 'UpdateSecretVersionStage') move()
    const answer = secrets.call(action, body)
    response.writeHead(answer.status).end(JSON.stringify(answer.body))
  }
  const hook = async (path: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, , source = '', token = ''] = path.split('/')
    for (const name of Object.keys(sources)) door.secrets[name] = textOf(name)
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const { status, text } = await door.send(doorEvent(source, token, { headers, body: await read(request) }))
    response.writeHead(status).end(status === 204 ? undefined : text)
  }
  const server = createServer((request, response) => {
    const action = String(request.headers['x-amz-target'] ?? '')
      .split('.')
      .pop()
    const work = action ? aws(action, request, response) : hook(request.url ?? '', request, response)
    work.catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const target = {
    place: 'aws',
    stageName: STAGE,
    stage: { sources: { ...sources } },
    appUrl: url,
    env: { AWS_REGION: 'eu-central-1', AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
    now: async () => NOW,
  } as unknown as Target
  const [answers, said, waits]: [string[], string[], number[]] = [[], [], []]
  return {
    work: {
      target,
      say: (line) => void said.push(line),
      askSecret: async (question) => {
        said.push(question)
        return answers.shift() ?? ''
      },
      confirm: async (question) => {
        said.push(question)
        return answers.shift() === 'y'
      },
      now: () => new Date(NOW).toISOString(),
      wait: async (ms) => void waits.push(ms),
    },
    door,
    answers,
    said,
    waits,
    secretOf: textOf,
    put: (name, text) =>
      void secrets.call('PutSecretValue', { SecretId: sourceSecretName(STAGE, name), SecretString: text }),
    beforeMove: (listener) => {
      move = listener
    },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
