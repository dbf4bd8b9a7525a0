export { CONTENT_POLICY } from './content-policy.ts';
export { ensureBuilt } from './ensure-built.ts';
export { answersTo, type FrontDoor, openFrontDoor } from './front-door.ts';
export { eventSink } from './event-sink.ts';
export { serveDashboard } from './server.ts';
