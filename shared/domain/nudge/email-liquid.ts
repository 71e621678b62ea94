import { Liquid } from 'liquidjs'

/** An email cannot be made; `variable` names what is missing or wrong. Nothing is sent. */
export class RenderError extends Error {
  override name = 'RenderError'
  readonly variable: string
  constructor(variable: string, problem: string, options?: ErrorOptions) {
    super(`The email cannot be made: ${variable} ${problem}.`, options)
    this.variable = variable
  }
}

/** Templates are our own, but their values are not: every limit is far above what an email needs. */
const STRICT = {
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  parseLimit: 100_000,
  renderLimit: 1_000,
  memoryLimit: 5_000_000,
  templates: {},
  cache: true,
  // Left out, the engine asks Intl for it when it is made, which loads ICU's data; no template of ours writes dates.
  locale: 'en',
} as const

const engineOf = (options: { outputEscape?: 'escape' }): Liquid => {
  const engine = new Liquid({ ...STRICT, ...options })
  // The one filter that would switch the escaping off.
  delete engine.filters.raw
  return engine
}

const ENGINES = { html: engineOf({ outputEscape: 'escape' }), text: engineOf({}) } as const

/** What a template may say. A missing one is an error, never an empty place. */
export type TemplateValues = Readonly<Record<string, string | boolean | readonly string[]>>

/**
 * Fills a template.
 * @param mode `html` escapes every value, `text` none
 * @throws RenderError that names the variable that is missing
 */
export const fill = (mode: keyof typeof ENGINES, template: string, values: TemplateValues): string => {
  try {
    return ENGINES[mode].parseAndRenderSync(template, values)
  } catch (cause) {
    const words = String(cause)
    const variable = /undefined variable: ([\w.]+)/.exec(words)?.[1]
    throw new RenderError(variable ?? 'template', variable ? 'is missing' : 'is wrong', { cause })
  }
}
