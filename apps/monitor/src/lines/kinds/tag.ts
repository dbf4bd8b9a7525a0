import { Span } from '@khabar/article';
import { detectLanguage } from '@khabar/extract';
import { loadRegistry } from '@khabar/registry';
import { labelTowards, newNames, openLearnedReader, openTagger } from '@khabar/tag';
import { z } from 'zod';

import type { LineKind } from '../line.ts';

const Line = z.object({
  lang: z.string().nullish(),
  title: z.string().nullish(),
  text: z.string(),
  published: z.string().nullish(),
  source: z.string().nullish(),
  target: Span.nullish(),
});

/**
 * `{id, lang?, title?, text, published?, source?, target?}` -> entities, quotes and stances, offsets in UTF-16 into
 * `text` (into `title` where `field` says so); with `target` also the label of the text towards it. Where the encoder is
 * installed, also names that the registry does not know (their `id` is null), and labels where the rules see nothing.
 */
export async function openTagKind(): Promise<LineKind> {
  const registry = await loadRegistry();
  const tagger = openTagger(registry.entities);
  const opened = await openLearnedReader();
  const reader = 'unavailable' in opened ? undefined : opened;
  return {
    async close() {
      await reader?.close();
    },
    async answer(line) {
      const { lang, title, text, published, source, target } = Line.parse(line);
      const article = {
        title: title ?? '',
        text,
        language: lang ?? detectLanguage(text, undefined).language,
        ...(published == null ? {} : { published }),
        ...(source == null ? {} : { outletId: source }),
      };
      const tags = tagger.tagWithNeutral(article);
      const rules = target == null ? undefined : tagger.labelFor(article, target);
      const label =
        rules === undefined || target == null || reader === undefined
          ? rules
          : await labelTowards(text, target, { reader, rules });
      const fresh = reader === undefined ? [] : await newNames(text, tags.mentions, reader);
      return {
        entities: [
          ...tags.mentions.map(({ start, end, type, entityId, surface, field }) => ({
            start,
            end,
            type,
            id: entityId,
            surface,
            ...titled(field),
          })),
          ...fresh.map(({ start, end, type }) => ({
            start,
            end,
            type,
            id: null,
            surface: text.slice(start, end),
          })),
        ],
        quotes: tags.quotes.map(({ start, end, speaker, speakerId, kind }) => ({
          start,
          end,
          speaker,
          speaker_id: speakerId,
          direct: kind !== 'indirect',
        })),
        stances: tags.stances.map(
          ({ holder, target: towards, label: stance, strength, voice, evidence, method }) => ({
            holder,
            target: towards,
            label: stance,
            strength,
            voice,
            evidence: { start: evidence.start, end: evidence.end },
            method,
            ...titled(evidence.field),
          }),
        ),
        topics: tags.topics,
        relevance: tags.relevance,
        // Three labels are promised for a given target; what is unclear takes no side.
        ...(label === undefined ? {} : { label: label === 'unclear' ? 'neutral' : label }),
      };
    },
  };
}

function titled(field: 'title' | 'text'): { field?: 'title' } {
  return field === 'title' ? { field } : {};
}
