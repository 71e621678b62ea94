import { describe, expect, it } from '@jest/globals'
import { escapeHtml, html } from '../../shared/domain/html.ts'

describe('a template of HTML', () => {
  it('escapes every value that is not HTML itself', () => {
    const nasty = `<a href="x" title='y'>&</a>`
    const escaped = '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;'
    expect(escapeHtml(nasty)).toBe(escaped)
    expect(html`<p title="${nasty}">${nasty}</p>`.html).toBe(`<p title="${escaped}">${escaped}</p>`)
  })

  it('puts HTML, lists of it, and numbers in as they are, and leaves out what is missing', () => {
    const items = ['a', '<b>'].map((text) => html`<li>${text}</li>`)
    expect(html`<ul>${items}</ul>${3}${undefined}${false}${html`<hr>`}`.html).toBe(
      '<ul><li>a</li><li>&lt;b&gt;</li></ul>3<hr>',
    )
  })
})
