import { httpBackend } from '../gateway/forward.ts'
import type { Logs } from '../logs.ts'
import type { World } from '../resources/world.ts'
import { createFirehose, type Firehose } from './streams.ts'

/** A Firehose that writes to the S3 here, as far as its roles may. */
export const firehoseOf = ({
  store,
  clock,
  ledger,
  messaging,
  logs,
}: Pick<World, 'store' | 'clock' | 'ledger' | 'messaging'> & { logs: Logs }): Firehose => {
  const s3 = httpBackend(messaging.url)
  return createFirehose({
    store,
    now: clock.now,
    putObject: async (bucket, key, body) => {
      const url = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`
      const { status } = await s3({ method: 'PUT', url, headers: {}, body })
      if (status !== 200) throw new Error(`S3 answered ${status} to an object of the archive.`)
    },
    denied: (roleArn, bucket, key) => {
      const role = ledger.role(roleArn)
      if (!role) return `Firehose has no role ${roleArn}`
      return ledger.check(role, { action: 's3:PutObject', resource: `arn:aws:s3:::${bucket}/${key}` })
    },
    warn: (message) => logs.warn('firehose', message),
  })
}
