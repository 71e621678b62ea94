import { describe, expect, it } from '@jest/globals'
import { phraseId, topicsIn } from '../../../../shared/domain/score/topics/phrase.ts'

const none = { aliases: {}, ignore: [] }
const idsOf = (phrases: string[], language = 'en', glossary = none) =>
  topicsIn(phrases, language, glossary).map(({ id }) => id)

describe('topics of a mention', () => {
  it('are one for all forms of a phrase', () => {
    expect(new Set(idsOf(['Cold Brews', 'cold brew', '#cold  brew', 'COLD BREW', 'ｃｏｌｄ brew'])).size).toBe(1)
    expect(idsOf(['cold brew'])).toEqual([phraseId('en', 'cold brew')])
  })

  it('are others in other languages', () => {
    expect(idsOf(['kaffee'], 'de')).not.toEqual(idsOf(['kaffee'], 'en'))
  })

  it('have ids of twelve hexadecimal digits, the same for ever', () => {
    expect(phraseId('en', 'cold brew')).toBe('7bda9c22ec1c')
  })

  it('follow the glossary, whose words may be in any form', () => {
    const glossary = { aliases: { 'CB Machines': 'Cold brew machine' }, ignore: ['Mondays'] }
    const topics = topicsIn(['cb machine', 'cold brew machines', 'monday'], 'en', glossary)
    expect(topics).toEqual([{ id: phraseId('en', 'cold brew machine'), label: 'Cold brew machine' }])
    expect(topicsIn(['CB machine'], 'en', glossary)).toEqual(topics)
  })

  it('are not what identifies people, nor nothing', () => {
    expect(idsOf(['ada@example.com', '#', ' ', 'call 555-867-5309 now'])).toEqual([])
  })
})
