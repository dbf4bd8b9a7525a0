import type { Extraction, Tags } from '@khabar/article';
import { extractArticle, extractPlainText } from '@khabar/extract';
import { decodeText } from '@khabar/fetch';
import { copyKeys, signatureBytes, signatureOfWords } from '@khabar/story';
import type { Tagger } from '@khabar/tag';
import { tokens } from '@khabar/text';

import type { AnalysisTask, ReadArticle } from './protocol.ts';

/** Does one task; pure but for the tagger it is handed. Runs in a thread (`analysis-thread.ts`), so that no page can hold up the rest. */
export function analyse(task: AnalysisTask, tagger: Tagger): ReadArticle | Tags {
  switch (task.kind) {
    case 'page': {
      const { text: html } = decodeText(task.body, task.contentType ?? undefined, 'html');
      const extraction = extractArticle({
        html,
        url: task.url,
        now: new Date(task.now),
        ...(task.selectors === undefined ? {} : { selectors: task.selectors }),
        ...(task.outletLanguage === undefined ? {} : { outletLanguage: task.outletLanguage }),
        ...(task.lead === undefined ? {} : { lead: task.lead }),
      });
      return readArticle(extraction, { outletId: task.outletId, url: task.url }, tagger);
    }
    case 'text':
      return readArticle(
        extractPlainText(task.text, task.language === undefined ? {} : { language: task.language }),
        { outletId: task.outletId, url: undefined },
        tagger,
      );
    case 'tag':
      return tagger.tag({
        title: task.title,
        text: task.text,
        language: task.language,
        outletId: task.outletId,
        ...(task.published === null ? {} : { published: task.published }),
        ...(task.section == null ? {} : { section: task.section }),
        ...(task.labels === undefined ? {} : { labels: task.labels }),
        ...(task.url === undefined ? {} : { url: task.url }),
      });
  }
}

interface Origin {
  readonly outletId: string | undefined;
  readonly url: string | undefined;
}

function readArticle(read: Extraction, { outletId, url }: Origin, tagger: Tagger): ReadArticle {
  // PostgreSQL text holds everything but U+0000.
  const extraction = {
    ...read,
    text: read.text.replaceAll('\0', ' '),
    title: read.title?.replaceAll('\0', ' ') ?? null,
  };
  const title = extraction.title ?? firstWords(extraction.text);
  if (!extraction.isArticle || extraction.text === '')
    return { extraction, title, tags: null, wordCount: 0, signature: null, bands: [] };
  const words = tokens(extraction.text);
  const signature = signatureOfWords(words);
  return {
    extraction,
    title,
    // A title that is only the first words of the text would say everything in them twice.
    tags:
      outletId === undefined
        ? null
        : tagsOf(
            extraction,
            { title: extraction.title ?? '', outletId, url: extraction.canonicalUrl ?? url },
            tagger,
          ),
    wordCount: words.length,
    signature: signature === null ? null : signatureBytes(signature),
    bands: signature === null ? [] : copyKeys(signature, words),
  };
}

/** A text on which the tagger fails is still an article. */
function tagsOf(
  extraction: Extraction,
  { title, outletId, url }: Origin & { title: string; outletId: string },
  tagger: Tagger,
): Tags | null {
  const { text, language, published, section, tags } = extraction;
  try {
    return tagger.tag({
      title,
      text,
      language,
      outletId,
      labels: tags,
      ...(published === null ? {} : { published }),
      ...(section === null ? {} : { section }),
      ...(url === undefined ? {} : { url }),
    });
  } catch {
    return null;
  }
}

const TITLE_CHARACTERS = 120;

function firstWords(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  if (line.length <= TITLE_CHARACTERS) return line;
  const space = line.lastIndexOf(' ', TITLE_CHARACTERS);
  return `${line.slice(0, space > 0 ? space : TITLE_CHARACTERS)}…`;
}
