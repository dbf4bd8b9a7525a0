import { sentences } from '@khabar/text';
import { z } from 'zod';

import { failed, type ModelOptions, openModel } from './ask-model.ts';
import { faultOf } from './plain-words.ts';
import type { Assist, AssistedArticle, Spending } from './port.ts';
import { readStances } from './read-stances.ts';

const LANGUAGES: Readonly<Record<string, string>> = {
  en: 'English',
  ru: 'Russian',
  fa: 'Persian (Iran)',
  'fa-af': 'Dari Persian (Afghanistan)',
  ps: 'Pashto',
  ar: 'Arabic',
};

/** Letters of an article that are sent for a gist or for stances: what it is about stands at its beginning. */
const MOST_SENT = 12_000;
const GIST_LETTERS = 700;
/** Letters of paragraphs translated by one question. */
const BATCH = 4000;

const Gist = z.object({ gist: z.string(), evidence: z.array(z.string()).min(1).max(6) });
const Translation = z.object({ paragraphs: z.array(z.string()) });

/** Opens a language model of the user's own. Asks nothing until it is asked. */
export function openAssist(options: ModelOptions, spending: Spending): Assist {
  const model = openModel(options, spending);
  const method = `llm:${options.model}`;
  return {
    model: options.model,

    async gist(article, language) {
      const sent = cut(article);
      const { kept, cost } = await model.ask(
        {
          instructions: `Write what the article says in exactly two sentences in ${nameOf(language)}: {"gist": "...", "evidence": ["..."]}; "evidence" are one to three passages copied letter by letter from the article that bear it out.`,
          data: sent,
          maxTokens: 700,
        },
        ({ said }) => checkedGist(said, { language, article }),
      );
      return { value: kept, cost, method, refused: [] };
    },

    async translate(article, language) {
      const paragraphs = [article.title, ...article.text.split('\n')];
      const translated: string[] = [];
      const total = { tokensIn: 0, tokensOut: 0 };
      for (const batch of batchesOf(paragraphs)) {
        const { kept, cost } = await model.ask(
          {
            instructions: `Translate each paragraph into ${nameOf(language)}, names included, nothing added or left out: {"paragraphs": ["...", ...]}, as many as given, in their order; an empty one stays empty.`,
            data: { paragraphs: batch },
            maxTokens: 400 + Math.ceil(batch.join('').length * 1.5),
          },
          ({ said }) => checkedTranslation(said, batch, language),
        );
        translated.push(...kept);
        total.tokensIn += cost.tokensIn;
        total.tokensOut += cost.tokensOut;
      }
      const [title = '', ...text] = translated;
      return { value: { title, text: text.join('\n') }, cost: total, method, refused: [] };
    },

    async proposeStances(article, known) {
      if (known.length < 2) return { value: [], cost: { tokensIn: 0, tokensOut: 0 }, method, refused: [] };
      const { kept, cost } = await model.ask(
        {
          instructions:
            'Who stands how towards whom, in which words? {"stances": [{"holder": "id", "target": "id", "label": "favor|against|unclear", "strength": 0 to 1, "evidence": "..."}]}. Use only the ids given, or "author" (the outlet itself) and "critics" (unnamed) as holder. "evidence" is copied letter by letter from the article, at most one sentence. Leave out whatever is not said; an empty list is a good answer.',
          data: { ...cut(article), ids: known.map(({ id, name }) => ({ id, name })) },
          maxTokens: 2000,
        },
        ({ said }) => readStances(said, { article, known, method }),
      );
      return { value: kept.stances, cost, method, refused: kept.refused };
    },
  };
}

function nameOf(language: string): string {
  return (
    LANGUAGES[language.toLowerCase()] ?? LANGUAGES[language.toLowerCase().split('-')[0] ?? ''] ?? language
  );
}

function cut({ title, text, language }: AssistedArticle): { title: string; text: string; language: string } {
  return { title, text: text.slice(0, MOST_SENT), language };
}

function checkedGist(
  said: unknown,
  { language, article }: { language: string; article: AssistedArticle },
): string {
  const read = Gist.safeParse(said);
  if (!read.success) throw failed('its gist has not the form that was asked for', 'never');
  const { gist, evidence } = read.data;
  const whole = `${article.title}\n${article.text}`;
  const invented = evidence.find((passage) => passage.trim().length < 8 || !whole.includes(passage.trim()));
  if (invented !== undefined)
    throw failed(`its gist rests on words that the article has not: "${invented.slice(0, 80)}"`, 'never');
  const plain = gist.replaceAll(/\s+/g, ' ').trim();
  const fault =
    plain.length > GIST_LETTERS
      ? `it is longer than ${GIST_LETTERS} letters`
      : faultOf(plain, language, whole);
  if (fault !== null) throw failed(`its gist cannot be kept: ${fault}`, 'never');
  const [, second] = sentences(plain);
  return second === undefined ? plain : plain.slice(0, second.end).trim();
}

function checkedTranslation(said: unknown, batch: readonly string[], language: string): string[] {
  const read = Translation.safeParse(said);
  if (!read.success) throw failed('its translation has not the form that was asked for', 'never');
  const { paragraphs } = read.data;
  if (paragraphs.length !== batch.length)
    throw failed(`its translation has ${paragraphs.length} paragraphs of ${batch.length}`, 'never');
  return paragraphs.map((paragraph, at) => {
    const original = batch[at] ?? '';
    if (original.trim() === '') return '';
    const plain = paragraph.replaceAll(/\s+/g, ' ').trim();
    const fault =
      plain.length > 200 + original.length * 4
        ? 'it is far longer than the original'
        : faultOf(plain, language, original);
    if (fault !== null)
      throw failed(`paragraph ${at + 1} of its translation cannot be kept: ${fault}`, 'never');
    return plain;
  });
}

function batchesOf(paragraphs: readonly string[]): string[][] {
  const batches: string[][] = [];
  let letters = Infinity;
  for (const paragraph of paragraphs) {
    if (letters + paragraph.length > BATCH) {
      batches.push([]);
      letters = 0;
    }
    batches.at(-1)?.push(paragraph);
    letters += paragraph.length;
  }
  return batches;
}
