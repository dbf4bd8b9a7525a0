export { genreOf } from './genre-of.ts';
export { loadGenres } from './load-genre.ts';
