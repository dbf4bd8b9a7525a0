import type { LiveRegistry } from '@khabar/registry';
import { tokens } from '@khabar/text';

// A word that so many bear is nobody's name.
const MOST_BEARERS = 3;

type Script = 'latin' | 'cyrillic' | 'arabic' | 'other';

function scriptOf(text: string): Script {
  if (/\p{Script=Latin}/u.test(text)) return 'latin';
  if (/\p{Script=Cyrillic}/u.test(text)) return 'cyrillic';
  return /\p{Script=Arabic}/u.test(text) ? 'arabic' : 'other';
}

function stems(text: string): string[] {
  return tokens(text).map((token) => token.stem);
}

type Names = ReadonlyMap<string, readonly (readonly string[])[]>;

// By version of the registry, so that a change of a name holds at once and a search need not read all names.
const known = new WeakMap<LiveRegistry, { version: string; names: Names }>();

function namesOf(registry: LiveRegistry): Names {
  const before = known.get(registry);
  if (before?.version === registry.version) return before.names;
  const names = new Map<string, Set<readonly string[]>>();
  for (const entity of registry.entities) {
    const texts = entity.names.filter((name) => name.kind !== 'title').map((name) => name.text);
    for (const text of texts) {
      const key = stems(text).join(' ');
      const bearers = names.get(key) ?? new Set();
      names.set(key, bearers.add(texts));
    }
  }
  const found = new Map(Array.from(names, ([key, bearers]) => [key, Array.from(bearers)]));
  known.set(registry, { version: registry.version, names: found });
  return found;
}

/**
 * Spellings of a name in the scripts it was not typed in; none where the text is no name, or the name of many. A surname is
 * searched by surnames: spellings of more words than were typed are left out where a script has shorter ones.
 */
export function namesInOtherScripts(registry: LiveRegistry): (text: string) => readonly string[] {
  const names = namesOf(registry);
  return (text) => {
    const typed = stems(text);
    const bearers = names.get(typed.join(' ')) ?? [];
    if (bearers.length > MOST_BEARERS) return [];
    const script = scriptOf(text);
    return bearers.flatMap((texts) =>
      (['latin', 'cyrillic', 'arabic'] as const).flatMap((other) => {
        const spelled = other === script ? [] : texts.filter((name) => scriptOf(name) === other);
        const short = spelled.filter((name) => stems(name).length <= typed.length);
        return short.length > 0 ? short : spelled;
      }),
    );
  };
}
