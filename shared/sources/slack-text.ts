import { paragraphs } from './text.ts'

/**
 * Slack's own markup ("mrkdwn") to plain text. Every pattern is bounded, so no input makes it slow.
 */

const CODE = /(```[\s\S]*?```|`[^`\n]{1,1000}`)/
const REFERENCE = /<([^<>\n]{1,3000})>/g
const QUOTE = /^ {0,3}&gt;/

const MARKS = /(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])|(?<![\w~])~(?=[^\s~])|(?<=[^\s~])~(?![\w~])/g
const UNDERSCORES = /(?<![\w])_(?=[^\s_])|(?<=[^\s_])_(?!\w)/g

/** `<@U1|ada>`, `<#C1|general>`, `<!here>`, `<!date^1^{date}|fallback>`, `<https://...|label>`. */
const referred = (inner: string): string => {
  const bar = inner.indexOf('|')
  const [target, label] = bar < 0 ? [inner, ''] : [inner.slice(0, bar), inner.slice(bar + 1)]
  const sigil = target.charAt(0)
  if (sigil === '@' || sigil === '#') return `${sigil}${label.replace(/^[@#]/, '') || target.slice(1)}`
  if (sigil === '!') return label || `@${target.slice(1).split('^')[0]}`
  return label || target.replace(/^mailto:/, '')
}

const decoded = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** Marks are taken out around references only: an address keeps its underscores. */
const words = (text: string): string =>
  text
    .split(REFERENCE)
    .map((part, at) => (at % 2 === 1 ? referred(part) : part.replace(MARKS, '').replace(UNDERSCORES, '')))
    .join('')

const converted = (text: string): string =>
  paragraphs(
    decoded(
      text
        .split(CODE)
        .map((part) => (CODE.test(part) ? part.replace(/^`+|`+$/g, '') : words(part)))
        .join(''),
    ),
  )

const withoutQuotes = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !QUOTE.test(line))
    .join('\n')

/** The words of a message as their author meant them; quotes of others are left out, unless there is nothing else. */
export const slackText = (text: string): string => converted(withoutQuotes(text)) || converted(text)
