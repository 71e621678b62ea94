import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { build } from 'esbuild'
import fc from 'fast-check'
import { plugins } from '../../infra/build-plugins.ts'
import { shapedLiquid } from '../../infra/bundle/liquid.ts'
import * as whole from '../../shared/domain/nudge/email-liquid.ts'
import { findTemplate, PACK_LANGUAGES } from '../../shared/domain/nudge/templates/all.ts'
import { htmlLayout } from '../../shared/domain/nudge/templates/layout-html.ts'
import { TEXT_LAYOUT } from '../../shared/domain/nudge/templates/layout-text.ts'
import { TEMPLATE_NAMES } from '../../shared/domain/nudge/templates/template-names.ts'

/** The template engine as the bundles have it, with most of it left out, against the package as it is published. */

const state = { folder: '', shaped: undefined as typeof whole | undefined }

beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'earshot-liquid-'))
  const outfile = join(state.folder, 'liquid.mjs')
  const entryPoints = [join(import.meta.dirname, '../../shared/domain/nudge/email-liquid.ts')]
  await build({
    ...{ entryPoints, outfile, bundle: true, minify: true, format: 'esm', platform: 'node', target: 'node24', plugins },
    ...{ mainFields: ['module', 'main'], conditions: ['module'] },
  })
  state.shaped = await import(outfile)
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

/** What comes of a template, or what is said of why nothing does. */
const outcome = (of: typeof whole | undefined, ...asked: Parameters<typeof whole.fill>): unknown => {
  try {
    return of?.fill(...asked)
  } catch (error) {
    const { name, message, variable, cause } = error as whole.RenderError
    return { name, message, variable, cause: String(cause) }
  }
}

const templates = PACK_LANGUAGES.flatMap((language) =>
  TEMPLATE_NAMES.flatMap((name) => {
    const { pack, template } = findTemplate(name, [language]) ?? {}
    if (!pack || !template) throw new Error(`There is no ${name} in ${language}.`)
    return [
      ...[template.subject, template.preheader, template.heading, ...template.paragraphs],
      ...Object.values(pack.permission),
    ]
  }),
)
const everything = [...new Set([...templates, htmlLayout(), TEXT_LAYOUT])]
const names = [
  ...new Set(
    everything.flatMap((text) => [...text.matchAll(/\{\{ (\w+) \}\}|\{% if (\w+)/g)].map(([, a, b]) => a ?? b ?? '')),
  ),
]
const nasty = `<img src=x onerror="alert('1')"> & {{ brand }} {% raw %} 😀 ‮`

describe('the template engine in a bundle', () => {
  it('fills every template and both layouts as the published one does', () => {
    const says = fc.record(
      Object.fromEntries(
        names.map((name) => [name, name.startsWith('has_') ? fc.boolean() : fc.oneof(fc.string(), fc.constant(nasty))]),
      ),
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...everything),
        fc.constantFrom('html' as const, 'text' as const),
        says,
        (text, mode, values) => {
          const given = { ...values, paragraphs: [String(values.title), nasty] }
          const filled = outcome(state.shaped, mode, text, given)
          expect(filled).toEqual(outcome(whole, mode, text, given))
          expect(typeof filled).toBe('string')
        },
      ),
    )
  })

  it('refuses the same, in the same words', () => {
    for (const text of everything) {
      for (const mode of ['html', 'text'] as const)
        expect(outcome(state.shaped, mode, text, {})).toEqual(outcome(whole, mode, text, {}))
    }
  })

  const value = fc.constantFrom(
    'a',
    'list',
    'list.size',
    'list[0]',
    'yes',
    'missing',
    '"words"',
    '3',
    'nil',
    'empty',
    'blank',
    'a.constructor',
  )
  const operator = fc.constantFrom('==', '!=', '<', '>=', 'contains', 'and', 'or')
  const condition = fc.oneof(
    value,
    fc.tuple(value, operator, value).map((parts) => parts.join(' ')),
  )
  const { text: random } = fc.letrec<{ text: string }>((tie) => ({
    text: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(
        'words',
        '<b>',
        '{{ a }}',
        '{{- a -}}',
        '{{ list.first }}',
        '{{ a | escape }}',
        '{{',
        '{% endif %}',
      ),
      value.map((name) => `{{ ${name} }}`),
      fc
        .tuple(condition, tie('text'), condition, tie('text'), tie('text'))
        .map(
          ([first, one, second, two, three]) =>
            `{% if ${first} %}${one}{% elsif ${second} %}${two}{% else %}${three}{%- endif -%} `,
        ),
      fc
        .tuple(fc.constantFrom('list', '(1..3)', 'list reversed', 'list limit:1 offset:1', 'a', 'missing'), tie('text'))
        .map(
          ([over, body]) => `{% for each in ${over} %}{{ each }}{{ forloop.index }}${body}{% else %}none{% endfor %}`,
        ),
    ),
  }))

  it('does the same with whatever else is written in those tags', () => {
    const values = { a: nasty, list: ['<1>', 'b'], yes: true }
    fc.assert(
      fc.property(random, fc.constantFrom('html' as const, 'text' as const), (text, mode) => {
        expect(outcome(state.shaped, mode, text, values)).toEqual(outcome(whole, mode, text, values))
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['{% case a %}{% endcase %}', 'tag "case" not found'],
    ['{% include "/etc/passwd" %}', 'tag "include" not found'],
    ['{% raw %}{{ a }}{% endraw %}', 'tag "raw" not found'],
    ['{{ a | upcase }}', 'undefined filter: upcase'],
    ['{{ a | raw }}', 'undefined filter: raw'],
  ])('says what it does not have: %s', (text, problem) => {
    expect(outcome(state.shaped, 'html', text, { a: 'x' })).toMatchObject({
      name: 'RenderError',
      variable: 'template',
      cause: expect.stringContaining(problem),
    })
  })

  it('fails the build when the package has moved on', () => {
    expect(() => shapedLiquid('export class Liquid {}')).toThrow('any more')
  })
})
