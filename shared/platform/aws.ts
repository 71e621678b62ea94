import { AwsCallError, callAws, callJson, type Env, endpoint, type JsonService } from './aws-call.ts'
import { encodeSegment } from './sigv4.ts'

/** The AWS calls that go through the small signer, one function each. */

const SECRETS: JsonService = { service: 'secretsmanager', name: 'Secrets Manager', target: 'secretsmanager' }
const FIREHOSE: JsonService = { service: 'firehose', name: 'Firehose', target: 'Firehose_20150804' }
const CLOUDWATCH: JsonService = {
  service: 'monitoring',
  name: 'CloudWatch',
  target: 'GraniteServiceVersion20100801',
  version: '1.0',
}

/** The host of a queue's URL is the one to call. */
const sqsAt = (queueUrl: string): JsonService => ({
  service: 'sqs',
  name: 'SQS',
  target: 'AmazonSQS',
  version: '1.0',
  url: `${new URL(queueUrl).origin}/`,
})

/** @returns the text of a secret's current version */
export const getSecretValue = async (secretId: string, env: Env = process.env): Promise<string> => {
  const answer = await callJson('secretsmanager:GetSecretValue', SECRETS, { SecretId: secretId }, env)
  return (answer as { SecretString: string }).SecretString
}

/**
 * Puts a message into a queue. Returns only when SQS says that it has it.
 * @param queueUrl the queue's URL; its host is called unless `AWS_ENDPOINT_URL_SQS` or `AWS_ENDPOINT_URL` is set
 */
export const sendMessage = async (queueUrl: string, body: string, env: Env = process.env): Promise<void> => {
  const message = { QueueUrl: queueUrl, MessageBody: body }
  const answer = (await callJson('sqs:SendMessage', sqsAt(queueUrl), message, env)) as { MessageId?: string }
  if (!answer.MessageId) throw new AwsCallError('sqs:SendMessage', 200, 'without a message id')
}

/**
 * Hands records to Firehose in one call: at most 500, 1,000 KiB each, 4 MiB together as base64.
 * @returns for each record undefined when Firehose has it, else the code of why it does not
 */
export const putRecords = async (
  stream: string,
  records: readonly string[],
  env: Env = process.env,
): Promise<(string | undefined)[]> => {
  const Records = records.map((text) => ({ Data: Buffer.from(text).toString('base64') }))
  const answer = await callJson('firehose:PutRecordBatch', FIREHOSE, { DeliveryStreamName: stream, Records }, env)
  const { RequestResponses } = answer as { RequestResponses: { ErrorCode?: string }[] }
  // A record that the answer says nothing of may be lost.
  return records.map((_, at) => {
    const one = RequestResponses[at]
    return one ? one.ErrorCode : 'Unanswered'
  })
}

/** A metric in the namespace `Earshot`. */
export type MetricName = { name: string; dimensions: Readonly<Record<string, string>> }

/** CloudWatch answers this many metrics in one call. */
const METRICS = 500

type MetricsAnswer = {
  NextToken?: string
  MetricDataResults: { Id: string; Timestamps?: number[]; Values?: number[] }[]
}

const sumsOf = async (metrics: readonly MetricName[], range: MetricRange, env: Env): Promise<Map<number, number>[]> => {
  const sums = metrics.map(() => new Map<number, number>())
  const queries = metrics.map(({ name: MetricName, dimensions }, at) => {
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
    const Metric = { Namespace: 'Earshot', MetricName, Dimensions }
    return { Id: `m${at}`, MetricStat: { Metric, Period: range.period, Stat: 'Sum' } }
  })
  for (let NextToken: string | undefined, more = true; more; more = NextToken !== undefined) {
    const asked = {
      StartTime: range.from / 1_000,
      EndTime: range.to / 1_000,
      MetricDataQueries: queries,
      ...(NextToken === undefined ? {} : { NextToken }),
    }
    const answer = (await callJson('cloudwatch:GetMetricData', CLOUDWATCH, asked, env)) as MetricsAnswer
    NextToken = answer.NextToken
    for (const { Id, Timestamps = [], Values = [] } of answer.MetricDataResults)
      for (const [at, seconds] of Timestamps.entries()) sums[Number(Id.slice(1))]?.set(seconds * 1_000, Values[at] ?? 0)
  }
  return sums
}

/** From when to when, in milliseconds since the epoch, and the length of a period in seconds (a multiple of 60). */
export type MetricRange = { from: number; to: number; period: number }

/**
 * Sums of metrics from CloudWatch, by period.
 * @returns for each metric, the sums of those periods that have any, by the periods' starts
 */
export const metricSums = async (
  metrics: readonly MetricName[],
  range: MetricRange,
  env: Env = process.env,
): Promise<Map<number, number>[]> => {
  const all: Map<number, number>[] = []
  for (let at = 0; at < metrics.length; at += METRICS)
    all.push(...(await sumsOf(metrics.slice(at, at + METRICS), range, env)))
  return all
}

/** SQS takes this many messages in one call, and this many bytes in all of them together. */
const BATCH = { messages: 10, bytes: 1_000_000 } as const

const batchesOf = (bodies: readonly string[]): string[][] => {
  const batches: string[][] = []
  let bytes = 0
  for (const body of bodies) {
    const size = Buffer.byteLength(body)
    const last = batches.at(-1)
    if (last && last.length < BATCH.messages && bytes + size <= BATCH.bytes) {
      last.push(body)
      bytes += size
    } else {
      batches.push([body])
      bytes = size
    }
  }
  return batches
}

/** @returns the bodies that SQS does not say it has, and its word for why */
const sendBatch = async (queueUrl: string, bodies: readonly string[], env: Env) => {
  const Entries = bodies.map((MessageBody, at) => ({ Id: String(at), MessageBody }))
  const answer = await callJson('sqs:SendMessageBatch', sqsAt(queueUrl), { QueueUrl: queueUrl, Entries }, env)
  const { Successful = [], Failed } = answer as { Successful?: { Id: string }[]; Failed?: { Code?: string }[] }
  const taken = new Set(Successful.map(({ Id }) => Id))
  return { left: bodies.filter((_, at) => !taken.has(String(at))), code: Failed?.[0]?.Code ?? 'Unanswered' }
}

/**
 * Puts messages into a queue, ten a call. Returns only when SQS says that it has every one; what it left out of a call is
 * sent again.
 * @param queueUrl the queue's URL; its host is called unless `AWS_ENDPOINT_URL_SQS` or `AWS_ENDPOINT_URL` is set
 * @throws AwsCallError when some are still left out after three calls; the others are in the queue
 */
export const sendMessages = async (
  queueUrl: string,
  bodies: readonly string[],
  env: Env = process.env,
): Promise<void> => {
  for (const batch of batchesOf(bodies)) {
    let sent = await sendBatch(queueUrl, batch, env)
    for (let again = 0; sent.left.length > 0 && again < 2; again++) sent = await sendBatch(queueUrl, sent.left, env)
    if (sent.left.length > 0) throw new AwsCallError('sqs:SendMessageBatch', 200, sent.code)
  }
}

/**
 * Accepts a subscription of SNS, in the topic's own Region; who wants to end it then has to be allowed to.
 * @param token what SNS sent to the address that is to be subscribed
 */
export const confirmSubscription = async (topicArn: string, token: string, env: Env = process.env): Promise<void> => {
  const [, partition = '', , region = ''] = topicArn.split(':')
  const host = `sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`
  const form = { TopicArn: topicArn, Token: token, AuthenticateOnUnsubscribe: 'true' }
  await callAws(
    {
      call: 'sns:ConfirmSubscription',
      service: 'sns',
      url: endpoint('SNS', env, `https://${host}/`),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ Action: 'ConfirmSubscription', Version: '2010-03-31', ...form }).toString(),
    },
    { ...env, AWS_REGION: region },
  )
}

const objectUrl = (bucket: string, key: string, env: Env): string => {
  const region = env.AWS_REGION ?? 'us-east-1'
  const local = endpoint('S3', env, '')
  const path = key.split('/').map(encodeSegment).join('/')
  return local
    ? `${local.replace(/\/$/, '')}/${bucket}/${path}`
    : `https://${bucket}.s3.${region}.amazonaws.com/${path}`
}

/** Puts an object into a bucket. */
export const putObject = async (
  bucket: string,
  key: string,
  body: Uint8Array,
  env: Env = process.env,
): Promise<void> => {
  await callAws({ call: 's3:PutObject', service: 's3', url: objectUrl(bucket, key, env), method: 'PUT', body }, env)
}

/** @returns the bytes of an object */
export const getObject = (bucket: string, key: string, env: Env = process.env): Promise<Buffer> =>
  callAws({ call: 's3:GetObject', service: 's3', url: objectUrl(bucket, key, env), method: 'GET' }, env)

/** What SES may be asked of an account, as GetAccount of its API v2 answers. */
type AccountAnswer = {
  SendQuota?: { Max24HourSend?: number; MaxSendRate?: number; SentLast24Hours?: number }
  SendingEnabled?: boolean
  ProductionAccessEnabled?: boolean
  EnforcementStatus?: string
}

/** What the account may send in this Region, and whether SES takes emails of it at all. */
export const getSendingAccount = async (env: Env = process.env) => {
  const standard = `https://email.${env.AWS_REGION ?? 'us-east-1'}.amazonaws.com`
  const base = endpoint('SESv2', env, standard).replace(/\/+$/, '')
  const url = `${base}/v2/email/account`
  const account = await callAws({ call: 'ses:GetAccount', service: 'ses', url, method: 'GET' }, env)
  const answer = JSON.parse(account.toString()) as AccountAnswer
  const { Max24HourSend = -1, MaxSendRate = 1, SentLast24Hours = 0 } = answer.SendQuota ?? {}
  return {
    perDay: Max24HourSend,
    perSecond: MaxSendRate,
    sentToday: SentLast24Hours,
    enabled: answer.SendingEnabled !== false,
    production: answer.ProductionAccessEnabled === true,
    enforcement: answer.EnforcementStatus ?? 'HEALTHY',
  }
}
