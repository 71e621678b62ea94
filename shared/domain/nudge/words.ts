/**
 * Words so common that having them in common says nothing: closed classes (articles, pronouns, prepositions, auxiliaries)
 * of the languages of Comprehend that are written in Latin letters, and the small talk of forums.
 */
const COMMON = new Set(
  `a about after again all also am an and any anybody anyone anything are as at be because been before but by can
  could did do does doing don ever everything for from get got had has have he hello help her here hey hi him his
  how i if in into is it its just like me my need new no not nothing now of off ok on one only or our out over
  please she should so some somebody someone something still than thank thanks that the their them then there these
  they this those to too up us use used using very was we were what when where which who why will with work would
  you your day days first five four last month months next second ten three time times today tomorrow two week weeks
  year years yesterday
  aber als am an auch auf aus bei bin bitte da danke das dass dem den der des die doch ein eine einem einen einer es
  für hat habe haben ich ihr im in ist ja kann man mein meine mich mir mit nach nicht noch nur oder schon sich sie
  sind so über um und uns von vor war was wenn wer wie wir wird zu zum zur
  au aux avec ce ces cette dans de des du elle en est et il ils je la le les leur ma mais me merci mes mon ne nous
  on ou par pas plus pour que qui sa se ses son sur un une vous
  como con de del el en es esta este gracias la las lo los mi no para pero por que se si sin su un una y
  che come con da di e gli grazie il la le lo ma mi nel non per più sono un una
  com como da das de do dos e em eu mais mas na no não o obrigado os para por que se um uma`
    .split(/\s+/)
    .filter(Boolean),
)

// Made at first use: the first segmenter of a process loads ICU's data, as much work as all else at a function's start.
let segmenter: Intl.Segmenter | undefined
const wordsIn = (text: string): Intl.Segments => {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'word' })
  return segmenter.segment(text)
}
/** Longer texts say no more about what somebody asks. */
const MOST_CHARACTERS = 4_000

/** English plurals and their singular are one word; short words and -ss stay. */
const folded = (word: string): string => (/^[a-z]{4,}$/.test(word) ? word.replace(/(?<=[^s])s$/, '') : word)

/**
 * The telling words of a text, in order, with repeats: any script (Chinese, Japanese and Thai are cut into words), without
 * regard to case and width, without the words that everybody uses. `surface` is how the text wrote it.
 */
export const tellingWords = (text: string): { word: string; surface: string }[] => {
  const found: { word: string; surface: string }[] = []
  for (const { segment, isWordLike } of wordsIn(text.slice(0, MOST_CHARACTERS).normalize('NFKC'))) {
    const lower = segment.toLowerCase()
    if (!isWordLike || COMMON.has(lower) || /^(?:\p{Script=Latin}|\d)$/u.test(lower)) continue
    found.push({ word: folded(lower), surface: segment })
  }
  return found
}
