import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readConfig } from '@khabar/config';
import { openMetrics, silentLogger } from '@khabar/observe';
import { makeTestCluster } from '@khabar/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { type Khabar, openKhabar } from '../open-khabar.ts';
import { fileText, yamlDocuments, yamlOf } from './infra-files.ts';
import { readPromql } from './promql.ts';

const Rules = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Khabar[A-Z]\w+$/),
          expr: z.string(),
          for: z.string().regex(/^\d+[smh]$/),
          labels: z.strictObject({ severity: z.enum(['info', 'warning', 'critical']) }),
          annotations: z.strictObject({
            summary: z.string(),
            runbook: z.string().min(40),
            runbook_url: z.string(),
          }),
        }),
      ),
    }),
  ),
});
const Target = z.object({ refId: z.string(), expr: z.string(), legendFormat: z.string() });
const Dashboard = z.object({
  uid: z.literal('khabar'),
  title: z.string(),
  schemaVersion: z.number(),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  panels: z.array(
    z.object({
      id: z.number(),
      type: z.enum(['row', 'stat', 'timeseries']),
      title: z.string(),
      gridPos: z.object({ h: z.number(), w: z.number(), x: z.number(), y: z.number() }),
      targets: z.array(Target).optional(),
    }),
  ),
});
const AdapterValues = z.object({
  rules: z.object({
    external: z.array(z.object({ name: z.object({ as: z.string() }), metricsQuery: z.string() })),
  }),
});
const Autoscaler = z.object({
  kind: z.literal('HorizontalPodAutoscaler'),
  spec: z.object({
    metrics: z.array(z.object({ external: z.object({ metric: z.object({ name: z.string() }) }) })),
  }),
});

const rules = Rules.parse(yamlOf(fileText('prometheus/rules.yaml'))).groups.flatMap((group) => group.rules);
const dashboard = Dashboard.parse(JSON.parse(fileText('grafana/khabar.json')));
const panels = dashboard.panels.filter((panel) => panel.type !== 'row');
const external = AdapterValues.parse(yamlOf(fileText('kubernetes/prometheus-adapter.yaml'))).rules.external;
/** What the adapter writes into its templates before it asks. */
const adapted = (query: string): string =>
  query.replaceAll('<<.Series>>', 'khabar_queue_jobs').replaceAll('<<.LabelMatchers>>', 'namespace="khabar"');

let folder: string;
let khabar: Khabar;
/** Every name that a scrape may give, with the labels of its values. */
let scraped: ReadonlySet<string>;
let text: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'khabar-metrics-'));
  await makeTestCluster(join(folder, 'postgres'));
  const read = readConfig({ KHABAR_DATA: folder, KHABAR_SAMPLE: 'off' });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  khabar = await openKhabar(read.config, {
    logger: silentLogger,
    fetching: false,
    publicUrl: () => 'http://127.0.0.1:4600',
  });
  await khabar.app.request('/health');
  text = await (await khabar.app.request('/metrics')).text();
  scraped = new Set([...namesIn(text), 'up']);
}, 120_000);

afterAll(async () => {
  await khabar.close();
  await rm(folder, { recursive: true, force: true });
});

function namesIn(exposition: string): string[] {
  return Array.from(exposition.matchAll(/^# TYPE (\S+) (\S+)$/gm)).flatMap(([, name = '', type]) =>
    type === 'histogram' ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
}

function unknownIn(expression: string): string[] {
  return readPromql(expression).metrics.filter((name) => !scraped.has(name));
}

test('every reading of a running Khabar succeeds', () => {
  const failed = Array.from(text.matchAll(/^khabar_reading_failed\{reading="(\w+)"\} (\d)$/gm));
  expect(new Set(failed.map(([, reading]) => reading))).toEqual(
    new Set(['folder', 'health', 'index', 'outlets', 'queue', 'rebuild', 'record']),
  );
  expect(failed.filter(([, , value]) => value !== '0')).toEqual([]);
});

test('what an operator needs is told', () => {
  expect(text).toMatch(/^khabar_articles 0$/m);
  expect(text).toMatch(/^khabar_pending_index_oldest_seconds 0$/m);
  expect(text).toMatch(/^khabar_queue_jobs\{queue="extract",state="waiting"\} 0$/m);
  expect(text).toMatch(/^khabar_queue_oldest_seconds\{queue="tag"\} 0$/m);
  expect(text).toMatch(/^khabar_state\{state="ok"\} 1$/m);
  expect(text).toMatch(/^khabar_part_ok\{part="record"\} 1$/m);
  expect(text).toMatch(/^khabar_build_info\{version="[\d.]+",part="khabar"\} 1$/m);
  expect(text).toMatch(/^khabar_data_free_bytes \d/m);
  expect(text).toMatch(/^khabar_database_bytes \d/m);
});

test('names follow the conventions of Prometheus: a counter ends with _total, nothing else does', () => {
  const typed = Array.from(text.matchAll(/^# TYPE (khabar_\S+) (\S+)$/gm));
  expect(typed.length).toBeGreaterThan(40);
  // prom-client has some of its own.
  const ours = typed.filter(([, name]) => !/^khabar_nodejs_active_\w+_total$/.test(name ?? ''));
  expect(ours.filter(([, name = '', type]) => name.endsWith('_total') !== (type === 'counter'))).toEqual([]);
});

test('a metric that is not there is noticed, and a name in a string is none', () => {
  expect(unknownIn('sum(rate(khabar_no_such_total[5m])) > on () khabar_articles')).toEqual([
    'khabar_no_such_total',
  ]);
  expect(readPromql('up{job="khabar_x"} == 0').metrics).toEqual(['up']);
  expect(readPromql('sum by (a (up)').errors).not.toEqual([]);
});

test('every alarm is written in PromQL over metrics that exist', () => {
  expect(rules.length).toBeGreaterThan(15);
  expect(rules.flatMap((rule) => readPromql(rule.expr).errors)).toEqual([]);
  expect(rules.flatMap((rule) => unknownIn(rule.expr))).toEqual([]);
  expect(rules.flatMap((rule) => (readPromql(rule.expr).metrics.length === 0 ? [rule.alert] : []))).toEqual(
    [],
  );
});

test('every alarm has a name of its own and an entry in docs/operations.md that its address leads to', () => {
  expect(new Set(rules.map((rule) => rule.alert)).size).toBe(rules.length);
  const documented = Array.from(
    fileText('/docs/operations.md').matchAll(/^#### (Khabar\w+)$/gm),
    ([, name]) => name,
  );
  expect(documented).toEqual(rules.map((rule) => rule.alert));
  expect(
    rules.filter((rule) => rule.annotations.runbook_url !== `docs/operations.md#${rule.alert.toLowerCase()}`),
  ).toEqual([]);
});

test('every panel asks for metrics that exist, in PromQL, from the chosen data source', () => {
  const targets = panels.flatMap((panel) => panel.targets ?? []);
  expect(panels.length).toBeGreaterThan(25);
  expect(panels.filter((panel) => (panel.targets ?? []).length === 0)).toEqual([]);
  expect(targets.flatMap((target) => readPromql(target.expr).errors)).toEqual([]);
  expect(targets.flatMap((target) => unknownIn(target.expr))).toEqual([]);
});

test('panels lie side by side without covering each other', () => {
  const ids = dashboard.panels.map((panel) => panel.id);
  expect(new Set(ids).size).toBe(ids.length);
  const cells = dashboard.panels.flatMap(({ gridPos: { h, w, x, y } }) =>
    Array.from({ length: h * w }, (_, at) => `${x + (at % w)}:${y + Math.floor(at / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(dashboard.panels.filter(({ gridPos: { w, x } }) => x + w > 24)).toEqual([]);
});

test('every figure of the installation, told by each dashboard, is not summed over them', () => {
  const whole = namesIn(text).filter((name) =>
    /^khabar_(queue|outlets|dead_letters|frontier|pending|pages_unread)/.test(name),
  );
  const gauges = whole.filter((name) => !name.endsWith('_total'));
  const summed = [
    ...rules.map((rule) => rule.expr),
    ...panels.flatMap((panel) => panel.targets ?? []).map((t) => t.expr),
  ]
    .flatMap((expression) => Array.from(expression.matchAll(/\bsum(?: by \([^)]*\))? ?\((khabar_\w+)/g)))
    .filter(([, name = '']) => gauges.includes(name));
  expect(summed).toEqual([]);
});

test('a process that is no dashboard tells its own figures only', async () => {
  const own = namesIn(await openMetrics().text());
  expect(own).toContain('khabar_stage_total');
  expect(own.filter((name) => /^khabar_(queue|outlets|articles$|frontier|state|part_ok)/.test(name))).toEqual(
    [],
  );
});

test('the autoscalers ask for figures that prometheus-adapter makes of metrics that exist', () => {
  expect(external.flatMap((rule) => readPromql(adapted(rule.metricsQuery)).errors)).toEqual([]);
  expect(external.flatMap((rule) => unknownIn(adapted(rule.metricsQuery)))).toEqual([]);
  const asked = yamlDocuments(fileText('kubernetes/scaling.yaml')).flatMap((document) =>
    Autoscaler.parse(document).spec.metrics.map((metric) => metric.external.metric.name),
  );
  expect(asked.toSorted()).toEqual(external.map((rule) => rule.name.as).toSorted());
});
