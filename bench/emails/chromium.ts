import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Chromium without a window, spoken to by the DevTools protocol: https://chromedevtools.github.io/devtools-protocol/ */

/** Where Chromium is: `CHROMIUM`, or the usual place; undefined when there is none. */
export const chromiumPath = (): string | undefined =>
  [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    (path) => path !== undefined && existsSync(path),
  )

type Reply = { id?: number; method?: string; result?: unknown; error?: { message: string }; params?: unknown }

/** One page. */
export type Tab = {
  send: <T = unknown>(method: string, params?: object) => Promise<T>
  /** What it has asked the network for, documents left out. */
  asked: () => string[]
}

const portOf = async (folder: string, browser: ChildProcess): Promise<string> => {
  const file = join(folder, 'DevToolsActivePort')
  for (let waited = 0; waited < 20_000; waited += 100) {
    if (existsSync(file)) return readFileSync(file, 'utf8').split('\n')[0] ?? ''
    if (browser.exitCode !== null) break
    await sleep(100)
  }
  throw new Error('Chromium did not start. Is CHROMIUM the path of one that runs here?')
}

const connect = async (url: string): Promise<Tab> => {
  const socket = new WebSocket(url)
  await new Promise((open, fail) => {
    socket.addEventListener('open', open)
    socket.addEventListener('error', fail)
  })
  const waiting = new Map<number, (reply: Reply) => void>()
  const asked: string[] = []
  let last = 0
  socket.addEventListener('message', ({ data }) => {
    const reply = JSON.parse(String(data)) as Reply
    if (reply.method === 'Network.requestWillBeSent') {
      const { request, type } = reply.params as { request: { url: string }; type?: string }
      if (type !== 'Document') asked.push(request.url)
    }
    if (reply.id !== undefined) waiting.get(reply.id)?.(reply)
  })
  return {
    asked: () => asked.splice(0),
    send: <T>(method: string, params: object = {}): Promise<T> =>
      new Promise((answer, fail) => {
        const id = ++last
        waiting.set(id, ({ result, error }) => {
          waiting.delete(id)
          if (error) fail(new Error(`${method}: ${error.message}`))
          else answer(result as T)
        })
        socket.send(JSON.stringify({ id, method, params }))
      }),
  }
}

/** Starts Chromium with one page, and ends it after `work`. */
export const withChromium = async (path: string, work: (tab: Tab) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-chromium-'))
  const browser = spawn(
    path,
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      '--remote-debugging-port=0',
      `--user-data-dir=${folder}`,
      'about:blank',
    ],
    { stdio: 'ignore' },
  )
  try {
    const port = await portOf(folder, browser)
    const pages = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
      type: string
      webSocketDebuggerUrl: string
    }[]
    const tab = await connect(pages.find(({ type }) => type === 'page')?.webSocketDebuggerUrl ?? '')
    for (const domain of ['Page', 'Network', 'Runtime']) await tab.send(`${domain}.enable`)
    await work(tab)
  } finally {
    browser.kill()
    await new Promise((done) =>
      browser.exitCode === null && browser.signalCode === null ? browser.once('exit', done) : done(0),
    )
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}
