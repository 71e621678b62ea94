import { TestEnvironment } from 'jest-environment-node'

/**
 * Suites that run our code mainly in other processes, or thousands of times over: what they show is not which lines ran. Counting makes
 * V8 half as fast again. The 100 % of `shared/domain` come from all others.
 */
const UNCOUNTED = /\/test\/(?:flow|simulator|store\/linking)\/|\/test\/(?:functions|store)\/.*\.property\.test\.ts$/

/** Node's environment, with coverage counted only where it is for something. */
export default class extends TestEnvironment {
  constructor(config, context) {
    super(config, context)
    // A worker has the configuration of each suite to itself; without workers it is frozen, and all is counted.
    if (UNCOUNTED.test(context.testPath) && !Object.isFrozen(config.globalConfig))
      config.globalConfig.collectCoverage = false
  }
}
