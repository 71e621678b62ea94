import type http from 'node:http'
import { linksOf, listPage, mailPage, missingPage } from './inbox-pages.ts'
import type { Email, Mailbox, MailEventType } from './mailbox.ts'

type Happen = (email: Email, type: MailEventType, sub?: 'Permanent' | 'Transient') => void

const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
/** The email itself: no scripts, nothing from the network, an origin of its own even when it is opened directly. */
const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"

type Answer = { status: number; type: string; body: string; policy?: string }

const text = (status: number, body: string): Answer => ({ status, type: 'text/plain', body })
const page = (body: string, status = 200): Answer => ({ status, type: 'text/html', body })
const json = (body: unknown): Answer => ({ status: 200, type: 'application/json', body: JSON.stringify(body) })

const send = (response: http.ServerResponse, { status, type, body, policy = PAGE_POLICY }: Answer): void => {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  })
  response.end(body)
}

const SIMULATED: Record<string, MailEventType> = {
  Bounce: 'Bounce',
  Complaint: 'Complaint',
  Reject: 'Reject',
  DeliveryDelay: 'DeliveryDelay',
}

const readForm = async (request: http.IncomingMessage): Promise<URLSearchParams> => {
  let body = ''
  for await (const chunk of request) body = (body + String(chunk)).slice(0, 10_000)
  return new URLSearchParams(body)
}

/** Pages of other sites may link here but not act here. */
const foreign = ({ headers: { origin, host } }: http.IncomingMessage): boolean =>
  origin !== undefined && origin !== `http://${host}`

const simulate = async (
  request: http.IncomingMessage,
  response: http.ServerResponse,
  email: Email,
  happen: Happen,
  back: string,
): Promise<void> => {
  const form = await readForm(request)
  const type = SIMULATED[form.get('type') ?? '']
  if (!type) return send(response, text(400, `type must be one of ${Object.keys(SIMULATED).join(', ')}\n`))
  const sub = form.get('sub')
  happen(email, type, sub === 'Permanent' || sub === 'Transient' ? sub : undefined)
  response.writeHead(303, { location: back }).end()
}

const mailHtml = (email: Email): string =>
  email.html.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`) || '<p>no HTML part</p>'

/** What tools get: the email, with every link in it. */
const forTools = (email: Email) => ({ ...email, links: linksOf(email) })

const viewOf = (mailbox: Mailbox, path: string, rest: string): Answer => {
  if (rest === '') return page(listPage(path, mailbox.all()))
  if (rest === '/api/emails') return json(mailbox.all().map(forTools))
  const found = /^\/(mail|api\/emails)\/([^/]+)(\/html)?$/.exec(rest)
  const email = mailbox.get(found?.[2] ?? '')
  if (!email) return page(missingPage(path), 404)
  if (found?.[3]) return { ...page(mailHtml(email)), policy: MAIL_POLICY }
  return found?.[1] === 'mail' ? page(mailPage(path, email)) : json(forTools(email))
}

/**
 * The web inbox and its JSON twin: `GET <path>`, `<path>/mail/<id>`, `<path>/api/emails`, `<path>/api/emails/<id>`;
 * `POST <path>/mail/<id>/events` with `type` and `sub` simulates; `DELETE <path>/api/emails` empties it.
 */
export const inboxHandler =
  (mailbox: Mailbox, path: string, happen: Happen) =>
  (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const rest = (request.url ?? '').split('?')[0]?.slice(path.length).replace(/\/$/, '') ?? ''
    const { method } = request
    if (method === 'GET' || method === 'HEAD') send(response, viewOf(mailbox, path, rest))
    else if (foreign(request)) send(response, text(403, 'This came from another site.\n'))
    else if (method === 'DELETE' && rest === '/api/emails') {
      mailbox.clear()
      send(response, json([]))
    } else {
      const email = mailbox.get(/^\/mail\/([^/]+)\/events$/.exec(rest)?.[1] ?? '')
      if (email && method === 'POST') void simulate(request, response, email, happen, `${path}/mail/${email.id}`)
      else send(response, text(404, 'There is no such email.\n'))
    }
  }
