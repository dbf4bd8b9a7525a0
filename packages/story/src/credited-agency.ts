/** Names of news agencies as texts write them, by language; a reprint names its agency at its head or its foot. */
const AGENCIES =
  /(?<![\p{L}\p{M}])(Reuters|Associated Press|AFP|TASS|RIA Novosti|Interfax|Xinhua|Sputnik|Anadolu|IRNA|Tasnim|Pajhwok|Bakhtar|AVA Press|Рейтер|ТАСС|РИА Новости|Интерфакс|Синьхуа|Спутник|رویترز|رويټرز|رويترز|روېټرز|تاس|ریانووستی|اسپوتنیک|سبوتنيك|آوا|پژواک|باختر|ایرنا|تسنیم|شینهوا|شينخوا|أسوشيتد برس|فرانس برس|فرانس‌پرس|الأناضول|آناتولی)(?![\p{L}\p{M}])/u;

const HEAD = 200;
const FOOT = 160;

/** Agency that a text names in its first 200 or its last 160 letters, as written there; null: none that is known. Linear in these. */
export function creditedAgency(text: string): string | null {
  return AGENCIES.exec(text.slice(0, HEAD))?.[1] ?? AGENCIES.exec(text.slice(-FOOT))?.[1] ?? null;
}
