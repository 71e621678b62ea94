import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { sendOnce } from '../../../functions/nudge/send-once.ts'
import { NOON } from '../../domain/nudge/factories.ts'
import { personItems } from '../../support/graph-items.ts'
import { ADDRESS, AUTHOR, EMAIL, openWorld, type World } from './send-world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const named = (v: string, at = NOON) => ({ profile: { name: { v, at } } })

const greeted = async (own: object, ...others: { iid: `${string}:${string}` }[]): Promise<string> => {
  await world.put(...personItems([{ iid: AUTHOR, ...own }, { iid: EMAIL, address: ADDRESS }, ...others]))
  const { id } = await world.queue()
  await sendOnce(world.deps, { iid: AUTHOR, id })
  return world.ses.emails()[0]?.text ?? ''
}

describe('an email greets', () => {
  it('by the name of the account that it is about', async () =>
    expect(await greeted(named('Mika'), { iid: 'shop:1', ...named('Mika Berg') })).toContain('Hello Mika,'))

  it('by the newest name of the other accounts where that one has none', async () =>
    expect(
      await greeted(
        { profile: {} },
        { iid: 'shop:1', ...named('Mika Berg') },
        { iid: 'chat:1', ...named('Old name', '2020-01-01T00:00:00.000Z') },
      ),
    ).toContain('Hello Mika Berg,'))

  it('nobody by name where no account has one', async () => expect(await greeted({ profile: {} })).toMatch(/^Hello,$/m))
})
