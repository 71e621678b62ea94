import { beforeAll, describe, expect, it } from '@jest/globals'
import { setFeatured } from '../../../shared/store/featured.ts'
import { birthId } from '../../../shared/store/keys.ts'
import { settings } from '../../domain/nudge/factories.ts'
import { personItems, putItems } from '../../support/graph-items.ts'
import { tableForAll } from '../../support/tables.ts'
import { apiForAll } from './ask.ts'

const ann = birthId('forum:7')
const test = tableForAll()
const api = apiForAll(test, { nudges: settings(), sources: {} })
beforeAll(async () => {
  await putItems(test.table, personItems([{ iid: 'forum:7' }, { iid: 'github:7' }]))
})

const path = `/api/people/${ann}/featured`

describe('whether emails may point to what a person wrote', () => {
  it('is nothing that anybody said, at first', async () => {
    expect(await api.askAs('getFeatured', path)).toEqual({ personId: ann, counts: [], said: [] })
  })

  it('is written down for all accounts by whoever asked the person, with how they said it', async () => {
    await setFeatured(test.table, 'forum:7', false, {
      ...{ at: '2026-01-01T00:00:00.000Z', source: 'preferences', wording: 'w1' },
    })
    const body = { granted: true, wording: 'asked-by-mail-2026', why: 'Said yes by mail, or call +44 20 7946 0958.' }
    const answer = await api.askAs('noteFeatured', path, body)
    const word = { granted: true, source: 'agent', wording: 'asked-by-mail-2026', by: 'user:ada@brand.example' }
    expect(answer).toMatchObject({ counts: [word, word] })
    expect(JSON.stringify(answer)).not.toContain('7946')
    const { said } = (await api.askAs('getFeatured', path)) as { said: { identity: string; wording: string }[] }
    expect(said.map(({ identity, wording }) => [identity, wording]).slice(-1)).toEqual([['forum:7', 'w1']])
    expect(said).toHaveLength(3)
  })

  it.each([
    [{ granted: 'yes', wording: 'w', why: 'x' }, 'granted: came "yes", expected true or false'],
    [{ granted: true, why: 'x' }, 'wording'],
    [{ granted: true, wording: 'w' }, 'why'],
  ])('is refused as %j', async (body, message) => {
    expect(await api.ask('POST', path, body)).toMatchObject({
      ...{ status: 400, body: { error: expect.stringContaining(message) as unknown } },
    })
  })

  it('is nobody’s who is not there', async () => {
    expect(await api.ask('GET', '/api/people/00000000000000000000000000/featured')).toMatchObject({ status: 404 })
  })
})
