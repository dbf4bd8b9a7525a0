export { type Logger, openLogger, silentLogger } from './logger.ts';
export { type Metrics, openMetrics } from './metrics.ts';
