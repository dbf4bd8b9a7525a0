import type { AnalysedLanguage } from '@khabar/article';

import ar from '../../data/genre/ar.json' with { type: 'json' };
import en from '../../data/genre/en.json' with { type: 'json' };
import fa from '../../data/genre/fa.json' with { type: 'json' };
import ps from '../../data/genre/ps.json' with { type: 'json' };
import ru from '../../data/genre/ru.json' with { type: 'json' };
import { GenreData } from './genre-data.ts';
import { compileGenre, type GenreLanguage } from './genre-of.ts';

const FILES: Readonly<Record<AnalysedLanguage, unknown>> = { en, ru, fa, ps, ar };

/** Marks of every language; a wrong entry throws a `ZodError` that names it. */
export function loadGenres(): ReadonlyMap<string, GenreLanguage> {
  return new Map(
    Object.entries(FILES).map(([language, file]) => [language, compileGenre(GenreData.parse(file))]),
  );
}
