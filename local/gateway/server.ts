import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { isForeign, isPage } from '../http/foreign.ts'
import { accessOf, type Names } from '../iam/actions.ts'
import type { Ledger } from '../iam/ledger.ts'
import type { FunctionDefinition } from '../lambda/definition.ts'
import type { Chaos } from './chaos.ts'
import { accessDenied, refused } from './errors.ts'
import type { Answer, Backend, Call } from './forward.ts'

export type GatewayOptions = {
  ledger: Ledger
  names: Names
  /** By the service's name in the signature's scope. */
  backends: Record<string, Backend>
  callerOf: (accessKeyId: string) => FunctionDefinition | undefined
  chaos: Chaos
  /** Ends the process that has this session token. */
  kill: (token: string) => void
  /** A call has been answered. */
  onAnswer: (service: string, call: Call, status: number) => void
  onDenied: (label: string, why: string) => void
}

type Scope = { accessKeyId: string; service: string }

const BODY_LIMIT = 16 * 1024 * 1024

/** The signature's scope says who calls which service. Dates and the signature itself are not looked at. */
const scopeOf = (request: IncomingMessage): Scope | undefined => {
  const query = new URL(request.url ?? '/', 'http://local').searchParams.get('X-Amz-Credential')
  const credential = /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1] ?? query
  const [accessKeyId, , , service] = credential?.split('/') ?? []
  return accessKeyId && service ? { accessKeyId, service } : undefined
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > BODY_LIMIT) return undefined
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}

const send = (response: ServerResponse, { status, headers, body }: Answer): void => {
  if (response.destroyed) return
  // The answer to a HEAD has a length but no body.
  const length = headers['content-length'] ?? String(body.length)
  response.writeHead(status, { ...headers, 'content-length': String(length) })
  response.end(body)
}

/** The one AWS endpoint: finds out who calls what, asks IAM, and hands the call on. */
export const createGateway = (options: GatewayOptions): RequestListener => {
  const { ledger, names, backends, chaos } = options

  const denial = (caller: FunctionDefinition, service: string, call: Call): string | undefined => {
    const role = ledger.role(caller.roleArn)
    if (!role) return `${caller.label} has no role`
    const needed = accessOf(names, { service, ...call })
    if (!needed) return `${service} is unknown to the local IAM`
    for (const access of needed) {
      const why = ledger.check(role, access)
      if (why) return why
    }
    return undefined
  }

  const answer = async (request: IncomingMessage): Promise<Answer | 'killed'> => {
    // Signatures are not looked at here, so what keeps other sites' pages out is that they are pages, or use a name of their own.
    if (isForeign(request) || isPage(request))
      return refused(403, 'AccessDeniedException', 'Pages may not call this AWS.')
    const body = await bodyOf(request)
    if (!body) return refused(413, 'RequestEntityTooLargeException', 'The request is over 16 MB.')
    const scope = scopeOf(request)
    if (!scope) return refused(403, 'MissingAuthenticationToken', 'The request is not signed (Signature Version 4).')
    const { service, accessKeyId } = scope
    const backend = Object.hasOwn(backends, service) ? backends[service] : undefined
    if (!backend)
      return refused(
        501,
        'NotImplemented',
        `The local AWS has no ${service}; it has ${Object.keys(backends).join(', ')}.`,
      )
    const call: Call = { method: request.method ?? 'GET', url: request.url ?? '/', headers: request.headers, body }
    const caller = options.callerOf(accessKeyId)
    if (!caller) return await forward(service, backend, call)
    const why = denial(caller, service, call)
    if (why) {
      options.onDenied(caller.label, why)
      return accessDenied(service, why)
    }
    const token = String(request.headers['x-amz-security-token'] ?? '')
    if (chaos.strikes('before', service, caller.label)) {
      options.kill(token)
      return 'killed'
    }
    const result = await forward(service, backend, call)
    if (!chaos.strikes('after', service, caller.label)) return result
    options.kill(token)
    return 'killed'
  }

  const forward = async (service: string, backend: Backend, call: Call): Promise<Answer> => {
    const result = await backend(call)
    options.onAnswer(service, call, result.status)
    return result
  }

  return (request, response) => {
    answer(request).then(
      (result) => (result === 'killed' ? response.destroy() : send(response, result)),
      // An emulator that breaks the connection does so on purpose: that is what the caller shall see.
      () => response.destroy(),
    )
  }
}
