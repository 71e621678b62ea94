import { readFileSync, writeFileSync } from 'node:fs'
import mjml from 'mjml'
import { COLOURS } from '../shared/domain/nudge/templates/colours.ts'

const FONT = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
const SOURCE = new URL('../shared/domain/nudge/templates/layout.mjml', import.meta.url)
/** The compiled layout, which is committed: a test compares it with its source. */
export const COMPILED = new URL('../shared/domain/nudge/templates/layout-html.ts', import.meta.url)

const LIQUID = /\{\{.*?\}\}|\{%.*?%\}/gs

const coloured = (source: string): string =>
  source.replace(/\$(\w+)(\.dark)?/g, (place, role: string, dark: string | undefined) => {
    if (role === 'font') return FONT
    if (!Object.hasOwn(COLOURS, role))
      throw new Error(`layout.mjml: got ${place}, expected $font or a role of colours.ts`)
    return COLOURS[role as keyof typeof COLOURS][dark ? 1 : 0]
  })

/** Without the space that nobody sees, and what says nothing. */
const packed = (html: string): string =>
  html
    .replace(/\s*\n\s*/g, '\n')
    .replace(/[ \t]+/g, ' ')
    .replace(/<(\w+)\n/g, '<$1 ')
    .replace(/(["}])\n>/g, '$1>')
    .replace(/ (?:style|class)=""/g, '')
    .replace(/>\n(?=<\/?(?:table|tbody|tr|td|div)\b)/g, '>')
    .trim()

/**
 * Makes the layout's HTML of its MJML.
 * @throws what MJML finds wrong; and when a word of Liquid was lost on the way
 */
export const compileLayout = async (source: string = readFileSync(SOURCE, 'utf8')): Promise<string> => {
  const coloredSource = coloured(source.replace(/^<!--[\s\S]*?-->\s*/, ''))
  // Fonts would be loaded from elsewhere.
  const { html } = await mjml(coloredSource, { fonts: {}, validationLevel: 'strict', keepComments: false })
  const lost = (coloredSource.match(LIQUID) ?? []).filter((word) => !html.includes(word))
  if (lost.length > 0) throw new Error(`layout.mjml: MJML has dropped ${lost.join(' ')}; put it into mj-raw`)
  return packed(html)
}

/** The module that holds the compiled layout. */
export const layoutModule = (html: string): string =>
  `// Made of layout.mjml by npm run build:layout: change that, not this.
/** The one layout of all emails. Values: see \`email.ts\`. Everything is escaped here. A bundle reads it from a file beside it (infra/texts-beside.ts). */
export const htmlLayout = (): string => \`${html.replace(/[\\`]|\$(?=\{)/g, '\\$&')}
\`
`

if (import.meta.main) writeFileSync(COMPILED, layoutModule(await compileLayout()))
