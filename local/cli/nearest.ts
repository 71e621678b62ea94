/** How many letters have to be changed, added or left out to make one word of the other (Levenshtein). */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1]
    for (const [j, its] of [...other].entries())
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === its ? 0 : 1)))
    row = next
  }
  return row[other.length] ?? 0
}

/** The name that was probably meant; undefined when none is near. */
export const nearest = (word: string, names: readonly string[]): string | undefined => {
  const [best] = names
    .map((name) => ({ name, far: distance(word.toLowerCase(), name) }))
    .filter(({ name, far }) => far <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.far - b.far)
  return best?.name
}
