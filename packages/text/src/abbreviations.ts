/** Folded words that a full stop follows without ending a sentence. */
export const ABBREVIATIONS: ReadonlySet<string> = new Set(
  [
    'mr mrs ms dr prof gen lt col maj capt sgt cmdr adm brig rep sen gov pres hon rev st sr jr messrs vs etc inc ltd co corp dept univ no nos vol pp fig al',
    'jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun approx est min max cf ca',
    'г гг в вв т тт ч чч стр рис им ул пл пр просп д корп кв обл р п пп руб коп тыс млн млрд трлн др проч см ср напр акад проф доц ген полк подп майор кап гр',
    'янв февр апр авг сент окт нояб дек тов г-н г-жа ред изд мин макс долл англ нем перс араб букв пер жен муж род',
    'د ا م ص ق هـ',
  ].flatMap((line) => line.split(' ')),
);

/** Words that begin sentences: after an abbreviation that may also end one (U.S., etc.), they show that it did. */
export const SENTENCE_STARTERS: ReadonlySet<string> = new Set(
  'the he she it they we this that these those but and however meanwhile in on at after before when while if a an as for its his her their there i you он она они это но однако при в на по после'.split(
    ' ',
  ),
);
