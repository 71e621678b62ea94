/** The name of a source's secret. Fixed, so that a source can go without the stacks holding on to each other. */
export const sourceSecretName = (stageName: string, source: string): string => `earshot/${stageName}/source/${source}`
