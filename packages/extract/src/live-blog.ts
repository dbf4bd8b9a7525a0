import { typesOf } from './read-json-ld.ts';
import type { Metadata } from './read-metadata.ts';

/** Whether the page reports as things happen, by its structured data. */
export function isLiveBlog({ article, jsonLd }: Metadata): boolean {
  return [article, ...jsonLd].some((node) => node !== null && typesOf(node).includes('LiveBlogPosting'));
}
