import type { Lead, Outlet } from '@khabar/article';

import type { PipelineParts } from '../pipeline-parts.ts';

/** How one found address came out when it was fetched and read. */
export interface PreviewedArticle {
  readonly url: string;
  readonly title: string | null;
  readonly published: string | null;
  readonly language: string;
  readonly words: number;
  readonly isArticle: boolean;
  /** Why it is none, or why it was not fetched. */
  readonly reason: string | null;
}

/** Fetches and reads some of what channels named, without keeping any of it. One after the other: they mostly lie on one host. */
export async function previewArticles(
  leads: readonly Lead[],
  outlet: Pick<Outlet, 'id' | 'render'>,
  parts: Pick<PipelineParts, 'fetchPage' | 'analysis'>,
): Promise<readonly PreviewedArticle[]> {
  const previewed: PreviewedArticle[] = [];
  for (const lead of leads) {
    // oxlint-disable-next-line no-await-in-loop
    previewed.push(await previewOne(lead, outlet, parts));
  }
  return previewed;
}

async function previewOne(
  lead: Lead,
  outlet: Pick<Outlet, 'id' | 'render'>,
  parts: Pick<PipelineParts, 'fetchPage' | 'analysis'>,
): Promise<PreviewedArticle> {
  const answer = await parts.fetchPage(lead.url, {
    accept: 'html',
    ...(outlet.render === true ? { render: true } : {}),
  });
  if (answer.kind !== 'page') {
    return {
      url: lead.url,
      title: lead.title ?? null,
      published: lead.published ?? null,
      language: lead.language ?? 'und',
      words: 0,
      isArticle: false,
      reason: answer.kind === 'refused' ? answer.detail : 'not modified',
    };
  }
  const { page } = answer;
  const read = await parts.analysis.run({
    kind: 'page',
    body: page.body,
    contentType: page.headers['content-type'] ?? null,
    url: page.finalUrl,
    outletId: outlet.id,
    now: page.fetchedAt,
    lead,
  });
  const { title, published, language, isArticle, reason } = read.extraction;
  return {
    url: lead.url,
    title,
    published,
    language,
    words: read.wordCount,
    isArticle,
    reason: isArticle ? null : (reason ?? null),
  };
}
