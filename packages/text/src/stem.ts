/** Light stem of a folded word, by its script: the same for text, query, tag and alert. */
export function stemWord(folded: string): string {
  return folded;
}
