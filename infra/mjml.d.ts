/** What we use of MJML 5, which has no types of its own. */
declare module 'mjml' {
  const mjml: (
    source: string,
    options: { fonts: Record<string, string>; validationLevel: 'strict'; keepComments: boolean },
  ) => Promise<{ html: string }>
  // biome-ignore lint/style/noDefaultExport: it is MJML's own way to export itself
  export default mjml
}
