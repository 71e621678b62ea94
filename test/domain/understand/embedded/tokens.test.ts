import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { tokensOf } from '../../../../shared/domain/understand/embedded/tokens.ts'

const forms = (text: string): string[] => tokensOf(text).map(({ form }) => form)

describe('the pieces of a text', () => {
  it('are its words in small letters, without apostrophes, and its punctuation', () => {
    expect(forms("It isn't FINE, Zoë’s café closed.")).toEqual([
      'it',
      'isnt',
      'fine',
      ',',
      'zoës',
      'café',
      'closed',
      '.',
    ])
  })

  it('stand for any link and any name, and count digits as one digit', () => {
    expect(forms('@mara see https://a.example/b?c=1! or www.b.example 42')).toEqual([
      '<name>',
      'see',
      '<link>',
      'or',
      '<link>',
      '00',
    ])
  })

  it.each([':)', ':-(', ':D', ';)', '(:', '):', '<3', 'xD', '^_^', '-_-', '=P'])('know the face %s', (face) => {
    expect(tokensOf(`well ${face} there`)[1]).toMatchObject({ kind: 'sign', form: face.toLowerCase() })
  })

  it('know emoji, with or without the mark that makes them colourful', () => {
    expect(forms('❤️👍🏽')).toEqual(['❤', '👍'])
  })

  it('tell shouting and drawn-out words', () => {
    expect(tokensOf('SOOOO good A I')).toEqual([
      { kind: 'word', form: 'soo', loud: true, long: true },
      { kind: 'word', form: 'good', loud: false, long: false },
      { kind: 'word', form: 'a', loud: false, long: false },
      { kind: 'word', form: 'i', loud: false, long: false },
    ])
  })

  it('keep no more of a run of signs than four', () => {
    expect(forms('what!!!!!!! ........')).toEqual(['what', '!!!!', '....'])
  })

  it('are never more than the characters, and never without a form, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const tokens = tokensOf(text)
        expect(tokens.length).toBeLessThanOrEqual(text.length)
        for (const { form } of tokens) expect(form).not.toBe('')
      }),
    )
  })
})
