const POSITIONS = [
  'feed-link',
  'enclosure',
  'atom-next',
  'json-feed-next_url',
  'sitemap-loc',
  'robots-sitemap',
  'opml-outline',
  'rel-alternate',
] as const;
export type SecondOrder = (typeof POSITIONS)[number];

/** Is this a document whose links Khabar follows by itself? */
export function isSecondOrder(position: string): position is SecondOrder {
  return POSITIONS.some((known) => known === position);
}
