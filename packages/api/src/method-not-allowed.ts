import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';

import { problem, titleOf } from './error-response.ts';

/** Answers what no route took: 405 with `Allow` where the path is known under another method, else 404 (RFC 9110, 15.5.6). */
export function methodNotAllowed(api: OpenAPIHono, prefix: string): (context: Context) => Response {
  const routes = api.routes
    .filter((route) => route.method !== 'ALL')
    .map((route) => ({ method: route.method, pattern: patternOf(`${prefix}${route.path}`) }));
  return (context) => {
    const { path } = context.req;
    const allowed = Array.from(
      new Set(routes.filter((route) => route.pattern.test(path)).map((route) => route.method)),
    );
    const status = allowed.length === 0 ? 404 : 405;
    const detail =
      status === 404
        ? `${path}: there is nothing here`
        : `${path}: takes ${allowed.join(', ')}, not ${context.req.method}`;
    if (status === 405) context.header('allow', allowed.join(', '));
    context.header('content-type', 'application/problem+json');
    return context.body(
      JSON.stringify(
        problem({
          status,
          code: status === 404 ? 'NOT_FOUND' : 'METHOD',
          title: titleOf(status),
          detail,
          requestId: context.get('requestId') ?? '',
        }),
      ),
      status,
    );
  };
}

function patternOf(path: string): RegExp {
  const source = path
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)))
    .join('/');
  return new RegExp(`^${source}$`);
}
