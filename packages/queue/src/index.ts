export { isJobName, JOB_NAMES, type JobName, type JobPayload } from './jobs.ts';
export { openQueues, type QueueConfig, type QueueDeps } from './open-queues.ts';
export type { DeadLetter, OnDead, QueueCounts, Queues, Schedule } from './port.ts';
export { checkRedis } from './redis-connection.ts';
