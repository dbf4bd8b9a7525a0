export { CONTENT_POLICY } from './content-policy.ts';
export { ensureBuilt } from './ensure-built.ts';
export { serveDashboard } from './server.ts';
