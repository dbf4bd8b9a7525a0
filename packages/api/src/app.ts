import { randomUUID } from 'node:crypto';

import { OpenAPIHono } from '@hono/zod-openapi';
import { isLoopback } from '@khabar/config';
import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';

import { errorResponse, problem, titleOf } from './error-response.ts';
import { feedRoutes } from './feeds.ts';
import { watchInstallation } from './installation-gauges.ts';
import { methodNotAllowed } from './method-not-allowed.ts';
import { alertRoutes } from './routes/alerts.ts';
import { articleRoutes } from './routes/articles.ts';
import { assistRoutes } from './routes/assist.ts';
import { backfillRoutes } from './routes/backfills.ts';
import { channelRoutes } from './routes/channels.ts';
import { correctionRoutes } from './routes/corrections.ts';
import { entityRoutes } from './routes/entities.ts';
import { eventRoutes } from './routes/events.ts';
import { exportRoutes } from './routes/export.ts';
import { facetRoutes } from './routes/facets.ts';
import { operationRoutes } from './routes/operations.ts';
import { outletRoutes } from './routes/outlets.ts';
import { overviewRoutes } from './routes/overview.ts';
import { quoteRoutes } from './routes/quotes.ts';
import { registryRoutes } from './routes/registry.ts';
import { retagRoutes } from './routes/retag-runs.ts';
import { savedSearchRoutes } from './routes/searches.ts';
import { stanceRoutes } from './routes/stances.ts';
import { storyRoutes } from './routes/stories.ts';
import { subjectRoutes } from './routes/subjects.ts';
import type { ApiServices } from './services.ts';
import { unsubscribeRoutes } from './unsubscribe.ts';

const MAX_BODY_BYTES = 16 * 1024 * 1024;

declare module 'hono' {
  interface ContextVariableMap {
    requestId: string;
  }
}

/** The whole HTTP interface but for the pages: `/api/v1`, `/feeds`, `/health`, `/metrics`. */
export function createApi(services: ApiServices): Hono {
  const api = apiRoutes(services);
  watchInstallation(services);
  const app = new Hono();
  app.use(async (context, next) => {
    const requestId = randomUUID();
    context.set('requestId', requestId);
    context.header('x-request-id', requestId);
    const begun = performance.now();
    await next();
    services.metrics.httpSeconds(
      { method: context.req.method, route: context.req.routePath, status: String(context.res.status) },
      (performance.now() - begun) / 1000,
    );
  });
  // The pages bring a policy of their own.
  for (const path of ['/api/*', '/feeds/*', '/unsubscribe/*', '/health', '/metrics']) {
    app.use(
      path,
      secureHeaders({
        contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
        referrerPolicy: 'no-referrer',
      }),
    );
  }
  app.use(ownHostOnly(services.answersTo ?? isLoopback));
  app.use('/api/*', sameSiteOnly());
  app.use('/api/*', bodyLimit({ maxSize: MAX_BODY_BYTES, onError: tooLarge }));
  app.use('/api/*', jsonOnly());

  app.get('/health', async (context) => {
    const health = await services.health();
    return context.json(health, health.state === 'degraded' ? 503 : 200);
  });
  app.get('/metrics', async (context) =>
    context.text(await services.metrics.text(), 200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    }),
  );
  app.route('/api/v1', api);
  app.route('/', feedRoutes(services));
  app.route('/', unsubscribeRoutes(services));
  app.all('/api/*', methodNotAllowed(api, '/api/v1'));
  app.onError((error, context) => {
    const { problem: answer, status } = errorResponse(error, context);
    if (status >= 500)
      services.logger.error(
        { requestId: answer.requestId, path: context.req.path, error: error.message, stack: error.stack },
        'request failed',
      );
    context.header('content-type', 'application/problem+json');
    return context.body(JSON.stringify(answer), status);
  });
  return app;
}

function apiRoutes(services: ApiServices): OpenAPIHono {
  const api = new OpenAPIHono({
    defaultHook: (result, context) => {
      if (result.success) return undefined;
      const errors = result.error.issues.map((issue) => ({
        parameter: issue.path.join('.'),
        message: issue.message,
      }));
      context.header('content-type', 'application/problem+json');
      return context.body(
        JSON.stringify(
          problem({
            status: 400,
            code: 'INPUT_INVALID',
            title: titleOf(400),
            detail: errors.map(({ parameter, message }) => `${parameter}: ${message}`).join('; '),
            requestId: context.get('requestId') ?? '',
            errors,
          }),
        ),
        400,
      );
    },
  });
  articleRoutes(api, services);
  facetRoutes(api, services);
  stanceRoutes(api, services);
  storyRoutes(api, services);
  entityRoutes(api, services);
  registryRoutes(api, services);
  overviewRoutes(api, services);
  subjectRoutes(api, services);
  assistRoutes(api, services);
  savedSearchRoutes(api, services);
  alertRoutes(api, services);
  channelRoutes(api, services);
  outletRoutes(api, services);
  backfillRoutes(api, services);
  operationRoutes(api, services);
  correctionRoutes(api, services);
  retagRoutes(api, services);
  quoteRoutes(api, services);
  exportRoutes(api, services);
  eventRoutes(api, services);
  api.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Khabar',
      version: services.info.version,
      description:
        'What news outlets say, who is mentioned, who stands how towards whom. Times are UTC ISO 8601; errors are RFC 9457 problem details.',
    },
    servers: [{ url: '/api/v1' }],
  });
  return api;
}

function tooLarge(): never {
  throw new HTTPException(413, { message: `the body is larger than ${MAX_BODY_BYTES} bytes` });
}

/** A page elsewhere that points a name of its own at 127.0.0.1 (DNS rebinding) sends that name as Host; it gets nothing. */
function ownHostOnly(answersTo: (hostName: string) => boolean): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host');
    if (host !== undefined) {
      const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
      if (!answersTo(name))
        throw new HTTPException(403, {
          message: `Host ${host}: Khabar does not answer to this name; KHABAR_PUBLIC_URL says which name it has`,
        });
    }
    await next();
  };
}

/**
 * A state change that a browser sends for another site is refused (Fetch Metadata, Origin). Hono's own check also refuses a DELETE
 * of a command line, which sends no content type and no origin.
 */
function sameSiteOnly(): MiddlewareHandler {
  return async (context, next) => {
    const { method } = context.req;
    if (method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS') {
      const site = context.req.header('sec-fetch-site');
      const origin = context.req.header('origin');
      const foreign =
        origin !== undefined &&
        (!URL.canParse(origin) || new URL(origin).host !== context.req.header('host'));
      if (foreign || (site !== undefined && site !== 'same-origin' && site !== 'none')) {
        throw new HTTPException(403, {
          message: `a ${method} from another site (${origin ?? site ?? 'unknown'}) is refused`,
        });
      }
    }
    await next();
  };
}

/** Forms and plain text can be sent from any page without asking; JSON cannot. */
function jsonOnly(): MiddlewareHandler {
  return async (context, next) => {
    const { method } = context.req;
    const type = context.req.header('content-type');
    const hasBody =
      Number(context.req.header('content-length') ?? 0) > 0 ||
      context.req.header('transfer-encoding') !== undefined;
    if (
      (method === 'POST' || method === 'PUT' || method === 'PATCH') &&
      hasBody &&
      !/^application\/json\b/i.test(type ?? '')
    ) {
      throw new HTTPException(415, {
        message: `content-type ${type ?? '(none)'}: only application/json is taken`,
      });
    }
    await next();
  };
}
