/** The name of a source's secret. Fixed, so that a source can go without the stacks holding on to each other. */
export const sourceSecretName = (stageName: string, source: string): string => `earshot/${stageName}/source/${source}`

/** The name of the secret with the addresses that a stage's alerts go to, and what webhooks are signed with. */
export const alertsSecretName = (stageName: string): string => `earshot/${stageName}/alerts`

/** The name of the secret of a stage's GitHub app, with which people show which account they have. */
export const claimSecretName = (stageName: string): string => `earshot/${stageName}/claim/github`
