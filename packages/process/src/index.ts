export { type Backends, type BackendsDeps, openBackends } from './open-backends.ts';
export type { InstallationEvent } from './event-wire.ts';
export { healthOf, type ProcessHealth } from './health.ts';
export { openProbeServer, type ProbeServer } from './probe-server.ts';
export { entityResolver } from './resolve-entity.ts';
export { type Running, runProcess, type ProcessProgram, type ProgramDeps } from './run-process.ts';
export { SAMPLE_SETTING, sampleStatus, type SampleStatus } from './sample-status.ts';
