import type { Outlet } from '@khabar/article';

import { readCoverage } from './coverage.ts';

/** The outlets of the sample web, each marked `sample`, as they enter the catalogue. */
export function sampleOutlets(): readonly Outlet[] {
  return readCoverage().map(({ outlet }) => outlet);
}
