import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What Khabar counts. Names follow the Prometheus conventions: unit last, `_total` on counters. */
export interface Metrics {
  /** Work done, by stage and outcome. */
  readonly stage: (labels: { stage: string; outcome: string }) => void;
  /** Seconds that a stage took. */
  readonly stageSeconds: (labels: { stage: string }, seconds: number) => void;
  readonly pages: (labels: { outcome: string }) => void;
  readonly alerts: (count: number) => void;
  readonly httpSeconds: (labels: { method: string; route: string; status: string }, seconds: number) => void;
  /** Read when scraped. */
  readonly gauge: (name: string, help: string, read: () => Promise<number> | number) => void;
  /** Prometheus text. */
  readonly text: () => Promise<string>;
}

export function openMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'khabar_' });
  const registers = [registry];
  const stages = new Counter({
    name: 'khabar_stage_total',
    help: 'Jobs done, by stage and outcome.',
    labelNames: ['stage', 'outcome'],
    registers,
  });
  const stageTime = new Histogram({
    name: 'khabar_stage_seconds',
    help: 'Seconds a job took, by stage.',
    labelNames: ['stage'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  const pages = new Counter({
    name: 'khabar_pages_total',
    help: 'Pages asked for, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const alerts = new Counter({
    name: 'khabar_alerts_total',
    help: 'Alerts written to the ledger.',
    registers,
  });
  const http = new Histogram({
    name: 'khabar_http_seconds',
    help: 'Seconds a request took.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers,
  });
  return {
    stage: (labels) => stages.inc(labels),
    stageSeconds: (labels, seconds) => stageTime.observe(labels, seconds),
    pages: (labels) => pages.inc(labels),
    alerts: (count) => alerts.inc(count),
    httpSeconds: (labels, seconds) => http.observe(labels, seconds),
    gauge: (name, help, read) => {
      const gauge: Gauge = new Gauge({
        name,
        help,
        registers,
        async collect() {
          gauge.set(await read());
        },
      });
    },
    text: () => registry.metrics(),
  };
}
