import { foldText } from '@khabar/text';

const SIMILAR: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'س ث ص ش',
    'ز ذ ض ظ',
    'ت ط ټ',
    'د ډ',
    'ر ړ',
    'ن ڼ',
    'گ غ ق',
    'ج چ ژ',
    'ب پ',
    'ف ڤ',
    'ح ځ',
    'k c q',
    'v w',
    'х г',
    'е э',
  ].flatMap((row) => {
    const [kept = '', ...others] = row.split(' ').map((letter) => foldText(letter).text);
    return others.map((other) => [other, kept]);
  }),
);

/** Vowels, and the letters of each script that transliterations add and drop. */
const WEAK = new Set(Array.from(foldText('اآأإوؤیيئىهءaeiouyhаеиоуыэюяйьъ').text));

/**
 * The consonants of a folded word, alike ones made one and doubled ones single: what the many transliterations of a name share
 * (گوترش, گوتیرش, گوترس; Motaqi, Muttaqi). The first letter stays.
 */
export function skeleton(folded: string): string {
  let bones = '';
  for (const letter of folded) {
    const bone = SIMILAR[letter] ?? letter;
    if (bones !== '' && (WEAK.has(bone) || bones.endsWith(bone))) continue;
    bones += bone;
  }
  return bones;
}
