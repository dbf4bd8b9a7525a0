export { genreOf, type GenreInput, type GenreLanguage } from './genre-of.ts';
export { loadGenres } from './load-genre.ts';
