import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'

/** What SES says of an email over time. */
export type MailEventType = 'Send' | 'Delivery' | 'Bounce' | 'Complaint' | 'Reject' | 'DeliveryDelay'
/** `sub` is the kind of bounce or complaint; `published` says that the topics have it. */
export type MailEvent = {
  id: string
  type: MailEventType
  at: string
  sub?: 'Permanent' | 'Transient'
  published?: boolean
}

/** An email as SES took it. Header names as sent; every header occurs once. */
export type Email = {
  id: string
  at: string
  to: string[]
  from: string
  subject: string
  headers: Record<string, string>
  html: string
  text: string
  tags: Record<string, string>
  configurationSet?: string
  events: MailEvent[]
}

type Line =
  | { kind: 'email'; email: Email }
  | { kind: 'event'; email: string; event: MailEvent }
  | { kind: 'published'; email: string; event: string }
  | { kind: 'cleared' }

/** The emails, newest first, in memory and in an append-only file of JSON lines that survives a `kill -9`. */
export type Mailbox = {
  all(): Email[]
  get(id: string): Email | undefined
  add(email: Email): void
  addEvent(emailId: string, event: MailEvent): void
  markPublished(emailId: string, eventId: string): void
  clear(): void
}

const replay = (emails: Map<string, Email>, line: Line): void => {
  if (line.kind === 'email') emails.set(line.email.id, line.email)
  else if (line.kind === 'cleared') emails.clear()
  else if (line.kind === 'event') emails.get(line.email)?.events.push(line.event)
  else {
    const event = emails.get(line.email)?.events.find(({ id }) => id === line.event)
    if (event) event.published = true
  }
}

/** A process that dies while it writes leaves half a line at the end: that line was never answered, so it is cut off. */
const load = (file: string): Map<string, Email> => {
  const emails = new Map<string, Email>()
  if (!existsSync(file)) return emails
  const bytes = readFileSync(file)
  const whole = bytes.lastIndexOf(10) + 1
  if (whole < bytes.length) truncateSync(file, whole)
  for (const text of bytes.toString('utf8', 0, whole).split('\n')) {
    if (text) replay(emails, JSON.parse(text) as Line)
  }
  return emails
}

/** @param dir where `emails.jsonl` lives; without it the emails live in memory only */
export const openMailbox = (dir?: string): Mailbox => {
  if (dir) mkdirSync(dir, { recursive: true })
  const file = dir ? join(dir, 'emails.jsonl') : undefined
  const emails = file ? load(file) : new Map<string, Email>()
  const write = (line: Line): void => {
    if (file) appendFileSync(file, `${JSON.stringify(line)}\n`)
    replay(emails, structuredClone(line))
  }
  return {
    all: () => [...emails.values()].reverse(),
    get: (id) => emails.get(id),
    add: (email) => write({ kind: 'email', email }),
    addEvent: (email, event) => write({ kind: 'event', email, event }),
    markPublished: (email, event) => write({ kind: 'published', email, event }),
    clear: () => write({ kind: 'cleared' }),
  }
}
