import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { OPTIONS } from '@khabar/config';
import { expect, test } from 'vitest';
import { z } from 'zod';

import { fileText, REPOSITORY, yamlDocuments, yamlOf } from './infra-files.ts';

// The parts of the Kubernetes API that are used here; anything else, a slip of the pen too, is refused.
const Labels = z.record(z.string(), z.string());
const Meta = z.strictObject({
  name: z.string(),
  namespace: z.string().optional(),
  labels: Labels.optional(),
});
const Selector = z.strictObject({ matchLabels: Labels });
const Port = z.union([z.number().int(), z.string()]);
const Probe = z.strictObject({
  httpGet: z.strictObject({ path: z.string().startsWith('/'), port: Port }),
  periodSeconds: z.number().int(),
  failureThreshold: z.number().int(),
  timeoutSeconds: z.number().int(),
});
const Quantity = z.string().regex(/^\d+(\.\d+)?(m|Ki|Mi|Gi)?$/);
const Container = z.strictObject({
  name: z.string(),
  image: z.literal('khabar'),
  args: z.array(z.string()),
  envFrom: z.array(
    z.union([
      z.strictObject({ configMapRef: z.strictObject({ name: z.string() }) }),
      z.strictObject({ secretRef: z.strictObject({ name: z.string() }) }),
    ]),
  ),
  env: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  ports: z.array(z.strictObject({ name: z.string(), containerPort: z.number().int() })),
  startupProbe: Probe,
  readinessProbe: Probe,
  livenessProbe: Probe,
  resources: z.strictObject({
    requests: z.strictObject({ cpu: Quantity, memory: Quantity }),
    limits: z.strictObject({ memory: Quantity }),
  }),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  volumeMounts: z.array(z.strictObject({ name: z.string(), mountPath: z.string() })),
});
const Deployment = z.strictObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('Deployment'),
  metadata: Meta,
  spec: z.strictObject({
    replicas: z.number().int().optional(),
    revisionHistoryLimit: z.number().int(),
    selector: Selector,
    strategy: z.strictObject({
      rollingUpdate: z.strictObject({ maxSurge: z.number(), maxUnavailable: z.number() }),
    }),
    template: z.strictObject({
      metadata: z.strictObject({ labels: Labels, annotations: Labels }),
      spec: z.strictObject({
        terminationGracePeriodSeconds: z.number().min(30),
        automountServiceAccountToken: z.literal(false),
        enableServiceLinks: z.literal(false),
        securityContext: z.strictObject({
          runAsNonRoot: z.literal(true),
          runAsUser: z.number().int().positive(),
          runAsGroup: z.number().int().positive(),
          fsGroup: z.number().int().positive(),
          fsGroupChangePolicy: z.enum(['OnRootMismatch', 'Always']),
          seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
        }),
        topologySpreadConstraints: z.array(
          z.strictObject({
            maxSkew: z.number().int(),
            topologyKey: z.string(),
            whenUnsatisfiable: z.enum(['ScheduleAnyway', 'DoNotSchedule']),
            labelSelector: Selector,
          }),
        ),
        containers: z.tuple([Container]),
        volumes: z.array(
          z.union([
            z.strictObject({
              name: z.string(),
              persistentVolumeClaim: z.strictObject({ claimName: z.string() }),
            }),
            z.strictObject({ name: z.string(), emptyDir: z.strictObject({ sizeLimit: Quantity }) }),
          ]),
        ),
      }),
    }),
  }),
});
const Service = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('Service'),
  metadata: Meta,
  spec: z.strictObject({
    selector: Labels,
    ports: z.array(z.strictObject({ name: z.string(), port: z.number().int(), targetPort: Port })),
  }),
});
const Claim = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('PersistentVolumeClaim'),
  metadata: Meta,
  spec: z.strictObject({
    accessModes: z.tuple([z.literal('ReadWriteMany')]),
    resources: z.strictObject({ requests: z.strictObject({ storage: Quantity }) }),
  }),
});
const Disruption = z.strictObject({
  apiVersion: z.literal('policy/v1'),
  kind: z.literal('PodDisruptionBudget'),
  metadata: Meta,
  spec: z.strictObject({
    minAvailable: z.number().int().optional(),
    maxUnavailable: z.number().int().optional(),
    selector: Selector,
  }),
});
const Policies = z.strictObject({
  stabilizationWindowSeconds: z.number().int(),
  policies: z.array(
    z.strictObject({ type: z.literal('Pods'), value: z.number().int(), periodSeconds: z.number().int() }),
  ),
});
const Autoscaler = z.strictObject({
  apiVersion: z.literal('autoscaling/v2'),
  kind: z.literal('HorizontalPodAutoscaler'),
  metadata: Meta,
  spec: z.strictObject({
    scaleTargetRef: z.strictObject({
      apiVersion: z.literal('apps/v1'),
      kind: z.literal('Deployment'),
      name: z.string(),
    }),
    minReplicas: z.number().int().min(1),
    maxReplicas: z.number().int(),
    metrics: z.array(
      z.strictObject({
        type: z.literal('External'),
        external: z.strictObject({
          metric: z.strictObject({ name: z.string() }),
          target: z.strictObject({
            type: z.literal('AverageValue'),
            averageValue: z.string().regex(/^\d+$/),
          }),
        }),
      }),
    ),
    behavior: z.strictObject({ scaleUp: Policies, scaleDown: Policies }),
  }),
});
const Peer = z.union([
  z.strictObject({ podSelector: Selector }),
  z.strictObject({ namespaceSelector: Selector }),
  z.strictObject({ ipBlock: z.strictObject({ cidr: z.string(), except: z.array(z.string()) }) }),
]);
const PolicyPort = z.strictObject({ protocol: z.enum(['TCP', 'UDP']), port: Port });
const Network = z.strictObject({
  apiVersion: z.literal('networking.k8s.io/v1'),
  kind: z.literal('NetworkPolicy'),
  metadata: Meta,
  spec: z.strictObject({
    podSelector: Selector,
    policyTypes: z.array(z.enum(['Ingress', 'Egress'])),
    ingress: z.array(z.strictObject({ from: z.array(Peer), ports: z.array(PolicyPort) })),
    egress: z
      .array(z.strictObject({ to: z.array(Peer).optional(), ports: z.array(PolicyPort).optional() }))
      .optional(),
  }),
});
const Namespace = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('Namespace'),
  metadata: Meta,
});
const Resource = z.discriminatedUnion('kind', [
  Deployment,
  Service,
  Claim,
  Disruption,
  Autoscaler,
  Network,
  Namespace,
]);
const Kustomization = z.object({
  configMapGenerator: z.tuple([z.object({ name: z.string(), literals: z.array(z.string()) })]),
  resources: z.array(z.string()),
});
const Secret = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('Secret'),
  metadata: Meta,
  stringData: Labels,
});

const kustomization = Kustomization.parse(yamlOf(fileText('kubernetes/kustomization.yaml')));
const resources = kustomization.resources.flatMap((file) =>
  yamlDocuments(fileText(`kubernetes/${file}`)).map((document) => Resource.parse(document)),
);
const deployments = resources.filter((resource) => resource.kind === 'Deployment');
const [generated] = kustomization.configMapGenerator;
const secret = Secret.parse(yamlOf(fileText('kubernetes/secret.example.yaml')));
const within = (labels: Readonly<Record<string, string>>, all: Readonly<Record<string, string>>): boolean =>
  Object.entries(labels).every(([name, value]) => all[name] === value);

test('fetcher, worker and dashboard are deployed, and every file of the folder is used', () => {
  expect(deployments.map(({ metadata }) => metadata.name).toSorted()).toEqual([
    'dashboard',
    'fetcher',
    'worker',
  ]);
  const aside = ['README.md', 'kustomization.yaml', 'prometheus-adapter.yaml', 'secret.example.yaml'];
  expect(readdirSync(join(REPOSITORY, 'infra/kubernetes')).toSorted()).toEqual(
    [...kustomization.resources, ...aside].toSorted(),
  );
});

test('a slip of the pen is refused', () => {
  expect(() =>
    Resource.parse(yamlOf(fileText('kubernetes/worker.yaml').replace('livenessProbe', 'livenesProbe'))),
  ).toThrow(/livenesProbe/);
});

test('every option exists and takes its value', () => {
  const given = [
    ...generated.literals.map((literal) => literal.split(/=(.*)/s)),
    ...Object.entries(secret.stringData),
    ...deployments.flatMap(({ spec }) =>
      spec.template.spec.containers[0].env.map(({ name, value }) => [name, value]),
    ),
  ];
  expect(given.length).toBeGreaterThan(12);
  const refused = given.filter(([name, value]) => {
    const option = Object.values(OPTIONS).find((one) => one.name === name);
    return option?.schema.safeParse(value).success !== true;
  });
  expect(refused).toEqual([]);
});

test('pods read the options and the secret that there are, and mount the claim that there is', () => {
  const claims = resources
    .filter((resource) => resource.kind === 'PersistentVolumeClaim')
    .map(({ metadata }) => metadata.name);
  const wanted = { configMapRef: { name: generated.name } };
  for (const { spec } of deployments) {
    const pod = spec.template.spec;
    expect(pod.containers[0].envFrom).toEqual([wanted, { secretRef: { name: secret.metadata.name } }]);
    expect(pod.volumes[0]).toEqual({ name: 'pages', persistentVolumeClaim: { claimName: claims[0] } });
    expect(pod.containers[0].volumeMounts.map(({ name }) => name)).toEqual(
      pod.volumes.map(({ name }) => name),
    );
  }
});

test('selectors find the pods that they mean', () => {
  const pods = deployments.map(({ metadata, spec }) => ({
    name: metadata.name,
    labels: spec.template.metadata.labels,
  }));
  const found = (labels: Readonly<Record<string, string>>): string[] =>
    pods.filter((pod) => within(labels, pod.labels)).map(({ name }) => name);
  const selectors = resources.map((resource): [string, string[], string[]] => {
    const { name } = resource.metadata;
    switch (resource.kind) {
      case 'Deployment':
      case 'PodDisruptionBudget':
        return [name, found(resource.spec.selector.matchLabels), [name]];
      case 'Service':
        return [name, found(resource.spec.selector), [name]];
      case 'NetworkPolicy':
        // The one without a component holds for all.
        return [
          name,
          found(resource.spec.podSelector.matchLabels),
          name === 'khabar' ? pods.map((pod) => pod.name) : [name],
        ];
      case 'HorizontalPodAutoscaler':
        return [name, [resource.spec.scaleTargetRef.name], [name]];
      case 'Namespace':
      case 'PersistentVolumeClaim':
        return [name, [], []];
    }
  });
  expect(selectors.filter(([, meant, wanted]) => meant.join() !== wanted.join())).toEqual([]);
});

test('probes and services name ports that the container has, and the probes are asked what they answer', () => {
  for (const { spec } of deployments) {
    const [{ ports, startupProbe, readinessProbe, livenessProbe }] = spec.template.spec.containers;
    expect(ports.find(({ name }) => name === 'probes')?.containerPort).toBe(4601);
    expect([startupProbe, readinessProbe, livenessProbe].map(({ httpGet }) => httpGet)).toEqual([
      { path: '/health', port: 'probes' },
      { path: '/health', port: 'probes' },
      // A store that is away must not make Kubernetes end the process.
      { path: '/live', port: 'probes' },
    ]);
  }
});

test('a deployment that an autoscaler sizes names no number of its own', () => {
  const scaled = resources
    .filter((resource) => resource.kind === 'HorizontalPodAutoscaler')
    .map(({ spec }) => spec.scaleTargetRef.name);
  expect(scaled.toSorted()).toEqual(['fetcher', 'worker']);
  expect(
    deployments.filter(({ metadata }) => scaled.includes(metadata.name)).map(({ spec }) => spec.replicas),
  ).toEqual([undefined, undefined]);
});

test('an eviction always leaves the dashboard one pod', () => {
  const dashboards = deployments.find(({ metadata }) => metadata.name === 'dashboard');
  const [budget] = resources
    .filter((resource) => resource.kind === 'PodDisruptionBudget')
    .filter(({ metadata }) => metadata.name === 'dashboard');
  expect(dashboards?.spec.replicas).toBeGreaterThan(1);
  expect(budget?.spec).toMatchObject({ minAvailable: 1 });
});
