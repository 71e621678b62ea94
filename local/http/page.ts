const escaped = (text: string): string =>
  text.replace(/[<>&"]/g, (char) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' })[char] ?? char)

/** The page at `/`: what is where. */
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
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem }
code { font-size: .9em; overflow-wrap: anywhere }
dt { font-weight: 600; margin-top: .8rem } dd { margin: 0 }
</style>
<h1>Earshot is running here</h1>
<p>Try <code>npm run demo</code> in a second terminal: a small community lives through some days in a minute.</p>
<dl>
<dt>Emails</dt><dd><a href="${escaped(it.inbox)}">Inbox</a></dd>
<dt>API</dt><dd><a href="/api/openapi.json">OpenAPI document</a>; the bearer token is in <code>local.json</code></dd>
<dt>Doors for webhooks</dt><dd>${it.sources.map(({ name, url }) => `${escaped(name)}: <code>${escaped(url)}</code>`).join('<br>') || 'none'}</dd>
<dt>AWS</dt><dd><code>${escaped(it.aws)}</code> for the AWS CLI and SDKs (<code>AWS_ENDPOINT_URL</code>)</dd>
<dt>Routes</dt><dd>${it.routes.map((route) => `<code>${escaped(route)}</code>`).join('<br>')}</dd>
<dt>The runner itself</dt><dd><a href="/_local/state">state</a>, <a href="/_local/clock">clock</a>, <a href="/_local/iam">IAM report</a>, <a href="/_local/metrics">metrics</a></dd>
</dl>
</html>
`
