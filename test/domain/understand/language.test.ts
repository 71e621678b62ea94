import { describe, expect, it } from '@jest/globals'
import { detectLanguage, languageOfTag } from '../../../shared/domain/understand/language.ts'
import { SENTENCES } from './sentences.ts'

describe('the language of a text', () => {
  it.each(Object.keys(SENTENCES))('is found for at least nine of ten short posts in %s', (language) => {
    const right = SENTENCES[language]?.filter((text) => detectLanguage(text) === language) ?? []
    expect(right.length).toBeGreaterThanOrEqual(9)
  })

  it.each([
    ['これは素晴らしい製品です', 'ja'],
    ['정말 좋아요', 'ko'],
    ['这个很好用', 'zh'],
    ['رائع جدا', 'ar'],
    ['یہ بہت اچھا ہے', 'ur'],
    ['این خیلی خوب است، چرا؟', 'fa'],
    ['बहुत अच्छा', 'hi'],
    ['Отлично работает', 'ru'],
    ['Чудово, дякую їм', 'uk'],
    ['Πολύ καλό', 'el'],
    ['טוב מאוד', 'he'],
    ['ดีมาก', 'th'],
    ['ძალიან კარგი', 'und'],
  ])('%s is told by its script: %s', (text, language) => {
    expect(detectLanguage(text)).toBe(language)
  })

  it('is not that of a name or a quotation in other letters', () => {
    expect(detectLanguage('We met 世界 yesterday and had a very good time there')).toBe('en')
  })

  it("is the platform's own word where there is one", () => {
    expect(detectLanguage('Danke für die schnelle Hilfe', { said: 'nl-BE' })).toBe('nl')
    expect(detectLanguage('Danke für die schnelle Hilfe', { said: 'und' })).toBe('de')
  })

  it('is not what the platform says where that is written in other letters', () => {
    expect(detectLanguage('とてもいいですね、ありがとう', { said: 'en' })).toBe('ja')
    expect(detectLanguage('Очень хорошо, спасибо', { said: 'de-DE' })).toBe('ru')
    expect(detectLanguage('Врло добро, хвала', { said: 'sr' })).toBe('sr')
    expect(detectLanguage('I like the word спасибо very much', { said: 'en' })).toBe('en')
  })

  it('of a short text is what the author usually writes, unless the text is clear', () => {
    expect(detectLanguage('ok super', { earlier: 'fr' })).toBe('fr')
    expect(detectLanguage('ok super')).toBe('en')
    expect(detectLanguage('Danke schön', { earlier: 'fr' })).toBe('de')
    expect(detectLanguage('mañana', { earlier: 'fr' })).toBe('es')
    expect(detectLanguage('też', { earlier: 'fr' })).toBe('pl')
    expect(detectLanguage('değil', { earlier: 'fr' })).toBe('tr')
    expect(detectLanguage('la casa')).toBe('en')
    expect(detectLanguage('la casa', { earlier: 'it' })).toBe('it')
    expect(detectLanguage('xkcd', { earlier: 'es' })).toBe('es')
    expect(detectLanguage('xkcd')).toBe('en')
  })

  it('is unknown when there are no words, or none in any language', () => {
    expect(detectLanguage('🎉 https://example.com/how-are-you 42')).toBe('und')
    expect(detectLanguage('', { earlier: 'de' })).toBe('de')
    expect(detectLanguage('zzqx'.repeat(20))).toBe('und')
    expect(detectLanguage('zzqx'.repeat(20), { earlier: 'it' })).toBe('it')
  })
})

describe('a language tag', () => {
  it.each([
    ['en', 'en'],
    ['en-GB', 'en'],
    ['pt_BR', 'pt'],
    ['ZH-Hant-TW', 'zh'],
    ['iw', 'he'],
    ['deu', 'de'],
    ['und', undefined],
    ['zxx', undefined],
    ['english', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s says %s', (tag, language) => {
    expect(languageOfTag(tag)).toBe(language)
  })
})
