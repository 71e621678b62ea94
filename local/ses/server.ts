import { randomUUID } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { eventJson, fateOf } from './events.ts'
import { inboxHandler } from './inbox.ts'
import { type Email, type Mailbox, type MailEvent, type MailEventType, openMailbox } from './mailbox.ts'
import { type Refusal, refusalOf, type SendEmailRequest } from './validate.ts'

const plain = (status: number, code: string, message: string): Refusal => ({ status, code, message })

/** Ways in which the real SES fails. `accept` says that the email went out all the same. */
const FAULTS = {
  'accept-then-reset': { accept: true, answer: 'reset' },
  'accept-then-500': { accept: true, answer: plain(500, 'InternalServiceError', 'An internal error occurred.') },
  'accept-then-hang': { accept: true, answer: 'hang' },
  reset: { accept: false, answer: 'reset' },
  hang: { accept: false, answer: 'hang' },
  '500': { accept: false, answer: plain(500, 'InternalServiceError', 'An internal error occurred.') },
  '503': { accept: false, answer: plain(503, 'ServiceUnavailable', 'Service unavailable.') },
  '403': {
    accept: false,
    answer: plain(403, 'AccessDeniedException', 'You are not authorized to perform ses:SendEmail.'),
  },
  throttle: { accept: false, answer: plain(429, 'TooManyRequestsException', 'Maximum sending rate exceeded.') },
  'daily-quota': { accept: false, answer: plain(429, 'TooManyRequestsException', 'Daily message quota exceeded.') },
  rejected: { accept: false, answer: plain(400, 'MessageRejected', 'The message contains a virus.') },
  'bad-request': { accept: false, answer: plain(400, 'BadRequestException', 'The input you provided is invalid.') },
  paused: { accept: false, answer: plain(400, 'SendingPausedException', 'Sending is paused for this account.') },
  suspended: { accept: false, answer: plain(400, 'AccountSuspendedException', 'The account is suspended.') },
  'mail-from': {
    accept: false,
    answer: plain(400, 'MailFromDomainNotVerifiedException', 'MAIL FROM is not verified.'),
  },
} as const satisfies Record<string, { accept: boolean; answer: 'reset' | 'hang' | Refusal }>
export type Fault = keyof typeof FAULTS
export const isFault = (name: unknown): name is Fault => typeof name === 'string' && Object.hasOwn(FAULTS, name)

export type SesOptions = {
  /** Where the emails are kept; without it in memory. */
  dir?: string
  /** Milliseconds since the epoch, by the runner's clock. */
  now: () => number
  /** Publishes a message to an SNS topic. */
  publish: (topicArn: string, message: string, attributes?: Record<string, string>) => Promise<void>
  /** Configuration sets by name, with the topics and the events (`send`, `delivery`, ...) of their destinations. */
  configurationSets: () => Record<string, { topicArns: string[]; events: string[] }>
  /** Verified identities: domains and addresses. Left out: every sender is taken. */
  identities?: () => readonly string[]
  /** The path that the inbox is served under, such as `/_local/inbox`. */
  inboxPath: string
  /** 0 or left out: any free port. */
  port?: number
}

export type Ses = {
  /** The base URL of the API. */
  url: string
  /** Serves the web inbox; mount it under `inboxPath`. */
  inbox: (request: http.IncomingMessage, response: http.ServerResponse) => void
  emails: () => Email[]
  /** The next `times` calls of SendEmail fail in this way. */
  fail: (fault: Fault, times?: number) => void
  /** Asked at every call of SendEmail that no `fail` is waiting for; undefined ends it. */
  failWhen: (choose: (() => Fault | undefined) | undefined) => void
  /** How many times SendEmail was called, failed ones included. */
  calls: () => number
  /** Resolves when every event has been handed to `publish`. */
  idle: () => Promise<void>
  close: () => Promise<void>
}

const readBody = async (request: http.IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

const answer = (response: http.ServerResponse, status: number, body: unknown, code?: string): void => {
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-amzn-requestid': randomUUID(),
    ...(code ? { 'x-amzn-errortype': code } : {}),
  })
  response.end(JSON.stringify(body))
}

const refuse = (response: http.ServerResponse, { status, code, message }: Refusal): void =>
  answer(response, status, { message }, code)

const encodedSubject = (subject: string): string =>
  /^[\x20-\x7e]*$/.test(subject) ? subject : `=?UTF-8?B?${Buffer.from(subject).toString('base64')}?=`

/** The email that SES makes of a request that it takes, with the headers it writes itself. */
const emailOf = (request: SendEmailRequest, at: number): Email => {
  const id = `${at.toString(16).padStart(16, '0')}-${randomUUID()}-000000`
  const { Subject, Body, Headers = [] } = request.Content?.Simple ?? {}
  const from = request.FromEmailAddress ?? ''
  const to = request.Destination?.ToAddresses ?? []
  const subject = Subject?.Data ?? ''
  return {
    id,
    at: new Date(at).toISOString(),
    to,
    from,
    subject,
    headers: {
      From: from,
      To: to.join(', '),
      Subject: encodedSubject(subject),
      Date: new Date(at).toUTCString().replace('GMT', '+0000'),
      'Message-ID': `<${id}@email.amazonses.com>`,
      'MIME-Version': '1.0',
      'Content-Type': 'multipart/alternative; charset="UTF-8"',
      ...Object.fromEntries(Headers.map(({ Name = '', Value = '' }) => [Name, Value])),
    },
    html: Body?.Html?.Data ?? '',
    text: Body?.Text?.Data ?? '',
    tags: Object.fromEntries((request.EmailTags ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
    ...(request.ConfigurationSetName ? { configurationSet: request.ConfigurationSetName } : {}),
    events: [],
  }
}

const plainName = (type: string): string => type.replace(/[^a-z]/gi, '').toLowerCase()

/** Hands the events of emails to the topics of their configuration sets, in order, again and again until it works. */
const startPublisher = (mailbox: Mailbox, { publish, configurationSets }: SesOptions) => {
  let queue = Promise.resolve()
  let closed = false
  const once = async (email: Email, event: MailEvent): Promise<void> => {
    const set = configurationSets()[email.configurationSet ?? '']
    const wanted = set?.events.some((type) => plainName(type) === plainName(event.type)) ?? false
    for (const topic of wanted && set ? set.topicArns : []) await publish(topic, eventJson(email, event))
    mailbox.markPublished(email.id, event.id)
  }
  const persist = async (email: Email, event: MailEvent): Promise<void> => {
    for (let failed = 0; !closed; failed++) {
      try {
        return await once(email, event)
      } catch {
        await new Promise((wake) => setTimeout(wake, Math.min(5_000, 50 * 2 ** failed)).unref())
      }
    }
  }
  const enqueue = (email: Email, event: MailEvent): void => {
    queue = queue.then(() => persist(email, event))
  }
  for (const email of mailbox.all().reverse()) {
    for (const event of email.events) if (!event.published) enqueue(email, event)
  }
  return {
    enqueue,
    idle: () => queue,
    close: () => {
      closed = true
    },
  }
}

/** SES v2 on this machine: takes emails, keeps them, publishes their events, and shows them in a web inbox. */
export const startSes = async (options: SesOptions): Promise<Ses> => {
  const mailbox = openMailbox(options.dir)
  const publisher = startPublisher(mailbox, options)
  const planned: Fault[] = []
  let choose: (() => Fault | undefined) | undefined
  let calls = 0

  const happen = (email: Email, type: MailEventType, sub?: 'Permanent' | 'Transient'): void => {
    const event = { id: randomUUID(), type, at: new Date(options.now()).toISOString(), ...(sub ? { sub } : {}) }
    mailbox.addEvent(email.id, event)
    publisher.enqueue(email, event)
  }

  const accept = (request: SendEmailRequest): string => {
    const email = emailOf(request, options.now())
    mailbox.add(email)
    for (const { type, sub } of fateOf(email.to[0] ?? '')) happen(email, type, sub)
    return email.id
  }

  const fault = (response: http.ServerResponse, name: Fault, request: SendEmailRequest): void => {
    const { accept: accepted, answer: how } = FAULTS[name]
    if (accepted) accept(request)
    if (how === 'reset') response.socket?.resetAndDestroy()
    else if (how !== 'hang') refuse(response, how)
  }

  const sendEmail = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    calls++
    let body: SendEmailRequest
    try {
      body = JSON.parse(await readBody(request)) as SendEmailRequest
    } catch {
      return refuse(response, plain(400, 'SerializationException', 'The body is not JSON.'))
    }
    const refusal = refusalOf(body, {
      identities: options.identities?.(),
      configurationSets: new Set(Object.keys(options.configurationSets())),
    })
    const wrong = planned.shift() ?? choose?.()
    if (wrong) return fault(response, wrong, body)
    if (refusal) return refuse(response, refusal)
    answer(response, 200, { MessageId: accept(body) })
  }

  const account = (response: http.ServerResponse): void => {
    const dayAgo = new Date(options.now() - 86_400_000).toISOString()
    answer(response, 200, {
      SendQuota: {
        Max24HourSend: 50_000,
        MaxSendRate: 14,
        SentLast24Hours: mailbox.all().filter(({ at }) => at > dayAgo).length,
      },
      SendingEnabled: true,
      ProductionAccessEnabled: true,
      EnforcementStatus: 'HEALTHY',
      SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    })
  }

  const routes: Record<string, (request: http.IncomingMessage, response: http.ServerResponse) => void> = {
    'POST /v2/email/outbound-emails': (request, response) => void sendEmail(request, response),
    'GET /v2/email/account': (_, response) => account(response),
  }
  const server = http.createServer((request, response) => {
    const route = routes[`${request.method} ${(request.url ?? '').split('?')[0]}`]
    if (route) route(request, response)
    else refuse(response, plain(404, 'UnknownOperationException', 'The local SES has SendEmail and GetAccount only.'))
  })
  await new Promise<void>((ready, failed) => {
    server.once('error', failed)
    server.listen(options.port ?? 0, '127.0.0.1', ready)
  })

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    inbox: inboxHandler(mailbox, options.inboxPath, happen),
    emails: () => mailbox.all(),
    fail: (name, times = 1) => void planned.push(...Array<Fault>(times).fill(name)),
    failWhen: (next) => {
      choose = next
    },
    calls: () => calls,
    idle: () => publisher.idle(),
    close: async () => {
      publisher.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
