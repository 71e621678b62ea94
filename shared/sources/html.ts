import { decodeEntities } from './entities.ts'
import { paragraphs } from './text.ts'

/**
 * HTML to plain text in one pass over the input, whatever it is: every character is looked at a bounded number of times,
 * so a megabyte of `<a <a <a` costs no more than a megabyte of words. Nothing is ever shown as HTML again, so this does not sanitise: it
 * reads.
 */

/** What a piece of HTML is: words, or a tag. */
type Token = { text: string } | { name: string; closes: boolean; tag: string }

const TAG_START = /^<\/?[a-z]/i
/** Elements whose content is no HTML: it goes on to the end tag of the same name. */
const RAW = new Set(['script', 'style', 'textarea', 'title', 'noscript', 'iframe'])
const UNREAD = new Set(['template', 'svg', 'math', 'head'])
const BLOCKS = new Set(
  'address article blockquote br dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tr ul'.split(
    ' ',
  ),
)
const CELLS = new Set(['td', 'th'])
/** Other people's words: quotes of posts and previews of pages elsewhere. */
const QUOTES = new Set(['aside', 'blockquote'])

/** The end of a tag, past its `>`, minding quotes; -1 when it never ends. */
const tagEnd = (html: string, from: number): number => {
  let quote = ''
  for (let at = from; at < html.length; at++) {
    const char = html.charAt(at)
    if (quote) {
      if (char === quote) quote = ''
    } else if (char === '"' || char === "'") quote = char
    else if (char === '>') return at + 1
  }
  return -1
}

function* tokens(html: string): Generator<Token> {
  // A tag that never ends by the rules of quotes is searched for only once; from then on the next `>` will do.
  let endOf = tagEnd
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) break
    if (open > at) yield { text: html.slice(at, open) }
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4)
      at = end < 0 ? html.length : end + 3
      continue
    }
    if (!TAG_START.test(html.slice(open, open + 3)) && !html.startsWith('<!', open) && !html.startsWith('<?', open)) {
      yield { text: '<' }
      at = open + 1
      continue
    }
    let end = endOf(html, open + 1)
    if (end < 0 && endOf === tagEnd) {
      endOf = (text, from) => text.indexOf('>', from) + 1 || -1
      end = endOf(html, open + 1)
    }
    if (end < 0) {
      at = open
      break
    }
    const tag = html.slice(open, end)
    const name = /^<\/?([a-z][a-z0-9-]*)/i.exec(tag)?.[1]?.toLowerCase()
    const closes = tag.startsWith('</')
    at = end
    if (name && RAW.has(name) && !closes) {
      const close = new RegExp(`</${name}`, 'gi')
      close.lastIndex = end
      at = close.exec(html)?.index ?? html.length
    } else if (name) yield { name, closes, tag }
  }
  if (at < html.length) yield { text: html.slice(at) }
}

const attribute = (tag: string, name: string): string =>
  new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag)?.slice(1).find(Boolean) ?? ''

/** Decorations that are not what somebody wrote: the caption of an uploaded image, a permalink in a heading. */
const isDecoration = (name: string, tag: string): boolean =>
  (name === 'div' && /\bmeta\b/.test(attribute(tag, 'class'))) ||
  (name === 'a' && /\banchor\b/.test(attribute(tag, 'class')))

const VOID = new Set(['br', 'hr', 'img', 'input', 'wbr', 'source', 'area', 'embed', 'link', 'meta', 'col', 'track'])

const convert = (html: string, keepQuotes: boolean): string => {
  const out: string[] = []
  let dropping = ''
  let nested = 0
  let preformatted = 0
  for (const token of tokens(html)) {
    if ('text' in token) {
      if (dropping) continue
      const text = decodeEntities(token.text)
      out.push(preformatted > 0 ? text : text.replace(/\s+/g, ' '))
      continue
    }
    const { name, closes, tag } = token
    if (dropping) {
      if (name === dropping && !tag.endsWith('/>')) nested += closes ? -1 : 1
      if (nested === 0) dropping = ''
      continue
    }
    const drops = UNREAD.has(name) || (!keepQuotes && QUOTES.has(name)) || isDecoration(name, tag)
    if (!closes && drops && !VOID.has(name) && !tag.endsWith('/>')) {
      dropping = name
      nested = 1
    }
    if (name === 'pre') preformatted = Math.max(0, preformatted + (closes ? -1 : 1))
    if (BLOCKS.has(name)) out.push('\n')
    if (CELLS.has(name) && closes) out.push(' ')
    if (name === 'img') out.push(decodeEntities(attribute(tag, 'alt')))
  }
  return out.join('')
}

/** Outside of `pre` blanks come one at a time, so a single one at the edge of a line is the markup's, not the author's. */
const tidy = (text: string): string => paragraphs(text.replace(/^[ \t](?=\S)/gm, ''))

/**
 * The words of a piece of HTML as their author meant them: tags out, entities decoded, blocks on lines of their own,
 * images as their alternative text. Quotes of other people's posts are left out, unless there is nothing else.
 */
export const htmlToText = (html: string): string => tidy(convert(html, false)) || tidy(convert(html, true))

/** Takes the tags out of a line that is not HTML but may hold some, as Markdown may. Only tags of the given names. */
export const withoutTags = (text: string, names: ReadonlySet<string>): string => {
  const out: string[] = []
  for (const token of tokens(text)) {
    if ('text' in token) out.push(token.text)
    else if (!names.has(token.name)) out.push(token.tag)
    else if (token.name === 'img') out.push(attribute(token.tag, 'alt'))
    else if (token.name === 'br') out.push('\n')
  }
  return decodeEntities(out.join(''))
}
