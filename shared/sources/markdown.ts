import { withoutTags } from './html.ts'
import { paragraphs } from './text.ts'

/**
 * Markdown, as people write it in issues and posts, to plain text: line by line, then within lines outside of code. Every pattern
 * is bounded, so no input makes it slow.
 */

const FENCE = /^ {0,3}(`{3,}|~{3,})/
/** Lines that only draw something: a rule, the underline of a title, the line below a table's head. */
const DRAWN = /^ {0,3}(?:[-*_] ?){3,}$|^ {0,3}(?:=+|-{2,})$|^[ \t]{0,10}[|:-][|: \t-]*$/
const QUOTE = /^ {0,3}>/
const REFERENCE = /^ {0,3}\[[^\]]{1,200}\]:\s+\S{1,2000}/
const TAGS = new Set(
  'a abbr b blockquote br code dd del details div dl dt em font g h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q s samp small source span strong sub summary sup table tbody td th thead tr tt u ul var video'.split(
    ' ',
  ),
)

const withoutComments = (text: string): string => {
  let out = ''
  let at = 0
  for (let open = text.indexOf('<!--'); open >= 0; open = text.indexOf('<!--', at)) {
    out += text.slice(at, open)
    const end = text.indexOf('-->', open)
    if (end < 0) return out
    at = end + 3
  }
  return out + text.slice(at)
}

/** `[quote="name, post:1"]...[/quote]` of forums. */
const withoutQuoteBlocks = (text: string): string => {
  let depth = 0
  return text
    .split(/(\[quote[^\]\n]{0,200}\]|\[\/quote\])/i)
    .filter((part) => {
      if (/^\[quote/i.test(part)) depth++
      else if (/^\[\/quote/i.test(part)) depth = Math.max(0, depth - 1)
      else return depth === 0
      return false
    })
    .join('')
}

const INLINE: [RegExp, string][] = [
  [/!\[([^[\]\n]{0,500})\]\([^()\n]{0,2000}\)/g, '$1'],
  [/\[([^[\]\n]{1,500})\]\([^()\n]{0,2000}\)/g, '$1'],
  [/\[([^[\]\n]{1,500})\]\[[^[\]\n]{0,200}\]/g, '$1'],
  [/<((?:https?:\/\/|mailto:)[^\s<>]{1,2000})>/g, '$1'],
  [/(?<!\\)(?:\*\*|~~)|(?<![\w\\])__(?=\S)|(?<=[^\s\\])__(?!\w)/g, ''],
  [/(?<![\w*\\])\*(?=[^\s*])|(?<=[^\s*\\])\*(?![\w*])/g, ''],
  [/(?<![\w\\])_(?=[^\s_])|(?<=[^\s_\\])_(?!\w)/g, ''],
  [/\\([!-/:-@[-`{-~])/g, '$1'],
]

const words = (text: string): string =>
  withoutTags(
    INLINE.reduce((line, [pattern, by]) => line.replace(pattern, by), text),
    TAGS,
  )

const CODE = /(`[^`\n]{1,1000}`)/
const inline = (text: string): string =>
  text
    .split(CODE)
    .map((part) => (CODE.test(part) ? part.slice(1, -1) : words(part)))
    .join('')

const withoutMarkers = (line: string): string =>
  line
    .replace(/^ {0,3}#{1,6}\s+/, '')
    .replace(/ #{1,6} {0,3}$/, '')
    .replace(/^[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?/, '')
    .replace(/^[ \t]{0,10}\|(.*)\|$/, (_, row: string) => row.replaceAll('|', ' '))

const convert = (markdown: string, keepQuotes: boolean): string => {
  let fence = ''
  const lines = (keepQuotes ? markdown : withoutQuoteBlocks(markdown))
    .split('\n')
    .map((line) => line.trimEnd())
    .flatMap((line) => {
      const mark = FENCE.exec(line)?.[1]
      if (fence) {
        if (mark?.startsWith(fence)) fence = ''
        else return [line]
        return []
      }
      if (mark) {
        fence = mark
        return []
      }
      if (QUOTE.test(line)) return keepQuotes ? [inline(line.replace(/^ {0,3}(?:> ?)+/, ''))] : []
      if (DRAWN.test(line) || REFERENCE.test(line)) return []
      return [inline(withoutMarkers(line))]
    })
  return paragraphs(lines.join('\n'))
}

/**
 * The words of a piece of Markdown as their author meant them. Quotes of others are left out, unless there is nothing
 * else; code stays as it is, without its marks.
 */
export const markdownToText = (markdown: string): string => {
  const text = withoutComments(markdown.replace(/\r\n?/g, '\n'))
  return convert(text, false) || convert(text, true)
}
