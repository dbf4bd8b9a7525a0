export * from '../embedded/testing.ts';
export * from './postgres-server.ts';
