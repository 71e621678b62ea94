/**
 * LiquidJS with the part of it that emails use: it comes as one file in which everything is reachable, so that nothing of it would be shaken.
 * What is left behaves as in the package (test/infra/liquid-in-bundle.test.ts); what is left out is refused by its name: `tag "case" not found`,
 * `undefined filter: upcase`.
 */

/** The tags that our templates use. A template with another one cannot be sent, and fails the test. */
const TAGS: Readonly<Record<string, string>> = { for: 'ForTag', if: 'IfTag' }

/** Methods that nothing of ours reaches, by their class: files, streams, promises, the analysis of templates, old names. */
const UNREACHED: Readonly<Record<string, readonly string[]>> = {
  Liquid: [
    ...[
      'render',
      'parseAndRender',
      'renderFile',
      'parseFile',
      'evalValue',
      'renderToNodeStream',
      'renderFileToNodeStream',
    ],
    ...['renderFileSync', 'parseFileSync', 'evalValueSync', '_evalValue', '_renderFile', 'plugin', 'express'],
    ...[
      '_parsePartialFile',
      '_parseLayoutFile',
      '_parseFile',
      'analyze',
      'parseAndAnalyze',
      'variables',
      'fullVariables',
    ],
    ...['variableSegments', 'globalVariables', 'globalFullVariables', 'globalVariableSegments', 'analyzeSync'],
    ...['parseAndAnalyzeSync', 'variablesSync', 'fullVariablesSync', 'variableSegmentsSync', 'globalVariablesSync'],
    ...['globalFullVariablesSync', 'globalVariableSegmentsSync', 'unregisterFilter', 'renderSync'],
  ],
  Render: ['renderTemplatesToNodeStream'],
  Parser: ['_parseFileCached', '_parseFile'],
  Tokenizer: [
    'readLiquidTagTokens',
    'readLiquidTagToken',
    'readFileNameTemplate',
    'readEndrawOrRawContent',
    'readWord',
    'readScopeValue',
  ],
  Context: ['getAll', 'get', 'getSync', 'getFromScope', 'spawn', 'saveRegister', 'restoreRegister'],
  ForTag: ['children', 'arguments', 'blockScope'],
  IfTag: ['children', 'arguments'],
  Output: ['arguments'],
}

/** Single places, each with what stands there and what comes instead. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^const filters = .*;$/m, 'const filters = { escape };'],
  [
    /^const tags = \{[\s\S]*?^\};$/m,
    `const tags = { ${Object.entries(TAGS)
      .map((tag) => tag.join(': '))
      .join(', ')} };`,
  ],
  // A call at the top of a module might have side effects, so every filter would stay.
  [/= (argumentsTo\w+|promisify|\w+Names\.map|new Set)\(/g, '= /* @__PURE__ */ $1('],
  [/^formatCodes\.h = .*;\n/m, ''],
  // Templates are given as text: there are no files to look them up in.
  [/^ {4}fs: fs,$/m, '    fs: {},'],
  [/^ {8}this\.(?:parseFile|loader|readFile) = .*;\n/gm, ''],
  [/^ {4}if \(\(!options\.fs\.dirname[\s\S]*?^ {4}\}\n/m, ''],
  [/^ {4}if \(options\.templates\) \{[\s\S]*?^ {4}\}\n/m, ''],
  // The locale is given.
  [/^ {4}if \(!options\.locale\) \{[\s\S]*?^ {4}\}\n/m, ''],
  [/^ {4}if \(nameOrFunction === 'json'\)\n.*\n/m, ''],
  // Without the tag, nothing is raw.
  [/^ {8}if \(this\.rawBeginAt > -1\)\n.*\n/m, ''],
  [/isFunction\(tag\) \? tag : createTagClass\(tag\)/, 'tag'],
  [/ctx\.opts\.keepOutputType \? new KeepingTypeEmitter\(\) : new SimpleEmitter\(\)/, 'new SimpleEmitter()'],
]

const withoutMethod = (body: string, name: string): string => {
  const left = body.replace(new RegExp(`^ {4}(?:\\*|async )?${name}\\(.*\\{\\n[\\s\\S]*?^ {4}\\}\\n`, 'm'), '')
  if (left === body) throw new Error(`infra/bundle/liquid.ts: LiquidJS has no method ${name} any more.`)
  return left
}

/**
 * @param source the package's one file
 * @throws Error where something to leave out is not there: the package has moved on
 */
export const shapedLiquid = (source: string): string => {
  const placed = PLACES.reduce(
    (text, [place, instead]) => {
      const edited = text.replace(place, instead)
      if (edited === text) throw new Error(`infra/bundle/liquid.ts: nothing in LiquidJS is like ${place} any more.`)
      return edited
    },
    source.replaceAll('\r\n', '\n'),
  )
  return Object.entries(UNREACHED).reduce((text, [name, methods]) => {
    const [whole] = new RegExp(`^class ${name}\\b[\\s\\S]*?^\\}$`, 'm').exec(text) ?? []
    if (!whole) throw new Error(`infra/bundle/liquid.ts: LiquidJS has no class ${name} any more.`)
    return text.replace(whole, () => methods.reduce(withoutMethod, whole))
  }, placed)
}
