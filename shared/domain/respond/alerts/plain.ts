/** Characters that break lines, hide, or turn the direction of what follows. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu

/** Longest name of a topic or an alert in a message. */
export const maxWords = 80

/**
 * Words that others chose, on one line and not longer than that.
 * @param most characters as people count them
 */
export const oneLine = (text: string, most: number): string => {
  const characters = [...text.replaceAll(UNSEEN, ' ').replaceAll(/\s+/g, ' ').trim()]
  return characters.length <= most ? characters.join('') : `${characters.slice(0, most - 1).join('')}…`
}
