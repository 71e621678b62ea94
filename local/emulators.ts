import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from './clock.ts'
import { type Comprehend, startComprehend } from './comprehend/server.ts'
import { type DynamoDB, startDynamoDB } from './dynamodb/server.ts'
import { directBackend, httpBackend } from './gateway/forward.ts'
import { type Messaging, startMessaging } from './messaging/messaging.ts'
import { ACCOUNT, type World } from './resources/world.ts'
import { type Ses, startSes } from './ses/server.ts'

/** Where the inbox is mounted. */
export const INBOX_PATH = '/_local/inbox'

/** Everything that plays AWS here. */
export type Emulators = {
  dynamodb: DynamoDB
  comprehend: Comprehend
  messaging: Messaging
  ses: Ses
  /** A call of DynamoDB as its administrator. */
  dynamodbCall: World['dynamodb']
  close(): Promise<void>
}

/** The embedded DynamoDB refused a call of the runner's own. */
class EmulatorError extends Error {
  override name = 'EmulatorError'
}

const dynamodbCaller = (dynamodb: DynamoDB): World['dynamodb'] => {
  const backend = directBackend(dynamodb.handle)
  return async (action, body) => {
    const api = /Stream|Shard|GetRecords/.test(action) ? 'DynamoDBStreams_20120810' : 'DynamoDB_20120810'
    const headers = { 'x-amz-target': `${api}.${action}`, 'content-type': 'application/x-amz-json-1.0' }
    const answer = await backend({ method: 'POST', url: '/', headers, body: Buffer.from(JSON.stringify(body)) })
    const text = answer.body.toString('utf8')
    if (answer.status !== 200) throw new EmulatorError(`DynamoDB refused ${action}: ${text}`)
    return JSON.parse(text) as Record<string, unknown>
  }
}

const snsPublisher = (messaging: Messaging) => {
  const backend = httpBackend(messaging.url)
  return async (topicArn: string, message: string, attributes: Record<string, string> = {}): Promise<void> => {
    const form = new URLSearchParams({ Action: 'Publish', TopicArn: topicArn, Message: message })
    for (const [at, [name, value]] of Object.entries(attributes).entries()) {
      const entry = `MessageAttributes.entry.${at + 1}`
      form.set(`${entry}.Name`, name)
      form.set(`${entry}.Value.DataType`, 'String')
      form.set(`${entry}.Value.StringValue`, value)
    }
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await backend({ method: 'POST', url: '/', headers, body: Buffer.from(form.toString()) })
    if (answer.status !== 200) throw new EmulatorError(`SNS refused to publish: ${answer.body.toString('utf8')}`)
  }
}

const folder = (dataDir: string | undefined, name: string): { dir?: string } => {
  if (!dataDir) return {}
  const dir = join(dataDir, name)
  mkdirSync(dir, { recursive: true })
  return { dir }
}

export type EmulatorOptions = {
  /** In memory when absent. */
  dataDir: string | undefined
  region: string
  clock: Clock
  /** What SES knows comes from the template, which may be read later. */
  world: () => World | undefined
}

/** Starts every emulator on 127.0.0.1. */
export const startEmulators = async ({ dataDir, region, clock, world }: EmulatorOptions): Promise<Emulators> => {
  const [dynamodb, comprehend, messaging] = await Promise.all([
    startDynamoDB({ ...folder(dataDir, 'dynamodb'), now: clock.now, region, account: ACCOUNT }),
    startComprehend(),
    startMessaging({ ...folder(dataDir, 'messaging'), region }),
  ])
  const ses = await startSes({
    ...folder(dataDir, 'ses'),
    now: clock.now,
    publish: snsPublisher(messaging),
    configurationSets: () => world()?.configurationSets ?? {},
    identities: () => world()?.sesIdentities ?? [],
    inboxPath: INBOX_PATH,
  })
  return {
    dynamodb,
    comprehend,
    messaging,
    ses,
    dynamodbCall: dynamodbCaller(dynamodb),
    close: async () => {
      await Promise.allSettled([ses.close(), comprehend.close(), messaging.close(), dynamodb.close()])
    },
  }
}
