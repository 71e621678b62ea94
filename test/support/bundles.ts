import { buildFunctions } from '../../infra/build.ts'
import { onceInARun } from './once.ts'

/** All functions bundled, once for all suites of a test run. @returns the folder with one folder per function */
export const sharedBundles = (): Promise<string> => onceInARun('bundles', buildFunctions)
