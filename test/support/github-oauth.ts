import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An account that somebody is signed in with at GitHub. */
type GithubUser = { id: number; login: string; type: 'User' | 'Organization' | 'Bot' }

/** GitHub's sign-in on this machine, as strict as the real one about codes, PKCE and secrets. */
export type GithubOauth = {
  url: string
  clientId: string
  clientSecret: string
  /** Who is signed in there in the browser that comes next. */
  user: GithubUser
  /** What goes wrong next: the person says no, the exchange or the API fails. */
  fault?: 'denied' | 'exchange' | 'api' | 'nonsense'
  /** Paths that were asked for, with the scope of the sign-in. */
  asked: string[]
  close: () => Promise<void>
}

const bodyOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return new URLSearchParams(text)
}

type Grant = { user: GithubUser; challenge: string; redirect: string; used: boolean }

/** Starts it on a free port. */
export const startGithubOauth = async (): Promise<GithubOauth> => {
  const grants = new Map<string, Grant>()
  const tokens = new Map<string, GithubUser>()
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://github')
    github.asked.push(`${request.method} ${url.pathname}`)
    const json = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const { fault } = github
    if (url.pathname === '/login/oauth/authorize') {
      const {
        client_id,
        redirect_uri = '',
        state = '',
        code_challenge = '',
        code_challenge_method,
        scope = '',
      } = Object.fromEntries(url.searchParams)
      if (client_id !== github.clientId || code_challenge_method !== 'S256' || scope !== '') return json(400, {})
      const back = new URL(redirect_uri)
      const code = randomBytes(10).toString('hex')
      grants.set(code, { user: github.user, challenge: code_challenge, redirect: redirect_uri, used: false })
      back.search = new URLSearchParams(
        fault === 'denied' ? { error: 'access_denied', state } : { code, state },
      ).toString()
      return response.writeHead(302, { location: back.href }).end()
    }
    if (url.pathname === '/login/oauth/access_token') {
      const form = Object.fromEntries(await bodyOf(request))
      const grant = grants.get(form.code ?? '')
      const challenge = createHash('sha256')
        .update(form.code_verifier ?? '')
        .digest('base64url')
      const fine =
        grant !== undefined &&
        !grant.used &&
        grant.challenge === challenge &&
        grant.redirect === form.redirect_uri &&
        form.client_id === github.clientId &&
        form.client_secret === github.clientSecret
      if (fault === 'nonsense') return response.end('<html>')
      // GitHub answers errors of the exchange with 200.
      if (!fine || fault === 'exchange') return json(200, { error: 'bad_verification_code' })
      grant.used = true
      const token = `gho_${randomBytes(12).toString('hex')}`
      tokens.set(token, grant.user)
      return json(200, { access_token: token, scope: '', token_type: 'bearer' })
    }
    const user = tokens.get((request.headers.authorization ?? '').replace('Bearer ', ''))
    if (url.pathname !== '/user' || fault === 'api' || !user) return json(401, { message: 'Bad credentials' })
    return json(200, { ...user, name: 'Octo Cat', email: 'private@example.com' })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const github: GithubOauth = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId: 'Iv1.0123456789abcdef',
    clientSecret: 'a secret of the app',
    user: { id: 583_231, login: 'octo', type: 'User' },
    asked: [],
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
  return github
}
