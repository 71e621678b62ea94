import { STYLE } from '../page-style.ts'

const escaped = (text: string): string =>
  text.replace(/[<>&"]/g, (char) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' })[char] ?? char)

const rows = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('\n')

const mono = (text: string): string => `<span class="mono">${escaped(text)}</span>`

/** The page at `/`: what is where, and what to try next. */
export const homePage = (it: {
  app: string
  aws: string
  inbox: string
  sources: { name: string; url: string }[]
  routes: string[]
}): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Earshot on this machine</title>
<style>${STYLE}</style>
<header class="top">
<h1>Earshot is running here</h1>
<p>What <span class="mono">cdk deploy</span> puts into AWS, on this machine. Nothing leaves it.</p>
</header>
<main>
<section class="card"><h2>Try next</h2>
<p style="margin:0 0 .5rem">In a second terminal, a small community lives through a fortnight in half a minute:</p>
<pre>npm run demo</pre></section>
<section class="card"><h2>Look at</h2>
<dl>
${rows([
  ['Emails', `<a href="${escaped(it.inbox)}">the inbox</a>, with every email that was sent`],
  ['API', '<a href="/api/openapi.json">its description</a> (OpenAPI 3.1); the bearer token is in local.json'],
  [
    'Clock',
    'what functions take for now: <a href="/_local/clock">/_local/clock</a>; <span class="mono">npm run clock -- +12h</span> moves it',
  ],
  [
    'Inside',
    '<a href="/_local/state">queues and streams</a>, <a href="/_local/iam">rights used and denied</a>, <a href="/_local/metrics">metrics</a>',
  ],
  ['AWS', `${mono(it.aws)} for the AWS CLI and SDKs (AWS_ENDPOINT_URL)`],
])}
</dl></section>
<section class="card"><h2>Doors for webhooks</h2>
<dl>
${it.sources.length === 0 ? rows([['none', 'no source is configured']]) : rows(it.sources.map(({ name, url }) => [escaped(name), mono(url)] as const))}
</dl></section>
<details class="card"><summary>Routes</summary>
<ul class="plain">${it.routes.map((route) => `<li>${mono(route)}</li>`).join('')}</ul></details>
</main>
</html>
`
