import { articleTemplate } from './mapping.ts';

/** The template as the server is sent it, for people who put it there by hand or look what the fields are. */
export function indexTemplate(): object {
  const { name: _, ...body } = articleTemplate('khabar-articles');
  return body;
}
