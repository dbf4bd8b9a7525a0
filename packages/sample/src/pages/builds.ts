import type { Site } from '../coverage.ts';
import { blocksPage } from './blocks.ts';
import { jsonLdBodyPage, jsonLdPage } from './json-ld.ts';
import { lineBreaksPage } from './line-breaks.ts';
import { microdataPage } from './microdata.ts';
import { openGraphPage } from './open-graph.ts';
import type { PageBuild } from './page-content.ts';
import { plainPage } from './plain.ts';

/** The ways in which the sample outlets build their pages. */
export const PAGE_BUILDS: Readonly<Record<Site['build'], PageBuild>> = {
  'json-ld': jsonLdPage,
  'json-ld-body': jsonLdBodyPage,
  'open-graph': openGraphPage,
  microdata: microdataPage,
  'line-breaks': lineBreaksPage,
  blocks: blocksPage,
  plain: plainPage,
};
