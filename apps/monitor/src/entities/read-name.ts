import { type EntityName, KhabarError, type NameKey } from '@khabar/article';

const KINDS = ['label', 'alias', 'surname', 'title'] as const;

/** `fa:ضمیر کابلوف`: the language, then the name. Throws KhabarError INPUT_INVALID. */
export function readNameKey(given: string): NameKey {
  const colon = given.indexOf(':');
  const [language, text] = [given.slice(0, colon).trim(), given.slice(colon + 1).trim()];
  if (colon < 1 || text === '' || !/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(language))
    throw new KhabarError(
      'INPUT_INVALID',
      `"${given}": a name is given as LANGUAGE:NAME, such as "fa:کابلوف"`,
    );
  return { language, text };
}

/** The same with the kind of the name before it where it is not this one: `surname:en:Kabulov`. */
export function readName(given: string, kind: EntityName['kind']): EntityName {
  const named = KINDS.find((one) => given.startsWith(`${one}:`));
  return named === undefined
    ? { ...readNameKey(given), kind }
    : { ...readNameKey(given.slice(named.length + 1)), kind: named };
}

/** The first name of each language is its label. */
export function readNames(given: readonly string[]): EntityName[] {
  const labelled = new Set<string>();
  return given.map((one) => {
    const name = readName(one, 'label');
    if (name.kind !== 'label') return name;
    if (labelled.has(name.language)) return { ...name, kind: 'alias' };
    labelled.add(name.language);
    return name;
  });
}
