import type { RequestListener } from 'node:http'
import type { Emulators } from '../emulators.ts'
import type { Functions } from '../lambda/functions.ts'
import { ACCOUNT, type World } from '../resources/world.ts'
import type { Chaos } from './chaos.ts'
import { cloudwatchBackend } from './cloudwatch-backend.ts'
import { eventsBackend } from './events-backend.ts'
import { firehoseBackend } from './firehose-backend.ts'
import { directBackend, httpBackend } from './forward.ts'
import { secretsBackend } from './secrets-backend.ts'
import { createGateway } from './server.ts'

const READS = /^(Get|Query|Scan|Describe|List|BatchGet|TransactGet)/

export type AwsOptions = {
  world: World
  emulators: Emulators
  functions: Functions
  chaos: Chaos
  /** A table may have changed. */
  onWrite: () => void
  onDenied: (label: string, why: string) => void
}

/** The AWS endpoint over the emulators. */
export const createAws = ({ world, emulators, functions, chaos, onWrite, onDenied }: AwsOptions): RequestListener => {
  const messaging = httpBackend(world.messaging.url)
  return createGateway({
    ledger: world.ledger,
    chaos,
    names: {
      region: world.region,
      account: ACCOUNT,
      secretArn: (id) => world.secrets.find(id)?.arn,
      sesIdentity: (address) => (world.sesIdentities.includes(address) ? address : (address.split('@')[1] ?? address)),
    },
    backends: {
      dynamodb: directBackend(emulators.dynamodb.handle),
      sqs: messaging,
      sns: messaging,
      s3: messaging,
      ses: httpBackend(emulators.ses.url),
      comprehend: httpBackend(emulators.comprehend.url),
      events: eventsBackend(world),
      firehose: firehoseBackend(world.firehose),
      monitoring: cloudwatchBackend(world.series),
      secretsmanager: secretsBackend(world.secrets),
    },
    callerOf: functions.callerOf,
    kill: functions.killByToken,
    onAnswer: (service, { headers }) => {
      const action = String(headers['x-amz-target']).split('.').pop() ?? ''
      if (service === 'dynamodb' && !READS.test(action)) onWrite()
    },
    onDenied,
  })
}
