export { type Logger, openLogger, silentLogger } from './logger.ts';
export { type Metrics, openMetrics, type Reading, type Readings } from './metrics.ts';
