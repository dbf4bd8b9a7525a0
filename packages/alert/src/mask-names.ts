const LETTER = /[\p{L}\p{M}\p{N}]/u;

/** Names of a rule's mutes that stand, folded for comparison. */
export function mutedNames(
  mutes: readonly { readonly alias: string; readonly undoneAt?: string | undefined }[],
): string[] {
  return mutes.filter(({ undoneAt }) => undoneAt === undefined).map(({ alias }) => foldedCase(alias));
}

/** Is this spelling one of the names, whatever the case of its letters? */
export function isMuted(surface: string, names: readonly string[]): boolean {
  return names.includes(foldedCase(surface));
}

/** The text with spaces where these names stand as whole words; offsets stay. */
export function maskNames(text: string, names: readonly string[]): string {
  let masked = text;
  for (const name of names) {
    if (name === '') continue;
    const lower = foldedCase(masked);
    for (let at = lower.indexOf(name); at !== -1; at = lower.indexOf(name, at + name.length)) {
      const end = at + name.length;
      if (LETTER.test(lower[at - 1] ?? '') || LETTER.test(lower[end] ?? '')) continue;
      masked = masked.slice(0, at) + ' '.repeat(name.length) + masked.slice(end);
    }
  }
  return masked;
}

/** Small letters, one unit for one unit, so that offsets hold. */
function foldedCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (letter) => {
    const small = letter.toLowerCase();
    return small.length === letter.length ? small : letter;
  }).join('');
}
