/** A piece of HTML that is safe to put into a page as it is. Made by {@link html}. */
export type Html = { readonly html: string }

type Value = Html | string | number | undefined | false | readonly Html[]

const ESCAPES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
])

/** Text for HTML, in elements and in quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => String(ESCAPES.get(char)))

const render = (value: Value): string => {
  if (value === undefined || value === false) return ''
  if (typeof value === 'string') return escapeHtml(value)
  if (typeof value === 'number') return String(value)
  return 'html' in value ? value.html : value.map((part) => part.html).join('')
}

/** A template of HTML: every value is escaped unless it was made by `html` itself. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  html: parts.reduce((text, part, at) => text + render(values[at - 1]) + part),
})
