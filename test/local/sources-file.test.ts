import { expect, it } from '@jest/globals'
import { environmentOf } from '../../infra/constructs/environment.ts'
import { localSources } from '../../local/resources/sources-file.ts'
import type { World } from '../../local/resources/world.ts'
import { SOURCES } from '../support/door.ts'

const secretOf = (id: string) => ({ arn: id, name: id, value: JSON.stringify({ current: 'hush' }) })
const worldWith = (variables: Record<string, string | object>): World =>
  ({
    appUrl: 'http://127.0.0.1:1',
    functions: [{ environment: environmentOf('listen-door', variables) }],
    secrets: { find: secretOf },
  }) as unknown as World

const SOURCE_SECRETS = Object.fromEntries(Object.keys(SOURCES).map((name) => [name, `earshot/local/${name}`]))

it('tools know the sources of the door, also where its settings had to be packed', () => {
  const plain = localSources(worldWith({ SOURCES, SOURCE_SECRETS }))
  expect(plain.length).toBeGreaterThan(3)
  const packed = worldWith({ SOURCES, SOURCE_SECRETS, MORE: { words: 'x'.repeat(3_500) } })
  expect(packed.functions[0]?.environment.SOURCES).toMatch(/^z:/)
  expect(localSources(packed)).toEqual(plain)
})
