import { KhabarError } from '@khabar/article';
import { type Config, processEnvironment } from '@khabar/config';
import { type Fetcher, findChromium, openRenderer, type Renderer, type WebClient } from '@khabar/fetch';

interface RendererDeps {
  readonly client: WebClient;
  readonly fetcher: Pick<Fetcher, 'robotsFor'>;
  readonly userAgent: string;
}

/** The browser that draws pages where the options allow one; null where not. Throws KhabarError CONFIG_INVALID where it is wanted and there is none. */
export async function openPageRenderer(
  config: Pick<Config, 'render' | 'chromium'>,
  { client, fetcher, userAgent }: RendererDeps,
): Promise<Renderer | null> {
  if (!config.render) return null;
  const executablePath = await findChromium(config.chromium ?? '', processEnvironment()['PATH'] ?? '');
  if (executablePath === undefined) {
    const where = config.chromium ?? 'the search path';
    throw new KhabarError('CONFIG_INVALID', `KHABAR_RENDER is on, but there is no Chromium at ${where}`);
  }
  return openRenderer({ executablePath, userAgent, client, robotsFor: (host) => fetcher.robotsFor(host) });
}
