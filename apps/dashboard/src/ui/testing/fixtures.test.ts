import * as schemas from '@khabar/api/schemas';
import { expect, test } from 'vitest';

import { fakeApi, fakeState } from './fake-api.ts';

const SHAPES = [
  ['/status', schemas.Status],
  ['/overview', schemas.Overview],
  ['/articles?q=taliban', schemas.ArticleList],
  ['/articles?q=nothing+here', schemas.ArticleList],
  ['/articles/article3', schemas.ArticleView],
  ['/stories/article1', schemas.StoryView],
  ['/facets', schemas.Facets],
  ['/timeline', schemas.Timeline],
  ['/coverage', schemas.Coverage],
  ['/terms?prefix=ka', schemas.Completions],
  ['/stances', schemas.StatementList],
  ['/stances/timeline?holder=country:russia', schemas.StanceTimeline],
  ['/stances/matrix', schemas.StanceMatrix],
  ['/stances/shifts', schemas.StanceShifts],
  ['/entities', schemas.EntityList],
  ['/entities/org:taliban', schemas.EntityView],
  ['/searches', schemas.SavedSearchList],
  ['/alert-rules', schemas.AlertRuleList],
  ['/alerts', schemas.AlertList],
  ['/channels', schemas.ChannelList],
  ['/deliveries', schemas.DeliveryList],
  ['/outlets', schemas.OutletList],
  ['/outlets/neva.example', schemas.OutletView],
  ['/outlets/neva.example/fetches', schemas.FetchList],
  ['/outlets/neva.example/gaps', schemas.GapList],
] as const;

test.each(SHAPES)('the fixture of %s has the shape of the API', async (path, schema) => {
  const response = await fakeApi(fakeState()).request(`/api/v1${path}`);
  expect(response.status).toBe(200);
  const parsed = schema.safeParse(await response.json());
  expect(parsed.error?.issues ?? []).toEqual([]);
});
