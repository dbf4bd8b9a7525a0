import { KhabarError } from '@khabar/article';
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';

import type { ApiServices } from './services.ts';

const Choice = z.object({ ruleId: z.string(), channelId: z.string(), to: z.string() });

/**
 * `/unsubscribe/TOKEN` of a letter: a POST (RFC 8058, which mail programs send by themselves) ends the letters of one rule to one
 * person; a GET only shows the button, since programs that scan letters follow their links.
 */
export function unsubscribeRoutes(services: ApiServices): Hono {
  const app = new Hono();
  const choiceOf = (token: string): z.infer<typeof Choice> => {
    try {
      return Choice.parse(JSON.parse(services.secrets.open(`sealed:1:${token}`, 'unsubscribe')));
    } catch (cause) {
      throw new KhabarError('NOT_FOUND', 'unsubscribe: this address is not valid', { cause });
    }
  };
  app.get('/unsubscribe/:token', async (context) => {
    const { ruleId, to } = choiceOf(context.req.param('token'));
    return page(context, `End the letters of “${await nameOf(ruleId, services)}” to ${to}?`, true);
  });
  app.post('/unsubscribe/:token', async (context) => {
    const { ruleId, channelId, to } = choiceOf(context.req.param('token'));
    const rules = await services.store.alerts.rules();
    if (rules.some((rule) => rule.id === ruleId))
      await services.store.alerts.optOut({ ruleId, channelId, recipient: to }, services.now().toISOString());
    return page(context, `${to} gets no more letters of “${await nameOf(ruleId, services)}”.`, false);
  });
  return app;
}

function page(context: Context, text: string, button: boolean): Response | Promise<Response> {
  context.header('content-security-policy', "default-src 'none'; form-action 'self'; frame-ancestors 'none'");
  return context.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width" />
          <title>Khabar</title>
        </head>
        <body>
          <main>
            <h1>Khabar</h1>
            <p>${text}</p>
            ${button ? html`<form method="post"><button>Unsubscribe</button></form>` : ''}
          </main>
        </body>
      </html>`,
  );
}

async function nameOf(ruleId: string, services: ApiServices): Promise<string> {
  return (await services.store.alerts.rules()).find((rule) => rule.id === ruleId)?.name ?? 'this alert';
}
