/**
 * Words so common that having them in common says nothing: closed classes (articles, pronouns, prepositions, auxiliaries)
 * of the languages of Comprehend that are written in Latin letters, and the small talk of forums.
 */
const COMMON = new Set(
  `a about after again all also am an and any are as at be because been before but by can could did do does doing don for
  from get got had has have he her here him his how i if in into is it its just like me my need new no not now of off ok
  on one only or our out over please she should so some still than thank thanks that the their them then there these they
  this those to too up us use used using very was we were what when where which who why will with work would you your
  aber als am an auch auf aus bei bin bitte da das dass dem den der des die doch ein eine einem einen einer es für hat
  habe haben ich ihr im in ist ja kann man mein meine mich mir mit nach nicht noch nur oder schon sich sie sind so über
  um und uns von vor war was wenn wer wie wir wird zu zum zur danke
  au aux avec ce ces cette dans de des du elle en est et il ils je la le les leur mais ma me mes mon ne nous on ou par
  pas plus pour que qui sa se ses son sur un une vous merci
  con de del el en es esta este la las lo los mi no para pero por que se si sin su una un y gracias como
  che con da di e gli il la le lo ma mi nel non per più sono una un grazie come
  com da das de do dos e em eu mais mas na não no o os para por que se um uma obrigado como`
    .split(/\s+/)
    .filter(Boolean),
)

const WORDS = new Intl.Segmenter('en', { granularity: 'word' })
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
  for (const { segment, isWordLike } of WORDS.segment(text.slice(0, MOST_CHARACTERS).normalize('NFKC'))) {
    const lower = segment.toLowerCase()
    if (!isWordLike || COMMON.has(lower) || /^(?:\p{Script=Latin}|\d)$/u.test(lower)) continue
    found.push({ word: folded(lower), surface: segment })
  }
  return found
}
