import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals'
import { createTable, type TestTable } from './table.ts'

/** Tables that come and go with the tests of a file. */

const kept = (before: typeof beforeEach, after: typeof afterEach): TestTable => {
  let test: TestTable | undefined
  const here = (): TestTable => {
    if (test) return test
    throw new Error('There is no table outside of tests.')
  }
  before(async () => {
    test = await createTable()
  }, 60_000)
  after(async () => {
    await test?.close()
    test = undefined
  })
  return {
    get table() {
      return here().table
    },
    get client() {
      return here().client
    },
    get url() {
      return here().url
    },
    get faults() {
      return here().faults
    },
    close: () => here().close(),
  }
}

/** A table of its own for every test. */
export const tablePerTest = (): TestTable => kept(beforeEach, afterEach)

/** One table for all tests of a file. */
export const tableForAll = (): TestTable => kept(beforeAll, afterAll)
