import { ANALYSED_LANGUAGES, type AnalysedLanguage } from '@khabar/article';
import { foldText } from '@khabar/text';
import { z } from 'zod';

import arGrammar from '../data/grammar/ar.json' with { type: 'json' };
import enGrammar from '../data/grammar/en.json' with { type: 'json' };
import faGrammar from '../data/grammar/fa.json' with { type: 'json' };
import psGrammar from '../data/grammar/ps.json' with { type: 'json' };
import ruGrammar from '../data/grammar/ru.json' with { type: 'json' };
import arSpeech from '../data/quotes/ar.json' with { type: 'json' };
import enSpeech from '../data/quotes/en.json' with { type: 'json' };
import faSpeech from '../data/quotes/fa.json' with { type: 'json' };
import psSpeech from '../data/quotes/ps.json' with { type: 'json' };
import ruSpeech from '../data/quotes/ru.json' with { type: 'json' };
import arFrames from '../data/stance/ar.json' with { type: 'json' };
import enFrames from '../data/stance/en.json' with { type: 'json' };
import faFrames from '../data/stance/fa.json' with { type: 'json' };
import psFrames from '../data/stance/ps.json' with { type: 'json' };
import ruFrames from '../data/stance/ru.json' with { type: 'json' };
import type { QuoteLanguage } from './quotes/find-quotes.ts';
import { SpeechData } from './quotes/speech-data.ts';
import type { SpeechCue } from './quotes/spoken-sentence.ts';
import { Grammar } from './sentence/grammar.ts';
import { openGrammar } from './sentence/markers.ts';
import { compileCues } from './stance/cue-matcher.ts';
import type { StanceLanguage } from './stance/find-stances.ts';
import { Frame } from './stance/frame.ts';

const FILES: Readonly<Record<AnalysedLanguage, { grammar: unknown; speech: unknown; frames: unknown }>> = {
  en: { grammar: enGrammar, speech: enSpeech, frames: enFrames },
  ru: { grammar: ruGrammar, speech: ruSpeech, frames: ruFrames },
  fa: { grammar: faGrammar, speech: faSpeech, frames: faFrames },
  ps: { grammar: psGrammar, speech: psSpeech, frames: psFrames },
  ar: { grammar: arGrammar, speech: arSpeech, frames: arFrames },
};

/** Rules of one language, compiled. */
export type LanguageRules = StanceLanguage & QuoteLanguage;

/** Reads and checks the cue files of a language; a wrong entry throws a `ZodError` that names it. */
export function loadLanguage(language: AnalysedLanguage): LanguageRules {
  const files = FILES[language];
  const speech = SpeechData.parse(files.speech);
  const cues: SpeechCue[] = [
    ...speech.bare.map((cue) => ({ cue, as: 'bare' as const })),
    ...speech.verbs.map((cue) => ({ cue, as: 'verb' as const })),
    ...speech.accordingTo.map((cue) => ({ cue, as: 'according' as const })),
    ...speech.accordingToAfter.map((cue) => ({ cue, as: 'according-after' as const })),
    ...speech.openingClause.flatMap((word) =>
      [...speech.bare, ...speech.verbs].map((cue) => ({ cue: `${word} ${cue}`, as: 'according' as const })),
    ),
    ...speech.notSpeech.map((cue) => ({ cue, as: 'none' as const })),
  ];
  const frames = z.array(Frame).parse(files.frames).flatMap(withSuffix(language)).map(foldTarget);
  return {
    lookup: openGrammar(foldLists(Grammar.parse(files.grammar))),
    frames: compileCues(frames),
    topical: compileCues(frames.filter(({ topic }) => topic !== undefined)),
    speech: compileCues(cues),
  };
}

/** All five languages. */
export function loadLanguages(): ReadonlyMap<string, LanguageRules> {
  return new Map(ANALYSED_LANGUAGES.map((language) => [language, loadLanguage(language)]));
}

function fold(list: readonly string[]): string[] {
  return list.map((word) => foldText(word).text);
}

/** Present of the third person, past of form IV and feminine past: verbs for certain, whatever their root. */
const ARABIC_VERB = /^(?:[يت]\p{L}{3,}|أ\p{L}{3,}|\p{L}{3,}[^اة]ت)$/u;

/** «تدينها لندن»: an Arabic verb carries its object as a suffix. */
function withSuffix(language: AnalysedLanguage): (frame: Frame) => Frame[] {
  return (frame) => {
    const isVerb =
      language === 'ar' &&
      frame.as === 'act' &&
      frame.target === undefined &&
      // «ترفضها»: what is refused is seldom somebody.
      !frame.cue.includes('رفض') &&
      ARABIC_VERB.test(frame.cue);
    if (!isVerb) return [frame];
    const stem = frame.cue.replace(/ى$/u, 'ا');
    return [
      frame,
      { ...frame, cue: OBJECT_SUFFIXES.map((suffix) => stem + suffix).join('|'), suffixed: true },
    ];
  };
}

const OBJECT_SUFFIXES = ['ها', 'هم', 'ه'];

function foldTarget(frame: Frame): Frame {
  return frame.target === undefined ? frame : { ...frame, target: foldText(frame.target).text };
}

/** Words of a grammar are compared with folded words of the text. */
function foldLists(grammar: Grammar): Grammar {
  return {
    ...grammar,
    not: fold(grammar.not),
    notOnly: fold(grammar.notOnly),
    that: fold(grammar.that),
    relative: fold(grammar.relative),
    and: fold(grammar.and),
    but: fold(grammar.but),
    circumstance: fold(grammar.circumstance),
    place: fold(grammar.place),
    genitive: fold(grammar.genitive),
    prepositions: fold(grammar.prepositions),
    agent: fold(grammar.agent),
    agentAfter: fold(grammar.agentAfter),
    placeAfter: fold(grammar.placeAfter),
    verbStems: fold(grammar.verbStems),
    object: fold(grammar.object),
    postpositions: fold(grammar.postpositions),
    modifiers: fold(grammar.modifiers),
    determiners: fold(grammar.determiners),
    firstPerson: fold(grammar.firstPerson),
    thirdPerson: fold(grammar.thirdPerson),
    objectPronouns: fold(grammar.objectPronouns),
    conditional: fold(grammar.conditional),
    prefixes: fold(grammar.prefixes),
    notGlued: fold(grammar.notGlued),
    as: fold(grammar.as),
    step: fold(grammar.step),
    adverse: fold(grammar.adverse),
    about: fold(grammar.about),
    whether: fold(grammar.whether),
    when: fold(grammar.when),
    plural: fold(grammar.plural),
    personal: fold(grammar.personal),
    copula: fold(grammar.copula),
    time: fold(grammar.time),
    titles: fold(grammar.titles),
    rulers: fold(grammar.rulers),
    critics: fold(grammar.critics),
    everyone: fold(grammar.everyone),
  };
}
