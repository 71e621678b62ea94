import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { type Api, apiOf } from '../../local/cli/api.ts'
import { type LocalFile, readLocalFile } from '../../local/cli/local-file.ts'
import { type Runner, runnerOf } from '../../local/demo/runner.ts'
import type { Fault } from '../../local/ses/server.ts'
import { synthesize } from '../../local/synth.ts'
import { onceInARun } from './once.ts'

/** A whole Earshot for a test: started as a user starts it, in a process and a data folder of its own. */

export const ROOT = join(import.meta.dirname, '../..')
/** Where each suite leaves which grants it has used; `npm test` reports on all of them in the end. Somewhere else by the variable. */
export const GRANTS = process.env.EARSHOT_GRANTS ?? join(ROOT, 'cdk.out', 'grants')

/** What a function was allowed, used, or was denied. */
export type Grant = { function: string; action: string; resource: string }
export type Iam = { used: Grant[]; denied: (Grant & { why: string })[]; neverUsed: Grant[] }

export type Earshot = {
  local: LocalFile
  data: string
  api: Api
  runner: Runner
  /** The URL of one of the runner's own pages. */
  own(path: string): string
  iam(): Promise<Iam>
  /** Kills functions (all, or some) between their external calls with these odds; `{}` ends it. */
  chaos(kill: { before?: number; after?: number; seed?: number; functions?: string[] }): Promise<void>
  /** Has the next email fail in one of the ways of SES. */
  failNextEmail(fault: Fault): Promise<void>
  log(): string
  /** Ends it as Ctrl-C does, notes its grants, forgets its data. @returns milliseconds it took */
  stop(): Promise<number>
  /** Ends it as a power cut does, and starts it again on the same data; `between` sees the data while nothing runs. */
  crashAndRestart(between?: (data: string) => void | Promise<void>): Promise<void>
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((answer) => {
    const server = createServer()
    server.once('error', () => answer(false))
    server.listen(port, '127.0.0.1', () => server.close(() => answer(true)))
  })

const freePorts = async (): Promise<number> => {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    if ((await isFree(port)) && (await isFree(port + 1))) return port
  }
}

/** All suites of one test run share one synthesis. */
const sharedAssembly = (): Promise<string> => onceInARun('cdk.out', synthesize)

type Running = { child: ChildProcess; log: () => string }

const launch = async (port: number, data: string, assembly: string): Promise<Running> => {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(ROOT, 'local/main.ts'),
      ...['--port', String(port), '--data', data, '--assembly', assembly],
    ],
    { cwd: ROOT, env: { ...process.env, NO_COLOR: '1' } },
  )
  let text = ''
  await new Promise<void>((ready, fail) => {
    const look = (chunk: unknown): void => {
      text = (text + String(chunk)).slice(-200_000)
      if (/\bready\b/.test(text)) ready()
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    child.once('close', (code) => fail(new Error(`The runner ended with ${code}:\n${text}`)))
  })
  return { child, log: () => text }
}

const end = (child: ChildProcess, signal: NodeJS.Signals): Promise<void> =>
  new Promise((done) => {
    child.once('close', () => done())
    child.kill(signal)
  })

/**
 * @param suite under which name its used grants are noted
 * @param options.assembly a cloud assembly of other settings than the local stage's own: `synthesizeWith`
 * @param options.twinOf a folder with an Earshot's state, stopped, to start from: the same secrets, so the same ids
 */
export const startEarshot = async (
  suite: string,
  { twinOf, assembly: given }: { twinOf?: string; assembly?: string } = {},
): Promise<Earshot> => {
  const data = mkdtempSync(join(tmpdir(), `earshot-${suite}-`))
  if (twinOf) cpSync(twinOf, data, { recursive: true })
  const assembly = given ?? (await sharedAssembly())
  const port = await freePorts()
  let running = await launch(port, data, assembly)
  const local = readLocalFile(data)
  const own = (path: string): string => `${local.app}/_local/${path}`
  const iam = async (): Promise<Iam> => (await (await fetch(own('iam'))).json()) as Iam
  let runs = 0
  const noteGrants = async (): Promise<void> => {
    mkdirSync(GRANTS, { recursive: true })
    writeFileSync(join(GRANTS, `${suite}-${++runs}.json`), JSON.stringify(await iam()))
  }
  return {
    local,
    data,
    api: apiOf(local.app, local.token),
    runner: runnerOf(local),
    own,
    iam,
    chaos: async (kill) => {
      await fetch(own('chaos'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(Object.keys(kill).length > 0 ? { kill } : {}),
      })
    },
    failNextEmail: async (ses) => {
      await fetch(own('chaos'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ses }),
      })
    },
    log: () => running.log(),
    stop: async () => {
      await noteGrants()
      const from = performance.now()
      await end(running.child, 'SIGTERM')
      const took = performance.now() - from
      rmSync(data, { recursive: true, force: true })
      return took
    },
    crashAndRestart: async (between) => {
      await noteGrants()
      await end(running.child, 'SIGKILL')
      await between?.(data)
      running = await launch(port, data, assembly)
    },
  }
}

/** The dead-letter queues that are not empty. */
export const deadLetters = async ({ own }: Earshot): Promise<string[]> => {
  const { queues } = (await (await fetch(own('state'))).json()) as { queues: Record<string, { visible: number }> }
  const dead = Object.entries(queues).filter(([name]) => /dead/i.test(name))
  if (dead.length === 0) throw new Error('The runner knows no dead-letter queue; has its state another shape now?')
  return dead.filter(([, { visible }]) => visible > 0).map(([name]) => name)
}

const admin = ({ local }: Earshot): SQSClient =>
  new SQSClient({
    endpoint: local.aws,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })

/** Gives dead letters back to the queue that they came from, as an operator does once the cause is gone. @returns how many */
export const redrive = async (earshot: Earshot): Promise<number> => {
  const sqs = admin(earshot)
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}))
  let moved = 0
  for (const source of QueueUrls) {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: source, AttributeNames: ['RedrivePolicy'] }),
    )
    const arn: string | undefined = JSON.parse(Attributes?.RedrivePolicy ?? '{}').deadLetterTargetArn
    const QueueUrl = QueueUrls.find((url) => url.split('/').at(-1) === arn?.split(':').at(-1))
    for (;;) {
      if (!QueueUrl) break
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))
      if (Messages.length === 0) break
      for (const { Body, ReceiptHandle } of Messages) {
        await sqs.send(new SendMessageCommand({ QueueUrl: source, MessageBody: Body }))
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
        moved++
      }
    }
  }
  sqs.destroy()
  return moved
}
